package io.github.rotatingdatasource.drills;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.sql.DataSource;

/** Callers who ask once, and wait. */
final class Waiters {
    private static final int COUNT = 5;

    private final DataSource dataSource;
    private final List<Thread> threads = new ArrayList<>();
    private final Queue<Long> freed = new ConcurrentLinkedQueue<>();
    private final Queue<Exception> failures = new ConcurrentLinkedQueue<>();

    private Waiters(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    static Waiters start(DataSource dataSource) {
        Waiters all = new Waiters(dataSource);
        for (int i = 0; i < COUNT; i++) {
            Thread thread = new Thread(all::ask, "waiter-" + i);
            thread.setDaemon(true);
            all.threads.add(thread);
            thread.start();
        }
        return all;
    }

    private void ask() {
        try {
            Connection connection = dataSource.getConnection();
            freed.add(System.nanoTime());
            connection.close();
        } catch (SQLException | RuntimeException failure) {
            freed.add(System.nanoTime());
            failures.add(failure);
        }
    }

    /** Returns when the last one was free, counted from {@code nanoTime}; negative if that was before. */
    Duration lastFreed(long nanoTime) throws Exception {
        Watch.until("the waiters are free", () -> freed.size() == COUNT);
        return Duration.ofNanos(
                freed.stream().mapToLong(at -> at - nanoTime).max().orElseThrow());
    }

    Queue<Exception> failures() {
        return failures;
    }
}
