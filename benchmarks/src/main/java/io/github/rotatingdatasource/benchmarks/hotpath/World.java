package io.github.rotatingdatasource.benchmarks.hotpath;

import java.sql.SQLException;

/**
 * A data source together with classes of its own, HikariCP's included: {@link OwnClasses} loads them anew for each world, so that
 * the compiler learns from one data source only, as it does in a user's process. This interface is common to all worlds.
 */
public interface World extends AutoCloseable {
    /** Takes a connection and gives it back, {@code times} times. */
    void checkOut(int times) throws SQLException;

    /**
     * Lets so many threads do it for {@code nanos} nanoseconds or a little more, and returns how many one time took, in time of the
     * threads on a processor: what other processes do meanwhile does not count.
     */
    double nanosPerCheckout(long nanos, int threads) throws Exception;

    /** Lets the code in this world see every state of a checkout of ours, on other data sources. */
    void seeAllStates() throws SQLException;

    /** Rotates so often: the data source that is measured if it is ours, else another one, so that HikariCP sees the same. */
    void rotate(int times) throws SQLException;

    @Override
    void close();
}
