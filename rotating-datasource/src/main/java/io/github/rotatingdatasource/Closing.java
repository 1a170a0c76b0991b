package io.github.rotatingdatasource;

import java.time.Duration;
import java.util.List;
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

    /** Closes the pools of the data source {@code name} at once, whatever is out, and waits for that. */
    static void close(List<Generation> generations, String name) {
        CountDownLatch open = new CountDownLatch(generations.size());
        generations.forEach(one -> one.pool().inTurn(() -> {
            try {
                closeNow(one.pool());
            } catch (Throwable e) { // of HikariCP or a driver: the others are closed all the same
                RotationLog.stepFailed(name, e);
            } finally {
                open.countDown();
            }
        }));
        await(open, name);
    }

    /** Whoever waits in the pool is moved on first. On a worker. */
    private static void closeNow(Pool pool) {
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

    private static void await(CountDownLatch open, String name) {
        try {
            if (!open.await(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                RotationLog.closeIsSlow(name, open.getCount());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the pools are being closed all the same
        }
    }

    /**
     * Waits for the pools of a suspension for as long as {@code limit}, and returns whether they are closed. On a worker, where an
     * interrupt means nothing.
     */
    static boolean await(CompletableFuture<?> drained, Duration limit) {
        long until = System.nanoTime() + limit.toNanos();
        while (true) {
            try {
                drained.get(until - System.nanoTime(), TimeUnit.NANOSECONDS);
                return true;
            } catch (InterruptedException meansNothing) {
                // what is waited for is to be gone all the same
            } catch (TimeoutException e) {
                return false;
            } catch (ExecutionException e) {
                throw new IllegalStateException("nothing completes a drain exceptionally", e);
            }
        }
    }
}
