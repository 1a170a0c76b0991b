package io.github.rotatingdatasource.testkit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The statements of Vault's PostgreSQL plugin, over one connection that is kept, because a drill rotates hundreds of
 * times a minute.
 *
 * <p>Not thread-safe: its {@link LeaseServer} holds the database's lock.
 */
final class Grants {
    private static final int VALIDATION_SECONDS = 5;

    private final TestDatabase database;
    private @Nullable Connection kept;

    Grants(TestDatabase database) {
        this.database = database;
    }

    /** Returns the kept connection, or a new one if the server was stopped meanwhile. */
    Connection admin() throws SQLException {
        Connection connection = kept;
        if (connection == null || !connection.isValid(VALIDATION_SECONDS)) {
            close();
            connection = database.admin();
            kept = connection;
        }
        return connection;
    }

    /** Creates the user of {@code lease}, or nothing. */
    void create(Connection admin, IssuedLease lease, List<String> statements, String expiration) throws SQLException {
        admin.setAutoCommit(false);
        try {
            for (String statement : statements) {
                TestDatabase.run(admin, filled(statement, lease, expiration));
            }
            admin.commit();
            admin.setAutoCommit(true);
        } catch (SQLException failure) {
            close(); // which rolls back
            throw failure;
        }
    }

    void alter(Connection admin, String user, String change) throws SQLException {
        TestDatabase.run(admin, "ALTER ROLE " + quoted(user) + " " + change);
    }

    /**
     * Revokes as the plugin does by default: one statement at a time and not in a transaction, going on after a
     * failure, so that a user who cannot be dropped is left without rights.
     */
    void revoke(Connection admin, String user) throws SQLException {
        @Nullable SQLException last = null;
        for (String statement : revocations(admin, user)) {
            try {
                TestDatabase.run(admin, statement);
            } catch (SQLException failure) {
                last = failure;
            }
        }
        if (last != null) {
            throw last;
        }
        TestDatabase.run(admin, "DROP ROLE IF EXISTS " + quoted(user));
    }

    /**
     * Revokes and drops in one transaction, and ends the user's sessions in it, while logins wait: on a busy machine there would
     * be tens of milliseconds between one and the other, with sessions that outlive their user, or logins that do.
     */
    void revokeAndKill(Connection admin, String user) throws SQLException {
        long oid = oid(admin, user);
        List<String> statements = revocations(admin, user);
        statements.add("LOCK TABLE pg_authid; DROP ROLE " + quoted(user)
                + "; SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usesysid = " + oid + "; COMMIT");
        admin.setAutoCommit(false);
        try {
            TestDatabase.run(admin, statements.toArray(new String[0]));
            admin.setAutoCommit(true);
        } catch (SQLException failure) {
            close(); // which rolls back
            throw failure;
        }
        Sessions.end(admin, "usesysid::bigint = ?", oid);
    }

    void dropOwned(Connection admin, String user) throws SQLException {
        TestDatabase.run(admin, "DROP OWNED BY " + quoted(user) + " CASCADE");
    }

    /** Returns the number by which sessions know their user, even when it has been dropped. */
    private static long oid(Connection admin, String user) throws SQLException {
        return TestDatabase.query(admin, Long.class, "SELECT oid::bigint FROM pg_roles WHERE rolname = ?", user);
    }

    /** Logs out; the next {@link #admin()} logs in again. */
    void close() {
        Connection connection = kept;
        kept = null;
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException gone) {
                // the server ended the session first, which is all that was wanted
            }
        }
    }

    private static List<String> revocations(Connection admin, String user) throws SQLException {
        String name = quoted(user);
        List<String> statements = new ArrayList<>();
        for (String schema : schemasGrantedTo(admin, user)) {
            statements.add("REVOKE ALL PRIVILEGES ON ALL TABLES IN SCHEMA " + quoted(schema) + " FROM " + name);
            statements.add("REVOKE USAGE ON SCHEMA " + quoted(schema) + " FROM " + name);
        }
        statements.add("REVOKE ALL PRIVILEGES ON ALL TABLES IN SCHEMA public FROM " + name);
        statements.add("REVOKE ALL PRIVILEGES ON ALL SEQUENCES IN SCHEMA public FROM " + name);
        statements.add("REVOKE USAGE ON SCHEMA public FROM " + name);
        statements.add("REVOKE CONNECT ON DATABASE " + quoted(admin.getCatalog()) + " FROM " + name);
        return statements;
    }

    private static List<String> schemasGrantedTo(Connection admin, String user) throws SQLException {
        String sql = "SELECT DISTINCT table_schema FROM information_schema.role_column_grants WHERE grantee = ?";
        try (PreparedStatement statement = admin.prepareStatement(sql)) {
            statement.setString(1, user);
            ResultSet rows = statement.executeQuery();
            List<String> schemas = new ArrayList<>();
            while (rows.next()) {
                schemas.add(rows.getString(1));
            }
            return schemas;
        }
    }

    private static String filled(String statement, IssuedLease lease, String expiration) {
        return statement
                .replace("{{name}}", lease.username())
                .replace("{{username}}", lease.username())
                .replace("{{password}}", lease.password())
                .replace("{{expiration}}", expiration);
    }

    private static String quoted(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }
}
