package io.github.rotatingdatasource;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What a caller does now, for all callers to read and for the rotator alone to change.
 *
 * <p>Safe for use by several threads.
 */
final class Published {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile Checkout checkout;

    Published(Checkout first) {
        this.checkout = first;
    }

    /** Returns what a caller does now: one volatile read. */
    Checkout checkout() {
        return checkout;
    }

    /** Changes it, and sends on everybody who waits for that. */
    void publish(Checkout next) {
        lock.lock();
        try {
            Checkout before = checkout;
            checkout = next;
            if (before instanceof Checkout.Waiting waiting) {
                waiting.end(next);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until something other than {@code seen} is published, for {@code millis} milliseconds at most.
     *
     * @return what a caller does then, {@code seen} itself if nothing changed
     */
    Checkout awaitOther(Checkout seen, long millis) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(millis);
            while (isCurrent(seen) && left > 0) {
                left = changed.awaitNanos(left);
            }
            return checkout;
        } finally {
            lock.unlock();
        }
    }

    /** Returns whether {@code seen} is what a caller does now. */
    @SuppressWarnings("ReferenceEquality") // each state that was published is one of its own
    boolean isCurrent(Checkout seen) {
        return checkout == seen;
    }
}
