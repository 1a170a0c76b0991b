package io.github.rotatingdatasource.samples.quickstart;

import io.github.rotatingdatasource.testkit.Work;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import javax.sql.DataSource;

/**
 * Eight threads that run short transactions, one after the other, with 1 to 4 ms in between: as any application, they
 * know of a data source and nothing else. They work from the beginning until {@link #close()}.
 */
final class Load implements AutoCloseable {
    static final int WORKERS = 8;

    private static final long LEAST_PAUSE = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long MOST_PAUSE = TimeUnit.MILLISECONDS.toNanos(4);

    private final DataSource dataSource;
    private final Measurements measurements;
    private final Work work = Work.shortTransaction();
    private final List<Thread> threads;
    private volatile boolean isOver;

    private Load(String name, DataSource dataSource, Measurements measurements) {
        this.dataSource = dataSource;
        this.measurements = measurements;
        this.threads = IntStream.rangeClosed(1, WORKERS)
                .mapToObj(i -> new Thread(this::run, name + "-worker-" + i))
                .toList();
    }

    static Load start(String name, DataSource dataSource, Measurements measurements) {
        Load load = new Load(name, dataSource, measurements);
        load.threads.forEach(thread -> thread.setDaemon(true));
        load.threads.forEach(Thread::start);
        return load;
    }

    /** Lets no worker begin anything more. What fails from now on does not count: the server may be stopping. */
    void end() {
        isOver = true;
    }

    /** Ends the load, and returns when the last worker is through. */
    @Override
    public void close() {
        end();
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        SplittableRandom random = new SplittableRandom();
        while (!isOver) {
            transact(random);
            LockSupport.parkNanos(random.nextLong(LEAST_PAUSE, MOST_PAUSE));
        }
    }

    private void transact(SplittableRandom random) {
        long asked = System.nanoTime();
        try (Connection connection = dataSource.getConnection()) {
            measurements.checkedOut(System.nanoTime() - asked);
            work.run(connection, random);
            measurements.committed();
        } catch (SQLException | RuntimeException failure) {
            if (!isOver) {
                measurements.failed(failure);
            }
        }
    }
}
