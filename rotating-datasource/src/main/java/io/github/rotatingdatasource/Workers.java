package io.github.rotatingdatasource;

import io.github.rotatingdatasource.internal.SharedThreads;
import java.util.ArrayDeque;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** How what may block runs on the threads that all data sources share: in turn, guarded, and known as foreign if it is. */
final class Workers {
    private static final Lane LANE = new Lane();
    private static final ThreadLocal<Boolean> FOREIGN = ThreadLocal.withInitial(() -> false);

    private Workers() {}

    /** Runs {@code task} here; the next one must run whatever becomes of it. */
    static void runGuarded(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            RotationLog.foreignCodeFailed("task", e);
        }
    }

    /** Runs code that is not ours, a source or a listener, on this thread, and returns its answer. */
    static <T> T foreign(Callable<T> code) throws Exception {
        FOREIGN.set(true);
        try {
            return code.call();
        } finally {
            FOREIGN.remove();
        }
    }

    /** Returns whether this thread runs a source or a listener, which must not wait for a rotation: it may be part of one. */
    static boolean runsForeignCode() {
        return FOREIGN.get();
    }

    /** Returns an executor that runs its tasks on workers, one after the other in the order they came. */
    static Executor inTurn() {
        return new InTurn(SharedThreads::run);
    }

    /** Returns the same for tasks that are short while {@code areShort} says so. */
    static Executor inTurn(BooleanSupplier areShort) {
        return new InTurn(task -> (areShort.getAsBoolean() ? LANE : (Executor) SharedThreads::run).execute(task));
    }

    private static final class InTurn implements Executor {
        private final Executor workers;
        private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
        private boolean running;

        InTurn(Executor workers) {
            this.workers = workers;
        }

        @Override
        public void execute(Runnable task) {
            synchronized (waiting) {
                waiting.add(task);
                if (running) {
                    return;
                }
                running = true;
            }
            workers.execute(this::runAll);
        }

        private void runAll() {
            for (Runnable task = next(); task != null; task = next()) {
                runGuarded(task);
            }
        }

        private @Nullable Runnable next() {
            synchronized (waiting) {
                Runnable task = waiting.poll();
                running = task != null;
                return task;
            }
        }
    }
}
