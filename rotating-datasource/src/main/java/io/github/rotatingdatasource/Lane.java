package io.github.rotatingdatasource;

import io.github.rotatingdatasource.internal.SharedThreads;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs what is short, as a look at a file, on one worker for all data sources, so that a thousand of them need no more. What turns
 * out not to be short holds up the others for a moment only: then there are twice as many workers.
 */
final class Lane implements Executor {
    private static final long PATIENCE_MILLIS = 10;

    private final Executor starter;
    private final Executor afterAWhile;
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private int workers;
    private long begun;
    private boolean watched;

    Lane() {
        this(SharedThreads::run, help -> SharedThreads.later(help, PATIENCE_MILLIS, TimeUnit.MILLISECONDS));
    }

    /** Creates one whose workers {@code starter} starts, and which looks after them by {@code afterAWhile}. */
    Lane(Executor starter, Executor afterAWhile) {
        this.starter = starter;
        this.afterAWhile = afterAWhile;
    }

    /** Runs {@code task} soon; what it throws is logged. */
    @Override
    public void execute(Runnable task) {
        boolean isFirst;
        synchronized (waiting) {
            waiting.add(task);
            isFirst = workers == 0;
            workers += isFirst ? 1 : 0;
            if (!isFirst && !watched) {
                watched = true;
                watch(begun);
            }
        }
        if (isFirst) {
            starter.execute(this::runAll);
        }
    }

    private void watch(long before) {
        afterAWhile.execute(() -> help(before));
    }

    /** Doubles the workers if none of them has begun anything since {@code before} was read. */
    private void help(long before) {
        int more;
        synchronized (waiting) {
            watched = !waiting.isEmpty();
            more = begun == before ? Math.min(workers, waiting.size()) : 0;
            workers += more;
            if (watched) {
                watch(begun);
            }
        }
        for (int i = 0; i < more; i++) {
            starter.execute(this::runAll);
        }
    }

    private void runAll() {
        for (Runnable task = next(); task != null; task = next()) {
            Workers.runGuarded(task);
            Thread.interrupted(); // it was meant for that task
        }
    }

    private @Nullable Runnable next() {
        synchronized (waiting) {
            Runnable task = waiting.poll();
            if (task == null) {
                workers--;
            } else {
                begun++;
            }
            return task;
        }
    }
}
