package io.github.rotatingdatasource.benchmarks.hotpath;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The loop. {@link OwnLoops} loads this class anew for each data source, so that the compiler sees one kind of data source only
 * where {@link DataSource#getConnection()} is called, as it does in a user's process.
 */
public final class CheckoutLoop implements Loop {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int BATCH = 500;

    /** Keeps the compiler from finding out that nobody needs the connection. */
    private @Nullable Connection last;

    /** Called by {@link OwnLoops}. */
    public CheckoutLoop() {}

    @Override
    public void run(DataSource dataSource, int times) throws SQLException {
        for (int i = 0; i < times; i++) {
            Connection connection = dataSource.getConnection();
            last = connection;
            connection.close();
        }
    }

    @Override
    public double nanosPerCheckout(DataSource dataSource, long nanos) throws SQLException {
        long start = System.nanoTime();
        long cpuBefore = THREADS.getCurrentThreadCpuTime();
        int times = 0;
        do {
            run(dataSource, BATCH);
            times += BATCH;
        } while (System.nanoTime() - start < nanos);
        return (double) (THREADS.getCurrentThreadCpuTime() - cpuBefore) / times;
    }

    @Override
    public String toString() {
        return "CheckoutLoop[" + last + "]";
    }
}
