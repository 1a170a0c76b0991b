package io.github.rotatingdatasource.benchmarks.rotation;

import io.github.rotatingdatasource.testkit.IssuedLease;
import java.util.Locale;
import javax.sql.DataSource;

/** A way to change the login of a pool that is in use. */
interface Way extends AutoCloseable {
    /** The ways, in the order in which they are shown. */
    enum Kind {
        /** The data source of this project. */
        ROTATING,
        /** HikariCP with a credentials provider, and soft eviction. */
        PROVIDER,
        /** A second pool, filled before it takes over. */
        SECOND_POOL,
        /** No rotation at all. */
        NONE;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Returns what the workers use. */
    DataSource dataSource();

    /** Changes the login, and returns when no connection of the one before is open. */
    void rotate(IssuedLease next) throws Exception;

    @Override
    void close();
}
