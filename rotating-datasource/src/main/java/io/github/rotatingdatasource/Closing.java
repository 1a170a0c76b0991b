package io.github.rotatingdatasource;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/** How the pools of a data source end, when it is closed or suspended. */
final class Closing {
    /** How long pools may take to close, whatever was waited for before. */
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static final int SWEEPS = 60;
    /** So many looks in a row find nobody waiting before a pool is closed: somebody may be on the way to it. */
    private static final int QUIET_SWEEPS = 10;

    private Closing() {}

    /** Closes a pool at once, whatever is out; whoever waits in it is moved on first. On a worker. */
    static void closeNow(Pool pool) {
        int quiet = 0;
        for (int i = 0; i < SWEEPS && quiet < QUIET_SWEEPS; i++) {
            quiet = isStillWaiting(pool) ? 0 : quiet + 1;
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        pool.close();
    }

    private static boolean isStillWaiting(Pool pool) {
        Drain.sweep(pool, true);
        return pool.waiting() > 0;
    }

    /** Waits until all pools of the data source {@code name} are closed, which count down {@code open}. */
    static void await(CountDownLatch open, String name) {
        try {
            if (!open.await(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                RotationLog.closeIsSlow(name, open.getCount());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the pools are being closed all the same
        }
    }

    /**
     * Waits until pools that have {@code drainLimit} to drain are closed, and returns whether they are. An interrupt is kept for
     * later: what must be gone before a checkpoint would not be gone.
     */
    static boolean await(CompletableFuture<Boolean> drained, Duration drainLimit) {
        try {
            return drained.get(drainLimit.plus(LIMIT).toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            boolean isDrained = await(drained, drainLimit);
            Thread.currentThread().interrupt();
            return isDrained;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("nothing completes a drain exceptionally", e);
        }
    }
}
