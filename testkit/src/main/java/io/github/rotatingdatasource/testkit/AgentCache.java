package io.github.rotatingdatasource.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What a caching agent keeps: replies with a renewable lease, by everything that the request said. It has the faults of
 * the real one: a lease points to one reply only, the youngest, so that after a renewal nobody finds the credential by
 * its lease; and clearing all ends caching for good.
 *
 * <p>Thread-safe: the monitor guards the fields; identical requests wait for each other at {@link #inFlight}.
 */
final class AgentCache {
    private final Map<Key, Entry> entries = new HashMap<>();
    private final Map<String, Key> keysOfLeases = new HashMap<>();
    private final Map<Key, CompletableFuture<Boolean>> inFlight = new ConcurrentHashMap<>();
    private boolean off;

    /** Waits for an identical request that is under way, if there is one, but only for one, as the real agent does. */
    CompletableFuture<Boolean> beginAfterAnother(Request request) {
        CompletableFuture<Boolean> own = new CompletableFuture<>();
        CompletableFuture<Boolean> another = inFlight.putIfAbsent(Key.of(request), own);
        if (another != null) {
            another.join();
        }
        return own;
    }

    /** Lets the requests go on that wait for this one. */
    void end(Request request, CompletableFuture<Boolean> own) {
        inFlight.remove(Key.of(request), own);
        own.complete(true);
    }

    /** Returns the kept reply, with its age. */
    synchronized Optional<Reply> get(Request request) {
        return Optional.ofNullable(entries.get(Key.of(request))).map(Entry::aged);
    }

    /** Keeps a reply if it is of the kind that is kept, and returns what was kept. */
    synchronized @Nullable Entry keep(Request request, Reply reply) {
        Map<String, Object> body = bodyOf(reply);
        String lease = String.valueOf(body.getOrDefault("lease_id", ""));
        if (off || lease.isEmpty() || !Boolean.TRUE.equals(body.get("renewable"))) {
            return null;
        }
        Key key = Key.of(request);
        Entry entry = new Entry(key, request.path(), lease, seconds(body.get("lease_duration")), reply);
        entries.put(key, entry);
        keysOfLeases.put(lease, key);
        return entry;
    }

    /** Returns whether this entry is still what the cache would answer with. */
    synchronized boolean holds(Entry entry) {
        return entries.get(entry.key) == entry;
    }

    synchronized void evict(Entry entry) {
        entries.remove(entry.key, entry);
        keysOfLeases.remove(entry.lease, entry.key);
    }

    /** Evicts the one reply that the lease points to. */
    synchronized void evictLease(String lease) {
        Key key = keysOfLeases.remove(lease);
        if (key != null) {
            entries.remove(key);
        }
    }

    synchronized void evictPath(String path) {
        List.copyOf(entries.values()).stream()
                .filter(entry -> entry.path.equals(path))
                .forEach(this::evict);
    }

    synchronized void evictToken(String token) {
        List.copyOf(entries.values()).stream()
                .filter(entry -> entry.key.token.equals(token))
                .forEach(this::evict);
    }

    /** Evicts everything, and keeps nothing any more: the real agent hangs later entries on a context that is over. */
    synchronized void evictAllForGood() {
        off = true;
        entries.clear();
        keysOfLeases.clear();
    }

    private static Map<String, Object> bodyOf(Reply reply) {
        try {
            return reply.status() == 200 ? Json.readObject(reply.text()) : Map.of();
        } catch (IllegalArgumentException noJson) {
            return Map.of();
        }
    }

    private static Duration seconds(@Nullable Object number) {
        return Duration.ofSeconds(number instanceof Long seconds ? seconds : 0);
    }

    /** All that a request says; the order of its headers does not matter. Its text would hold the token: do not print. */
    private record Key(String method, String target, List<String> headers, String body, String token) {
        static Key of(Request request) {
            List<String> headers = request.headers().stream()
                    .map(header -> header.name().toLowerCase(Locale.ROOT) + ":" + header.value())
                    .sorted()
                    .toList();
            return new Key(request.method(), request.target(), headers, request.body(), Tokens.sent(request));
        }
    }

    /** A kept reply. Immutable. */
    static final class Entry {
        private final Key key;
        private final String path;
        private final String lease;
        private final Duration length;
        private final Reply reply;

        private Entry(Key key, String path, String lease, Duration length, Reply reply) {
            this.key = key;
            this.path = path;
            this.lease = lease;
            this.length = length;
            this.reply = reply;
        }

        String lease() {
            return lease;
        }

        String token() {
            return key.token;
        }

        /** Returns how long the lease was granted for. */
        Duration length() {
            return length;
        }

        /** Returns the reply as it came, but with the date of now, and its age in seconds since its own date. */
        private Reply aged() {
            Duration age = Duration.between(date(), Instant.now());
            return reply.with("Age", String.valueOf(GoTexts.seconds(age)))
                    .with("Date", Wire.DATE.format(ZonedDateTime.now(ZoneOffset.UTC)))
                    .with("X-Cache", "HIT")
                    .sorted();
        }

        private Instant date() {
            return reply.header("Date")
                    .map(date -> Instant.from(Wire.DATE.parse(date)))
                    .orElseGet(Instant::now);
        }
    }
}
