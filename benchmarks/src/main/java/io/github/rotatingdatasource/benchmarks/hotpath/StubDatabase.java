package io.github.rotatingdatasource.benchmarks.hotpath;

import com.zaxxer.hikari.HikariConfig;
import io.github.rotatingdatasource.RotatingDataSource;
import io.github.rotatingdatasource.benchmarks.support.PlainDataSource;
import io.github.rotatingdatasource.source.Credential;
import io.github.rotatingdatasource.source.Lease;
import java.sql.Connection;
import java.sql.SQLException;

/** A database that accepts every login and costs nothing. Safe for use by several threads. */
public final class StubDatabase extends PlainDataSource {
    static final int POOL = 10;

    private static final Credential LOGIN = new Credential("stub", "stub", Lease.unknown());

    /** Creates one. */
    public StubDatabase() {}

    @Override
    public Connection getConnection() {
        return new StubConnection();
    }

    @Override
    public Connection getConnection(String username, String password) {
        return getConnection();
    }

    /** Returns the settings of a pool of ten. */
    HikariConfig pool(String name) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setMaximumPoolSize(POOL);
        config.setDataSource(this);
        return config;
    }

    /** Returns a data source of ours, in front of such a pool, that rotates when it is told to. */
    RotatingDataSource rotating(String name) throws SQLException {
        return RotatingDataSource.builder().pool(pool(name)).source(() -> LOGIN).build();
    }
}
