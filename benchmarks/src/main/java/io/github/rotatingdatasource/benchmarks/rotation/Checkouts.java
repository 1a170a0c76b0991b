package io.github.rotatingdatasource.benchmarks.rotation;

import java.util.Arrays;

/** When each checkout was asked for ({@code nanoTime}) and how long it took, in nanoseconds. One thread writes. */
final class Checkouts {
    private long[] asked = new long[1 << 12];
    private long[] waited = new long[1 << 12];
    private int size;

    void add(long askedAt, long wait) {
        if (size == asked.length) {
            asked = Arrays.copyOf(asked, 2 * size);
            waited = Arrays.copyOf(waited, 2 * size);
        }
        asked[size] = askedAt;
        waited[size] = wait;
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
}
