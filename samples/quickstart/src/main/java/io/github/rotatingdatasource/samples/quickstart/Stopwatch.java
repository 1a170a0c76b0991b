package io.github.rotatingdatasource.samples.quickstart;

import java.time.Duration;

/** Tells how long ago something began. Immutable. */
record Stopwatch(long startedNanos) {
    static Stopwatch start() {
        return new Stopwatch(System.nanoTime());
    }

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - startedNanos);
    }
}
