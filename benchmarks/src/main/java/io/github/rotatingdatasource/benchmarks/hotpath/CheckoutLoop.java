package io.github.rotatingdatasource.benchmarks.hotpath;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Takes connections out of a data source and gives them back, as fast as it can. Not safe for use by several threads. */
final class CheckoutLoop {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int BATCH = 500;

    private final DataSource dataSource;

    /** Keeps the compiler from finding out that nobody needs the connection. */
    private @Nullable Connection last;

    CheckoutLoop(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    void run(int times) throws SQLException {
        for (int i = 0; i < times; i++) {
            Connection connection = dataSource.getConnection();
            last = connection;
            connection.close();
        }
    }

    /** Does so for {@code nanos} nanoseconds or a little more. */
    Checkouts take(long nanos) throws SQLException {
        long start = System.nanoTime();
        long cpuBefore = THREADS.getCurrentThreadCpuTime();
        int times = 0;
        do {
            run(BATCH);
            times += BATCH;
        } while (System.nanoTime() - start < nanos);
        return new Checkouts(times, THREADS.getCurrentThreadCpuTime() - cpuBefore);
    }

    @Override
    public String toString() {
        return "CheckoutLoop[" + last + "]";
    }
}
