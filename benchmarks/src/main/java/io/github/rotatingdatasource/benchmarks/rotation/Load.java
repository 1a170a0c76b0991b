package io.github.rotatingdatasource.benchmarks.rotation;

import io.github.rotatingdatasource.testkit.Workers;
import java.time.Duration;
import java.util.Locale;

/** How callers use the pool of ten. */
enum Load {
    /** Eight workers, two statements and a commit, 1 to 4 ms of thought in between. */
    SHORT(8, 40, 1_100),
    /** Eight workers that hold a connection for 20 to 50 ms. */
    HELD(8, 30, 1_300),
    /** The same with 32 workers: somebody always waits. */
    SATURATED(32, 20, 2_000);

    private static final int FEW = 10;

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

    /** Returns how often to rotate if nobody says: fewer times where one way is much like another, or slow. */
    int rotations(Way.Kind way) {
        return switch (way) {
            case ROTATING, PROVIDER, SECOND_POOL, NONE -> rotations;
            default -> FEW;
        };
    }

    /** Returns how long the window of a rotation lasts at least: a rotation and half a second fit in, most of the time. */
    Duration window() {
        return Duration.ofMillis(windowMillis);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
