package io.github.rotatingdatasource;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * The rights to hold one physical connection each, shared by all generations of a data source.
 *
 * <p>A permit is taken before a login begins and given back after the physical close has returned, so the number of
 * connections at the server never exceeds the number of permits. HikariCP's own counts cannot serve for this: they drop
 * before the socket is closed.
 *
 * <p>Safe for use by several threads. Whoever waits for something else at the same time, as {@link Login} does, waits
 * here and is woken by {@link #wakeAll()}.
 */
final class Permits {
    private final int total;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private int taken;

    Permits(int total) {
        this.total = total;
    }

    int total() {
        return total;
    }

    int free() {
        lock.lock();
        try {
            return total - taken;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String toString() {
        return "all " + total + " connections that are allowed";
    }

    /** Takes a permit if one is free, without waiting. */
    boolean tryTake() {
        lock.lock();
        try {
            if (taken == total) {
                return false;
            }
            taken++;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Gives one permit back and wakes those who wait for it. */
    void giveBack() {
        lock.lock();
        try {
            if (taken == 0) {
                throw new IllegalStateException("a permit was given back that nobody had taken");
            }
            taken--;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until {@code enough} is true, asking it at first and whenever a permit came back or {@link #wakeAll()} was
     * called. An interrupt does not end the wait and is forgotten, since it is only ever meant for the pauses of
     * HikariCP's adder.
     *
     * @return whether {@code enough} was true within {@code nanos} nanoseconds
     */
    boolean await(BooleanSupplier enough, long nanos) {
        lock.lock();
        try {
            long left = nanos;
            while (!enough.getAsBoolean()) {
                if (left <= 0) {
                    return false;
                }
                left = awaitChange(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Lets everybody who waits look again. */
    void wakeAll() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @SuppressWarnings("WaitNotInLoop") // the loop is in await
    private long awaitChange(long nanos) {
        long start = System.nanoTime();
        try {
            return changed.awaitNanos(nanos);
        } catch (InterruptedException pauseIsOver) {
            return nanos - (System.nanoTime() - start);
        }
    }
}
