package io.github.rotatingdatasource.benchmarks.hotpath;

import java.sql.SQLException;
import javax.sql.DataSource;

/** Takes connections out of a data source and gives them back, as fast as it can. Not safe for use by several threads. */
public interface Loop {
    /** Does it {@code times} times. */
    void run(DataSource dataSource, int times) throws SQLException;

    /**
     * Does it for {@code nanos} nanoseconds or a little more, and returns how many one time took, in time of this thread on a
     * processor: what other processes do meanwhile does not count.
     */
    double nanosPerCheckout(DataSource dataSource, long nanos) throws SQLException;
}
