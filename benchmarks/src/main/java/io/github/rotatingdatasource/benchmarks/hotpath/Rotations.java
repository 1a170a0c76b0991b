package io.github.rotatingdatasource.benchmarks.hotpath;

import io.github.rotatingdatasource.RotatingDataSource;
import io.github.rotatingdatasource.RotationEvent;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Rotates on demand. */
final class Rotations {
    private static final long POLL_NANOS = 1_000_000;
    private static final long LIMIT_NANOS = 60_000_000_000L;

    private Rotations() {}

    /** Rotates so often, and waits until the old pools are closed. */
    static void make(RotatingDataSource dataSource, int times) {
        for (int i = 0; i < times; i++) {
            rotate(dataSource);
        }
        await(() -> dataSource.status().draining() == 0);
    }

    private static void rotate(RotatingDataSource dataSource) {
        try {
            RotationEvent.Outcome outcome = dataSource.rotateNow();
            if (!(outcome instanceof RotationEvent.Rotated rotated) || rotated.cutOver()) {
                throw new IllegalStateException("wanted a hand-over, found " + outcome);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while rotating", e);
        }
    }

    static void await(BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > LIMIT_NANOS) {
                throw new IllegalStateException("a data source did not get into the state that was waited for");
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }
}
