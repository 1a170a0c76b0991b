package io.github.rotatingdatasource.benchmarks.rotation;

import io.github.rotatingdatasource.benchmarks.support.PlainDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;

/**
 * Writes down when each connection was asked for and how long it took, that of failed ones included. The testkit's report does
 * so too, but gives percentiles of one stretch of time only, and here they are wanted over many.
 */
final class TimedDataSource extends PlainDataSource {
    private final DataSource behind;
    private final List<Checkouts> all = new CopyOnWriteArrayList<>();
    private final ThreadLocal<Checkouts> own = ThreadLocal.withInitial(this::create);

    TimedDataSource(DataSource behind) {
        this.behind = behind;
    }

    private Checkouts create() {
        Checkouts checkouts = new Checkouts();
        all.add(checkouts);
        return checkouts;
    }

    @Override
    public Connection getConnection() throws SQLException {
        Checkouts checkouts = own.get();
        long asked = System.nanoTime();
        try {
            return behind.getConnection();
        } finally {
            checkouts.add(asked, System.nanoTime() - asked);
        }
    }

    /** Returns what was written down, when all threads have ended. */
    List<Checkouts> checkouts() {
        return all;
    }
}
