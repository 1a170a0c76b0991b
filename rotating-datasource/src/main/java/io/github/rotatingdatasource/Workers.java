package io.github.rotatingdatasource;

import java.util.ArrayDeque;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The threads of all data sources of this process, all of them daemons: one timer, which runs nothing foreign, and workers
 * for what may block. Both end by themselves a moment after the last use.
 */
final class Workers {
    private static final long KEEP_ALIVE_MILLIS = 1_000;
    private static final long RETRY_MILLIS = 100;
    private static final ThreadPoolExecutor POOL = new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, KEEP_ALIVE_MILLIS, TimeUnit.MILLISECONDS, new SynchronousQueue<>(), named("worker"));
    private static final ScheduledThreadPoolExecutor TIMER = timer();

    private static final Lane LANE = new Lane();
    private static final ThreadLocal<Boolean> FOREIGN = ThreadLocal.withInitial(() -> false);

    private Workers() {}

    /** Runs {@code task} on a thread of its own, at once, or as soon as the machine has a thread to give. */
    static void run(Runnable task) {
        try {
            POOL.execute(task);
        } catch (OutOfMemoryError noThread) { // what was ordered must be done all the same, when there is one
            later(() -> run(task), RETRY_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** Runs {@code task}, which does not block, on the timer. */
    static void later(Runnable task, long delay, TimeUnit unit) {
        Future<?> unused = TIMER.schedule(task, delay, unit);
    }

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

    static ScheduledThreadPoolExecutor theTimer() {
        return TIMER;
    }

    /** Returns an executor that runs its tasks on workers, one after the other in the order they came. */
    static Executor inTurn() {
        return new InTurn(Workers::run);
    }

    /** Returns the same for tasks that are short while {@code areShort} says so. */
    static Executor inTurn(BooleanSupplier areShort) {
        return new InTurn(task -> (areShort.getAsBoolean() ? LANE : (Executor) Workers::run).execute(task));
    }

    private static ScheduledThreadPoolExecutor timer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, named("timer"));
        timer.setKeepAliveTime(KEEP_ALIVE_MILLIS, TimeUnit.MILLISECONDS);
        timer.allowCoreThreadTimeOut(true);
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    private static ThreadFactory named(String role) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread =
                    new Thread(null, task, "rotating-datasource-" + role + "-" + count.incrementAndGet(), 0, false);
            thread.setDaemon(true);
            thread.setContextClassLoader(Workers.class.getClassLoader()); // not that of whoever came first
            return thread;
        };
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
