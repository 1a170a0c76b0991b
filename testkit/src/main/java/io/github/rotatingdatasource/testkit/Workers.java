package io.github.rotatingdatasource.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.sql.DataSource;

/**
 * Threads that take connections out of a data source, use them, give them back, think for a moment, and write down how
 * long each checkout took and what failed.
 *
 * <p>They start at once and work until {@link #stop()}. Think times and the like are drawn from random numbers with a
 * fixed seed per worker. Thread-safe.
 */
public final class Workers implements AutoCloseable {
    private static final Duration STOP_LIMIT = Duration.ofMinutes(2);
    private static final long SEED = 42;

    private final List<Worker> workers;
    private final List<Thread> threads = new ArrayList<>();
    private final long started = System.nanoTime();
    private volatile boolean working = true;

    private Workers(DataSource dataSource, Load load) {
        SplittableRandom seeds = new SplittableRandom(SEED);
        this.workers = IntStream.range(0, load.threads())
                .mapToObj(i -> new Worker(
                        dataSource, load.work(), load.leastThink(), load.mostThink(), seeds.split(), () -> working))
                .toList();
    }

    /**
     * How much load to make, of what.
     *
     * @param threads how many workers there are
     * @param work what each does with a connection
     * @param leastThink how long a worker waits at least, without a connection, before it takes the next one
     * @param mostThink how long it waits at most
     */
    public record Load(int threads, Work work, Duration leastThink, Duration mostThink) {
        /** Checks that there is somebody to work, and that the think time is a range. */
        public Load {
            if (threads < 1) {
                throw new IllegalArgumentException("there must be a thread at least, but threads is " + threads);
            }
            if (leastThink.isNegative() || mostThink.compareTo(leastThink) < 0) {
                throw new IllegalArgumentException(
                        "think time must be a range, but is " + leastThink + ", " + mostThink);
            }
        }

        /** Returns the load of so many threads that run short transactions and think for 1 to 4 ms in between. */
        public static Load shortTransactions(int threads) {
            return new Load(threads, Work.shortTransaction(), Duration.ofMillis(1), Duration.ofMillis(4));
        }

        /** Returns the load of so many threads that hold each connection for 20 to 50 ms and think for 1 to 4 ms. */
        public static Load holding(int threads) {
            Work work = Work.hold(Duration.ofMillis(20), Duration.ofMillis(50));
            return new Load(threads, work, Duration.ofMillis(1), Duration.ofMillis(4));
        }
    }

    /** Starts so many workers that run short transactions; see {@link TestDatabase#createAccountsTable()}. */
    public static Workers start(DataSource dataSource, int threads) {
        return start(dataSource, Load.shortTransactions(threads));
    }

    /** Starts the workers that {@code load} describes. */
    public static Workers start(DataSource dataSource, Load load) {
        Workers all = new Workers(dataSource, load);
        all.begin();
        return all;
    }

    /**
     * Lets every worker finish what it is at, waits for them, and returns what they have measured.
     *
     * @throws IllegalStateException if a worker does not come back within two minutes, or the caller is interrupted
     */
    public synchronized WorkReport stop() {
        working = false;
        threads.forEach(Workers::join);
        return new WorkReport(workers, started, System.nanoTime());
    }

    /** The same as {@link #stop()}, for a drill that fails before it asks for the report. */
    @Override
    public void close() {
        stop();
    }

    private synchronized void begin() {
        for (Worker worker : workers) {
            Thread thread = new Thread(worker, "testkit-worker-" + (threads.size() + 1));
            thread.setDaemon(true);
            threads.add(thread);
        }
        threads.forEach(Thread::start);
    }

    private static void join(Thread thread) {
        try {
            thread.join(TimeUnit.MILLISECONDS.convert(STOP_LIMIT));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + thread.getName(), interrupted);
        }
        if (thread.isAlive()) {
            throw new IllegalStateException(thread.getName() + " did not stop within " + STOP_LIMIT);
        }
    }
}
