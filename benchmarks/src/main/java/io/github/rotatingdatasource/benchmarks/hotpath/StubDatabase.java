package io.github.rotatingdatasource.benchmarks.hotpath;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.github.rotatingdatasource.RotatingDataSource;
import io.github.rotatingdatasource.RotatingDataSourceBuilder;
import io.github.rotatingdatasource.benchmarks.support.PlainDataSource;
import io.github.rotatingdatasource.source.Credential;
import io.github.rotatingdatasource.source.Lease;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

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

    /** Returns the same with metrics. */
    HikariConfig poolWithMetrics(String name) {
        HikariConfig config = pool(name);
        config.setMetricsTrackerFactory(new MicrometerMetricsTrackerFactory(new SimpleMeterRegistry()));
        return config;
    }

    static Credential login() {
        return LOGIN;
    }

    /** Returns what makes a data source of ours in front of such a pool. */
    RotatingDataSourceBuilder builder(String name) {
        return RotatingDataSource.builder().pool(pool(name)).source(StubDatabase::login);
    }

    /** Returns a data source of ours, in front of such a pool, that rotates when it is told to. */
    RotatingDataSource rotating(String name) throws SQLException {
        return builder(name).build();
    }

    /** Returns a pool of ten of Agroal. */
    static AgroalDataSource agroal() throws SQLException {
        return AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(pool -> pool.initialSize(POOL)
                        .maxSize(POOL)
                        .acquisitionTimeout(Duration.ofSeconds(30)) // it waits without end otherwise
                        .connectionFactoryConfiguration(
                                factory -> factory.connectionProviderClass(StubDatabase.class))));
    }
}
