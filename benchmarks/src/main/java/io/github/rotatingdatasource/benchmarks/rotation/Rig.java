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
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A real PostgreSQL, users that come and go as Vault makes them, and how a pool is set up. */
final class Rig implements AutoCloseable {
    private static final String SOCKETS = "pool";
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final Duration POLL = Duration.ofMillis(1);

    /**
     * How long old sessions are waited for. One that outlives this stays: it counts as open when the role is revoked.
     */
    private static final Duration PATIENCE = Duration.ofMillis(500);

    /** Often enough for a window of half a second, and seldom enough to cost nothing. */
    private static final Duration SELDOM = Duration.ofMillis(5);

    private final Source source = new Source();
    private final int poolSize;
    private final TestDatabase database;
    private final LeaseServer leases;
    private final Connection admin;
    private final PreparedStatement sessions;

    /** Creates a database for a pool of that size, where a login takes so much longer than it does by itself. */
    Rig(int poolSize, Duration loginDelay) throws SQLException {
        this.poolSize = poolSize;
        CountedSockets.count(SOCKETS).delay(loginDelay);
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

    /** Returns what the source of a way that has one is like. */
    Source source() {
        return source;
    }

    /** Returns how many logins the server has refused. */
    long refusedLogins() throws IOException {
        return database.refusedLogins();
    }

    int poolSize() {
        return poolSize;
    }

    /** Ends a session of one of the users, as an operator or a proxy may, if there is one. */
    void killOne() throws SQLException {
        database.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename LIKE 'v-%'"
                + " ORDER BY random() LIMIT 1");
    }

    String url() {
        return database.url();
    }

    /** Returns what makes the driver count connections. */
    static Map<String, String> driverProperties() {
        return CountedSockets.driverProperties(SOCKETS);
    }

    /** Returns a login as the driver takes it; the properties are the caller's. */
    static Properties login(IssuedLease lease) {
        Properties login = new Properties();
        login.setProperty("user", lease.username());
        login.setProperty("password", lease.password());
        return login;
    }

    /** Returns the settings of a pool without a login, whose connections are counted. */
    HikariConfig pool() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(database.url());
        config.setMaximumPoolSize(poolSize);
        driverProperties().forEach(config::addDataSourceProperty);
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
    synchronized int sessionsOf(IssuedLease lease) throws SQLException {
        sessions.setString(1, lease.username());
        try (ResultSet row = sessions.executeQuery()) {
            row.next();
            return row.getInt(1);
        }
    }

    /** Waits until that user has no session, but not for long. */
    void awaitGone(IssuedLease before) {
        awaitAtMost(PATIENCE, SELDOM, () -> hasNone(before));
    }

    private boolean hasNone(IssuedLease before) {
        try {
            return sessionsOf(before) == 0;
        } catch (SQLException e) {
            throw new IllegalStateException("cannot count sessions", e);
        }
    }

    /** Waits until a pool of HikariCP is full. */
    void awaitFull(HikariDataSource pool) {
        await("the pool is full", () -> pool.getHikariPoolMXBean().getTotalConnections() == poolSize);
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
        if (!awaitAtMost(LIMIT, poll, condition)) {
            throw new IllegalStateException("waited " + LIMIT + " in vain until " + what);
        }
    }

    /** Waits until {@code condition} holds, asking so often, and returns whether it does within {@code limit}. */
    static boolean awaitAtMost(Duration limit, Duration poll, BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > limit.toNanos()) {
                return false;
            }
            LockSupport.parkNanos(poll.toNanos());
        }
        return true;
    }

    @Override
    public void close() throws SQLException {
        leases.close();
        admin.close();
        database.close();
    }
}
