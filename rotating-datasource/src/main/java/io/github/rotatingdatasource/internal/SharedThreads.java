package io.github.rotatingdatasource.internal;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of all data sources of this process, all of them daemons: one timer, which runs nothing foreign, and workers
 * for what may block. Both end by themselves a moment after the last use.
 */
public final class SharedThreads {
    private static final long KEEP_ALIVE_MILLIS = 1_000;
    private static final long RETRY_MILLIS = 100;
    private static final ThreadPoolExecutor WORKERS = new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, KEEP_ALIVE_MILLIS, TimeUnit.MILLISECONDS, new SynchronousQueue<>(), named("worker"));
    private static final ScheduledThreadPoolExecutor TIMER = newTimer();

    private SharedThreads() {}

    /** Runs {@code task} on a thread of its own, at once, or as soon as the machine has a thread to give. */
    public static void run(Runnable task) {
        try {
            WORKERS.execute(task);
        } catch (OutOfMemoryError noThread) { // what was ordered must be done all the same, when there is one
            later(() -> run(task), RETRY_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** Runs {@code task}, which does not block, on the timer. */
    public static void later(Runnable task, long delay, TimeUnit unit) {
        Future<?> unused = TIMER.schedule(task, delay, unit);
    }

    /** Runs {@code task}, which does not block, on the timer, now and {@code pause} after each time it has ended. */
    public static Future<?> repeatedly(Runnable task, Duration pause) {
        return TIMER.scheduleWithFixedDelay(task, 0, pause.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Returns the timer, for tasks that do not block. */
    public static ScheduledThreadPoolExecutor timer() {
        return TIMER;
    }

    private static ScheduledThreadPoolExecutor newTimer() {
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
            thread.setContextClassLoader(SharedThreads.class.getClassLoader()); // not that of whoever came first
            return thread;
        };
    }
}
