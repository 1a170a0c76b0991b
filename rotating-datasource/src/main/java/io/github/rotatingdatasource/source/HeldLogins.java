package io.github.rotatingdatasource.source;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The logins that a source has given and that are not yet retired, with their lease ids, which are known here only. Never
 * printed. Called by one thread at a time.
 */
final class HeldLogins {
    /** More than are ever in use at once; the oldest is forgotten, and its lease ends by itself. */
    static final int LIMIT = 256;

    private final Map<String, Held> byLogin = new LinkedHashMap<>();
    private @Nullable Held newest;

    /**
     * A login and what is known of it.
     *
     * @param length how long its lease was when it was new
     * @param isOwn whether it was made for this source, and not found in a cache that others use as well
     * @param isCached whether it was last answered from a cache
     */
    record Held(
            Credential credential,
            @Nullable String leaseId,
            Duration length,
            boolean isRenewable,
            boolean isOwn,
            boolean isCached,
            boolean isRefused) {
        static Held of(VaultReply reply) {
            return new Held(
                    reply.credential(),
                    reply.leaseId(),
                    reply.credential().lease().length(),
                    reply.isRenewable(),
                    !reply.isCached(),
                    reply.isCached(),
                    false);
        }

        Held cached() {
            return new Held(credential, leaseId, length, isRenewable, isOwn, true, isRefused);
        }

        Held refused(boolean isRefused) {
            return new Held(credential, leaseId, length, isRenewable, isOwn, isCached, isRefused);
        }

        Held with(Lease lease) {
            Credential renewed = new Credential(credential.username(), credential.password(), lease);
            return new Held(renewed, leaseId, length, isRenewable, isOwn, isCached, isRefused);
        }

        /** Returns the lease to renew, or {@code null} if this one is not to be renewed. */
        @Nullable
        String renewableAt(Instant now) {
            return isRenewable && isOwn && !isRefused && left(now).compareTo(Duration.ZERO) > 0 ? leaseId : null;
        }

        /** Returns how long its lease has still to run; nothing if nobody knows. */
        Duration left(Instant now) {
            Instant began = credential.lease().began();
            return began == null
                    ? Duration.ZERO
                    : Duration.between(now, began.plus(credential.lease().length()));
        }

        @Override
        public String toString() {
            return "Held[" + credential + "]";
        }
    }

    /** Takes note of what was answered. A cached reply about a known lease says nothing new of it, so what is known stays. */
    Held took(VaultReply reply) {
        Held known = of(reply.credential());
        if (known != null && reply.isCached() && Objects.equals(known.leaseId(), reply.leaseId())) {
            return put(known.cached());
        }
        return put(Held.of(reply));
    }

    Held renewed(Held held, Lease lease) {
        return put(held.with(lease));
    }

    private Held put(Held held) {
        keep(held);
        newest = held;
        return held;
    }

    /** Remembers a login that is not the one to renew. */
    void keep(Held held) {
        byLogin.put(key(held.credential()), held);
        if (byLogin.size() > LIMIT) {
            byLogin.remove(byLogin.keySet().iterator().next());
        }
    }

    @Nullable
    Held newest() {
        return newest;
    }

    @Nullable
    Held of(Credential credential) {
        return byLogin.get(key(credential));
    }

    /** Takes note that the database refused {@code credential}; returns whether it came from a cache. */
    boolean refused(Credential credential) {
        Held held = byLogin.computeIfPresent(key(credential), (login, known) -> known.refused(true));
        if (held != null && newest != null && newest.credential().hasSameLoginAs(credential)) {
            newest = held;
        }
        return held != null && held.isCached();
    }

    /** Takes note that the database accepted {@code credential}, whatever it said before. */
    void accepted(Credential credential) {
        Held held = byLogin.computeIfPresent(key(credential), (login, known) -> known.refused(false));
        if (held != null && newest != null && newest.credential().hasSameLoginAs(credential)) {
            newest = held;
        }
    }

    /** Forgets {@code credential} and returns what was known of it. */
    @Nullable
    Held remove(Credential credential) {
        if (newest != null && newest.credential().hasSameLoginAs(credential)) {
            newest = null;
        }
        return byLogin.remove(key(credential));
    }

    /** Forgets all of them. */
    void clear() {
        newest = null;
        byLogin.clear();
    }

    List<Held> all() {
        return List.copyOf(byLogin.values());
    }

    private static String key(Credential credential) {
        return credential.username() + '\0' + credential.password();
    }
}
