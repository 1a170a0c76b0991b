package io.github.rotatingdatasource.benchmarks.hotpath;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.sql.SQLException;
import javax.sql.DataSource;

/** A data source and a loop of its own. */
record Subject(String name, DataSource dataSource, Loop loop) {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int CHECKOUTS = 1_000_000;

    Subject(String name, DataSource dataSource) {
        this(name, dataSource, OwnLoops.create());
    }

    double nanosPerCheckout(long nanos) throws SQLException {
        return loop.nanosPerCheckout(dataSource, nanos);
    }

    /** Returns how many bytes this thread allocates for a checkout and its return. */
    double bytesPerCheckout() throws SQLException {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        loop.run(dataSource, CHECKOUTS);
        return (double) (THREADS.getCurrentThreadAllocatedBytes() - before) / CHECKOUTS;
    }
}
