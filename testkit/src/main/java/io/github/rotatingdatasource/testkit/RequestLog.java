package io.github.rotatingdatasource.testkit;

import java.util.ArrayList;
import java.util.List;

/**
 * The requests that an {@link Endpoint} has read, in order, also those that a fault then left without an answer.
 *
 * <p>A path stands for every request whose path begins with it, query aside. Thread-safe: its own monitor guards the
 * fields.
 */
public final class RequestLog {
    private final List<Entry> entries = new ArrayList<>();

    RequestLog() {}

    /** Returns all requests. */
    public synchronized List<Request> all() {
        return entries.stream().map(entry -> entry.request).toList();
    }

    /** Returns the requests for this path. */
    public synchronized List<Request> of(String path) {
        return all().stream().filter(request -> request.path().startsWith(path)).toList();
    }

    /** Returns how many requests there were for this path. */
    public int count(String path) {
        return of(path).size();
    }

    /** Returns how many requests for this path were under way at the same time, at most. */
    public synchronized int mostInFlight(String path) {
        return entries.stream()
                .filter(entry -> entry.request.path().startsWith(path))
                .mapToInt(entry -> inFlight(path, entry))
                .max()
                .orElse(0);
    }

    /** Forgets all requests but those under way. */
    public synchronized void clear() {
        entries.removeIf(entry -> entry.ended < Long.MAX_VALUE);
    }

    /** Notes that a request has been read; the answer is for {@link #end}. */
    synchronized Entry begin(Request request) {
        Entry entry = new Entry(request);
        entries.add(entry);
        return entry;
    }

    /** Notes that a request has been answered, or will not be. */
    synchronized void end(Entry entry) {
        entry.ended = System.nanoTime();
    }

    /** Returns how many requests for {@code path} were under way when {@code newest} came, itself included. */
    private int inFlight(String path, Entry newest) {
        return (int) entries.stream()
                .filter(entry -> entry.request.path().startsWith(path))
                .filter(entry -> entry.began <= newest.began && entry.ended > newest.began)
                .count();
    }

    /** A request and when it was under way, in nanoseconds; guarded by the log. */
    static final class Entry {
        private final Request request;
        private final long began = System.nanoTime();
        private long ended = Long.MAX_VALUE;

        private Entry(Request request) {
            this.request = request;
        }
    }
}
