package io.github.rotatingdatasource.benchmarks.rotation;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.rotatingdatasource.source.Credential;
import io.github.rotatingdatasource.source.Lease;
import io.github.rotatingdatasource.testkit.CountedSockets;
import io.github.rotatingdatasource.testkit.IssuedLease;
import io.github.rotatingdatasource.testkit.LeaseServer;
import io.github.rotatingdatasource.testkit.SocketCount;
import io.github.rotatingdatasource.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A real PostgreSQL, users that come and go as Vault makes them, and how a pool of ten is set up. */
final class Rig implements AutoCloseable {
    static final int POOL = 10;

    private static final String SOCKETS = "pool";
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final Duration POLL = Duration.ofMillis(1);

    private final TestDatabase database;
    private final LeaseServer leases;
    private final Connection admin;
    private final PreparedStatement sessions;

    Rig() throws SQLException {
        this.database = TestDatabase.start();
        database.createAccountsTable();
        this.leases = LeaseServer.on(database);
        this.admin = database.admin();
        this.sessions = admin.prepareStatement("SELECT count(*) FROM pg_stat_activity WHERE usename = ?");
    }

    LeaseServer leases() {
        return leases;
    }

    SocketCount sockets() {
        return CountedSockets.count(SOCKETS);
    }

    String serverVersion() throws SQLException {
        return admin.getMetaData().getDatabaseProductVersion();
    }

    /** Returns the settings of a pool of ten without a login, whose connections are counted. */
    HikariConfig pool() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(database.url());
        config.setMaximumPoolSize(POOL);
        CountedSockets.driverProperties(SOCKETS).forEach(config::addDataSourceProperty);
        return config;
    }

    /** Returns a bare pool for one login. */
    HikariDataSource hikari(IssuedLease lease) {
        HikariConfig config = pool();
        config.setUsername(lease.username());
        config.setPassword(lease.password());
        return new HikariDataSource(config);
    }

    /** Returns how many sessions the user of {@code lease} has, as the server sees it, at the cost of one statement. */
    int sessionsOf(IssuedLease lease) throws SQLException {
        sessions.setString(1, lease.username());
        try (ResultSet row = sessions.executeQuery()) {
            row.next();
            return row.getInt(1);
        }
    }

    static Credential credential(IssuedLease lease) {
        return new Credential(lease.username(), lease.password(), Lease.unknown());
    }

    /** Waits until {@code condition} holds, asking each millisecond. */
    static void await(String what, BooleanSupplier condition) {
        await(what, POLL, condition);
    }

    /** Waits until {@code condition} holds, asking so often. */
    static void await(String what, Duration poll, BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > LIMIT.toNanos()) {
                throw new IllegalStateException("waited " + LIMIT + " in vain until " + what);
            }
            LockSupport.parkNanos(poll.toNanos());
        }
    }

    @Override
    public void close() throws SQLException {
        leases.close();
        admin.close();
        database.close();
    }
}
