package io.github.rotatingdatasource.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Which requests of an {@link Endpoint} a {@link Fault} strikes. They can be changed at any time, and stay when the
 * endpoint is stopped.
 *
 * <p>Rules for a number of requests go before those for all, then the older before the younger. Thread-safe: one lock
 * guards every field; a request that hangs waits at its condition.
 */
public final class Faults {
    private static final String ANY = "";

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition released = lock.newCondition();
    private final List<Rule> counted = new ArrayList<>();
    private final List<Rule> lasting = new ArrayList<>();
    private long releases;
    private int hanging;

    Faults() {}

    /** Strikes every request until {@link #clear()}. */
    public void always(Fault fault) {
        always(ANY, fault);
    }

    /** Strikes every request whose path begins with {@code path} until {@link #clear()}. */
    public void always(String path, Fault fault) {
        add(lasting, new Rule(path, fault, Integer.MAX_VALUE));
    }

    /** Strikes the next {@code count} requests. */
    public void next(int count, Fault fault) {
        next(count, ANY, fault);
    }

    /** Strikes the next {@code count} requests whose path begins with {@code path}. */
    public void next(int count, String path, Fault fault) {
        add(counted, new Rule(path, fault, count));
    }

    /** Strikes no more requests, and releases those that hang. */
    public void clear() {
        lock.lock();
        try {
            counted.clear();
            lasting.clear();
            release();
        } finally {
            lock.unlock();
        }
    }

    /** Lets the requests that hang now go on. */
    public void release() {
        lock.lock();
        try {
            releases++;
            released.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Returns how many requests hang now, or wait because a fault makes them slow. */
    public int hanging() {
        lock.lock();
        try {
            return hanging;
        } finally {
            lock.unlock();
        }
    }

    /** Returns the fault that strikes this request, and counts it. */
    @Nullable
    Fault strike(Request request) {
        lock.lock();
        try {
            Rule rule = first(counted, request);
            rule = rule == null ? first(lasting, request) : rule;
            if (rule == null) {
                return null;
            }
            rule.left--;
            counted.removeIf(used -> used.left <= 0);
            return rule.fault;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until what hangs is released, and no longer than {@code limit}. */
    void hold(Duration limit) {
        lock.lock();
        try {
            hanging++;
            long seen = releases;
            long nanos = limit.toNanos();
            while (seen == releases && nanos > 0) {
                nanos = released.awaitNanos(nanos);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            hanging--;
            lock.unlock();
        }
    }

    private void add(List<Rule> rules, Rule rule) {
        lock.lock();
        try {
            rules.add(rule);
        } finally {
            lock.unlock();
        }
    }

    private static @Nullable Rule first(List<Rule> rules, Request request) {
        return rules.stream()
                .filter(rule -> request.path().startsWith(rule.path))
                .findFirst()
                .orElse(null);
    }

    /** A fault and what it still has to strike; guarded by the lock. */
    private static final class Rule {
        final String path;
        final Fault fault;
        int left;

        Rule(String path, Fault fault, int left) {
            this.path = path;
            this.fault = fault;
            this.left = left;
        }
    }
}
