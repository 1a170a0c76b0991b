package io.github.rotatingdatasource.testkit;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.postgresql.Driver;

/**
 * A PostgreSQL of our own that checks passwords (SCRAM) for every user, with an empty database {@value #NAME}.
 *
 * <p>It is an embedded server, unpacked and started below the system's temporary directory, unless the system property
 * {@value #PROPERTY} is {@code docker}: then it is a container (with Testcontainers on the class path) from the image
 * that the environment variable {@code POSTGRES_IMAGE} names, {@code postgres:18} by default.
 *
 * <p>Thread-safe. What is not closed is closed, and its directory deleted, when the JVM exits.
 */
public final class TestDatabase implements AutoCloseable {
    /** The system property that selects the kind of server: {@code docker}, or anything else for an embedded one. */
    public static final String PROPERTY = "rotating.testkit.postgres";

    /** The database's name. */
    public static final String NAME = "app";

    /** The superuser's name. */
    public static final String SUPERUSER = "postgres";

    /** The group role that {@link #createAccountsTable()} grants the table to. */
    public static final String GROUP = "app";

    /** How many rows {@link #createAccountsTable()} makes, with ids from 1. */
    public static final int ACCOUNTS = 100;

    private static final Set<String> RESERVED_SETTINGS = Set.of(
            "port", "listen_addresses", "log_line_prefix", "lc_messages", "logging_collector", "log_destination");
    private final Driver driver = new Driver();
    private final ReentrantLock grants = new ReentrantLock();
    private final Startup startup = new Startup(this);
    private final Server server;
    private final long refusedWhileStarting;

    private TestDatabase(Server server) throws IOException, SQLException {
        this.server = server;
        if (server.isOurs()) {
            try (Connection connection = connect("postgres", SUPERUSER, server.password())) {
                run(connection, "CREATE DATABASE " + NAME);
            }
        }
        startup.verifyThatPasswordsAreChecked();
        this.refusedWhileStarting = server.isOurs() ? startup.awaitTheRefusalInTheLog() : 0;
    }

    /** Starts a database with the server's own settings. Takes one second to a few, so share it where you can. */
    public static TestDatabase start() {
        return start(Map.of());
    }

    /**
     * Starts a database.
     *
     * @param settings the server's settings, such as {@code max_connections}, by name
     * @throws IllegalStateException if the server does not start, or does not check passwords
     */
    public static TestDatabase start(Map<String, String> settings) {
        settings.forEach(TestDatabase::check);
        try {
            return start(
                    "docker".equals(System.getProperty(PROPERTY))
                            ? DockerServer.start(settings)
                            : EmbeddedServer.start(settings));
        } catch (IOException | SQLException failure) {
            throw new IllegalStateException("could not start a postgresql with settings " + settings, failure);
        }
    }

    /** Returns the one database that everybody in this JVM shares; do not close it, the end of the JVM does. */
    public static TestDatabase shared() {
        return Shared.DATABASE;
    }

    /**
     * Returns a database of yours, such as that of a container of Testcontainers, which is yours to stop. There is no log of
     * its, so no logins can be counted, and it is not stopped and started.
     *
     * @param url a JDBC URL of PostgreSQL without user and password
     * @param superuser the user who makes and drops roles and ends sessions
     * @param password that user's password
     * @throws IllegalStateException if it cannot be reached, or does not check passwords
     */
    public static TestDatabase at(String url, String superuser, String password) {
        try {
            return new TestDatabase(GivenServer.at(url, superuser, password));
        } catch (IOException | SQLException failure) {
            throw new IllegalStateException("could not use the postgresql at " + url, failure);
        }
    }

    private static TestDatabase start(Server server) throws IOException, SQLException {
        try {
            TestDatabase database = new TestDatabase(server);
            AtExit.close(database);
            return database;
        } catch (IOException | SQLException | RuntimeException failure) {
            server.close();
            throw failure;
        }
    }

    private static void check(String name, String value) {
        if (RESERVED_SETTINGS.contains(name)) {
            throw new IllegalArgumentException("setting " + name + " is the testkit's own, but was set to " + value);
        }
    }

    /** Returns the JDBC URL of the database, without user and password. */
    public String url() {
        return url(NAME);
    }

    /** Returns the server's host. */
    public String host() {
        return server.host();
    }

    /** Returns the server's port, which stays the same when the server is stopped and started again. */
    public int port() {
        return server.port();
    }

    /** Logs in once and returns the new connection, which is the caller's to close. */
    public Connection connect(String username, String password) throws SQLException {
        return connect(NAME, username, password);
    }

    /** Returns a new connection of the superuser, which is the caller's to close. */
    public Connection admin() throws SQLException {
        return connect(server.superuser(), server.password());
    }

    /** Runs statements as the superuser, one by one. */
    public void execute(String... statements) throws SQLException {
        try (Connection admin = admin()) {
            run(admin, statements);
        }
    }

