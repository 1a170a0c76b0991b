package io.github.rotatingdatasource.benchmarks.hotpath;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.sql.SQLException;

/**
 * A data source in a world of its own.
 *
 * @param base the name of the subject that it is compared with
 */
record Subject(String name, String base, World world) implements AutoCloseable {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int CHECKOUTS = 1_000_000;

    Subject(String name, String base, Class<? extends World> type) {
        this(name, base, OwnClasses.create(type));
    }

    double nanosPerCheckout(long nanos, int threads) throws Exception {
        return world.nanosPerCheckout(nanos, threads);
    }

    /** Returns how many bytes this thread allocates for a checkout and its return. */
    double bytesPerCheckout() throws SQLException {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        world.checkOut(CHECKOUTS);
        return (double) (THREADS.getCurrentThreadAllocatedBytes() - before) / CHECKOUTS;
    }

    @Override
    public void close() {
        world.close();
    }
}
