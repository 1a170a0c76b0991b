package io.github.rotatingdatasource.benchmarks.rotation;

import io.github.rotatingdatasource.testkit.Workers;
import java.time.Duration;
import java.util.Locale;

/** How callers use the pool of ten. */
enum Load {
    /** Eight workers, two statements and a commit, 1 to 4 ms of thought in between. */
    SHORT(Workers.Load.shortTransactions(8), 200, Duration.ofMillis(1_100)),
    /** Eight workers that hold a connection for 20 to 50 ms. */
    HELD(Workers.Load.holding(8), 100, Duration.ofMillis(1_300)),
    /** The same with 32 workers: somebody always waits. */
    SATURATED(Workers.Load.holding(32), 50, Duration.ofMillis(2_000));

    private final Workers.Load workers;
    private final int rotations;
    private final Duration window;

    Load(Workers.Load workers, int rotations, Duration window) {
        this.workers = workers;
        this.rotations = rotations;
        this.window = window;
    }

    Workers.Load workers() {
        return workers;
    }

    /** Returns how often to rotate if nobody says. */
    int rotations() {
        return rotations;
    }

    /** Returns a time in which a rotation of ours and its window fit, most of the time. */
    Duration window() {
        return window;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
