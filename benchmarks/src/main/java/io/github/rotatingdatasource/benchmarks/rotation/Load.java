package io.github.rotatingdatasource.benchmarks.rotation;

import io.github.rotatingdatasource.testkit.Workers;
import java.time.Duration;
import java.util.Locale;

/** How callers use the pool of ten. */
enum Load {
    /** Eight workers, two statements and a commit, 1 to 4 ms of thought in between. */
    SHORT(8, 200, 1_100),
    /** Eight workers that hold a connection for 20 to 50 ms. */
    HELD(8, 100, 1_300),
    /** The same with 32 workers: somebody always waits. */
    SATURATED(32, 50, 2_000);

    private final int threads;
    private final int rotations;
    private final int windowMillis;

    Load(int threads, int rotations, int windowMillis) {
        this.threads = threads;
        this.rotations = rotations;
        this.windowMillis = windowMillis;
    }

    Workers.Load workers() {
        return this == SHORT ? Workers.Load.shortTransactions(threads) : Workers.Load.holding(threads);
    }

    /** Returns how often to rotate if nobody says. */
    int rotations() {
        return rotations;
    }

    /** Returns a time in which a rotation of ours and its window fit, most of the time. */
    Duration window() {
        return Duration.ofMillis(windowMillis);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
