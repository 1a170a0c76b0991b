package io.github.rotatingdatasource.testkit;

import java.util.Arrays;

/**
 * What one worker has measured: three numbers per checkout, in nanoseconds, in growing arrays of longs, because
 * millions of objects would disturb what is measured.
 *
 * <p>Written by one worker; read by others only after that worker's thread has ended.
 */
final class Samples {
    /** In place of a time: there was no success. */
    static final long NEVER = Long.MIN_VALUE;

    private long[] asked = new long[1024];
    private long[] waited = new long[1024];
    private long[] done = new long[1024];
    private int size;

    /** Adds a checkout asked for at {@code askedAt} that took {@code wait}, and whose work ended at {@code doneAt}. */
    void add(long askedAt, long wait, long doneAt) {
        if (size == asked.length) {
            grow();
        }
        asked[size] = askedAt;
        waited[size] = wait;
        done[size] = doneAt;
        size++;
    }

    int size() {
        return size;
    }

    long askedAt(int index) {
        return asked[index];
    }

    long waited(int index) {
        return waited[index];
    }

    long doneAt(int index) {
        return done[index];
    }

    private void grow() {
        int length = 2 * size;
        asked = Arrays.copyOf(asked, length);
        waited = Arrays.copyOf(waited, length);
        done = Arrays.copyOf(done, length);
    }
}