    /**
     * Asks as the superuser, and returns the first column of the first row.
     *
     * @param parameters the values of the question marks in {@code sql}
     * @throws SQLException also if there is no row, or a null in it
     */
    public <T> T query(Class<T> type, String sql, Object... parameters) throws SQLException {
        try (Connection admin = admin()) {
            return query(admin, type, sql, parameters);
        }
    }

    /**
     * Creates {@code account(id int primary key, balance bigint)} with {@value #ACCOUNTS} rows, and the group role
     * {@value #GROUP}, which may read and update it. Does nothing to what exists.
     */
    public void createAccountsTable() throws SQLException {
        execute(
                "CREATE TABLE IF NOT EXISTS account (id int PRIMARY KEY, balance bigint NOT NULL)",
                "INSERT INTO account SELECT id, 0 FROM generate_series(1, " + ACCOUNTS + ") id ON CONFLICT DO NOTHING",
                "DO $$ BEGIN CREATE ROLE " + GROUP + " NOLOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$",
                "GRANT SELECT, INSERT, UPDATE, DELETE ON account TO " + GROUP);
    }

    /**
     * Returns how many sessions there are of users whose name is like {@code pattern}, as in SQL. A session that its
     * client has closed may be counted for some milliseconds more.
     *
     * <p>A session whose user has been dropped has no user name any more: see {@link #sessionsOfDroppedUsers()}.
     */
    public int sessionsOf(String pattern) throws SQLException {
        return query(Integer.class, """
            SELECT count(*)::int FROM pg_stat_activity
            WHERE usename LIKE ? AND backend_type = 'client backend'\
            """, pattern);
    }

    /** Returns how many sessions live on although their user has been dropped. */
    public int sessionsOfDroppedUsers() throws SQLException {
        return query(Integer.class, """
            SELECT count(*)::int FROM pg_stat_activity
            WHERE usename IS NULL AND backend_type = 'client backend'\
            """);
    }

    /**
     * Ends the sessions of users whose name is like {@code pattern}, all at once, waits until they are gone, and returns how
     * many they were. Those that begin meanwhile live on.
     */
    public int terminateSessionsOf(String pattern) throws SQLException {
        try (Connection admin = admin()) {
            return Sessions.end(admin, "usename LIKE ?", pattern);
        }
    }

    /**
     * Returns how many logins the server has refused since it was started, for a wrong password, an unknown user, a
     * user past its VALID UNTIL (SQLState 28P01) or one that may not log in (28000).
     *
     * <p>The server's log is the judge. An embedded server has written a refusal there before the client hears of it; a
     * container's log may come some milliseconds later.
     */
    public long refusedLogins() throws IOException {
        return ServerLog.refused(server.log()) - refusedWhileStarting;
    }

    /** Returns how many logins of this user the server has refused; otherwise as {@link #refusedLogins()}. */
    public long refusedLogins(String username) throws IOException {
        return ServerLog.refused(server.log(), username);
    }

    /**
     * Returns how many logins of this user the server has accepted since it was started. The server's log is the judge, so
     * the database must have been started with {@code log_connections} set to {@code on}.
     */
    public long acceptedLogins(String username) throws IOException {
        return ServerLog.accepted(server.log(), username);
    }

    /** Returns whether logins can be counted: whether the server is the testkit's own. */
    public boolean countsLogins() {
        return server.isOurs();
    }

    /** Returns what the server has logged since it was started. */
    public String serverLog() throws IOException {
        return server.log();
    }

    /** Stops the server, which ends every session; no login succeeds until {@link #startAgain()}. The data stays. */
    public synchronized void stop() throws IOException {
        server.stop();
    }

    /** Starts the stopped server on the same port, and returns when it accepts logins. */
    public synchronized void startAgain() throws IOException {
        server.startAgain();
        startup.awaitLogin();
    }

    /** Stops the server and starts it again. */
    public synchronized void restart() throws IOException {
        stop();
        startAgain();
    }

    /** Stops the server and deletes its data. */
    @Override
    public synchronized void close() {
        AtExit.forget(this);
        try {
            server.close();
        } catch (IOException failure) {
            throw new IllegalStateException("could not stop the postgresql at port " + port(), failure);
        }
    }

    @Override
    public String toString() {
        return "TestDatabase[" + url() + "]";
    }

    /** Held while roles and grants change: two at a time fail with "tuple concurrently updated". */
    ReentrantLock grants() {
        return grants;
    }

    static void run(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    static <T> T query(Connection connection, Class<T> type, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            ResultSet result = statement.executeQuery();
            T value = result.next() ? result.getObject(1, type) : null;
            if (value == null) {
                throw new SQLException("wanted a " + type.getSimpleName() + ", found none with: " + sql);
            }
            return value;
        }
    }

    private Connection connect(String database, String username, String password) throws SQLException {
        Properties login = new Properties();
        login.setProperty("user", username);
        login.setProperty("password", password);
        return requireNonNull(driver.connect(url(database), login), "the driver does not know its own url");
    }

    private String url(String database) {
        return server.url(database);
    }

    /** Started by the first who asks for it. */
    private static final class Shared {
        static final TestDatabase DATABASE = start();
    }
}
