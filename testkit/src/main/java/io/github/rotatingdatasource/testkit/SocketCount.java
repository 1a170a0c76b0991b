package io.github.rotatingdatasource.testkit;

import java.time.Duration;

/**
 * How many TCP connections {@link CountedSockets} of one key have opened and not closed, counted at this end.
 *
 * <p>Thread-safe: counted under its own lock, so {@link #peak()} is exact.
 */
public final class SocketCount {
    private int open;
    private int peak;
    private long opened;
    private Duration delay = Duration.ZERO;

    SocketCount() {}

    /** Returns how many are open now. */
    public synchronized int open() {
        return open;
    }

    /** Returns how many were open at most at the same time, since the last {@link #reset()}. */
    public synchronized int peak() {
        return peak;
    }

    /** Returns how many have been opened since the last {@link #reset()}. */
    public synchronized long opened() {
        return opened;
    }

    /** Lets the peak begin at what is open now, and the number of opened ones at zero. */
    public synchronized void reset() {
        peak = open;
        opened = 0;
    }

    /** Lets each connection take so much longer to be made, as over a network; it counts as open meanwhile. */
    public synchronized void delay(Duration delay) {
        this.delay = delay;
    }

    synchronized Duration delay() {
        return delay;
    }

    synchronized void add() {
        open++;
        opened++;
        peak = Math.max(peak, open);
    }

    synchronized void remove() {
        open--;
    }

    @Override
    public synchronized String toString() {
        return "SocketCount[open=" + open + ", peak=" + peak + ", opened=" + opened + "]";
    }
}
