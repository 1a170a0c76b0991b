package io.github.rotatingdatasource.benchmarks.hotpath;

import com.zaxxer.hikari.HikariDataSource;
import io.github.rotatingdatasource.RotatingDataSource;
import java.sql.SQLException;

/** Bare HikariCP. */
public final class HikariWorld implements World {
    private final HikariDataSource dataSource = new HikariDataSource(new StubDatabase().pool("hikari"));
    private final CheckoutLoop loop = new CheckoutLoop(dataSource);

    /** Called by {@link OwnClasses}. */
    public HikariWorld() {}

    @Override
    public void checkOut(int times) throws SQLException {
        loop.run(times);
    }

    @Override
    public double nanosPerCheckout(long nanos) throws SQLException {
        return loop.nanosPerCheckout(nanos);
    }

    @Override
    public void seeAllStates() throws SQLException {
        States.seeAll();
    }

    @Override
    public void rotate(int times) throws SQLException {
        try (RotatingDataSource other = new StubDatabase().rotating("other")) {
            Rotations.make(other, times);
        }
    }

    @Override
    public void close() {
        dataSource.close();
    }
}
