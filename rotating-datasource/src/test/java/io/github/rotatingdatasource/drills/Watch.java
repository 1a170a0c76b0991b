package io.github.rotatingdatasource.drills;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for a condition with a limit, or watches for as long as a drill says. */
final class Watch {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(1);

    private Watch() {}

    /** Waits until {@code condition} holds, with a limit that fits a loaded machine. */
    static void until(String what, Callable<Boolean> condition) throws Exception {
        if (!within(LIMIT, condition)) {
            throw new AssertionError("waited " + LIMIT + " in vain until " + what);
        }
    }

    /** Waits until {@code condition} holds, and returns whether it did in time. */
    static boolean within(Duration limit, Callable<Boolean> condition) throws Exception {
        return within(limit, POLL, condition);
    }

    /** The same for a condition that costs something. */
    static boolean within(Duration limit, Duration poll, Callable<Boolean> condition) throws Exception {
        long begun = System.nanoTime();
        while (!condition.call()) {
            if (System.nanoTime() - begun > limit.toNanos()) {
                return false;
            }
            LockSupport.parkNanos(poll.toNanos());
        }
        return true;
    }

    /** Lets so much time go by, which is what is measured. */
    static void pass(Duration length) {
        passUntil(System.nanoTime() + length.toNanos());
    }

    /** Lets time go by up to {@code nanoTime}. */
    static void passUntil(long nanoTime) {
        for (long left = nanoTime - System.nanoTime(); left > 0; left = nanoTime - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
