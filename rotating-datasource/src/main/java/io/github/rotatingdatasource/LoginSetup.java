package io.github.rotatingdatasource;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a login is told to do besides logging in.
 *
 * @param initSql the user's first statement in each session
 * @param limitNanos how long a login may take, asked each time
 * @param judge tells a refused login from other failures
 */
record LoginSetup(@Nullable String schema, @Nullable String initSql, LongSupplier limitNanos, AuthFailures judge) {
    LoginSetup(@Nullable String schema, @Nullable String initSql, LongSupplier limitNanos) {
        this(schema, initSql, limitNanos, AuthFailures.STANDARD);
    }

    /** Runs the user's first statement here and not in HikariCP, where its failure would look like a full pool. */
    void prepare(Connection raw) throws SQLException {
        if (initSql == null) {
            return;
        }
        if (schema != null) {
            raw.setSchema(schema); // HikariCP sets it before that statement too
        }
        try (Statement statement = raw.createStatement()) {
            statement.execute(initSql);
        } catch (SQLException e) {
            throw new SQLException("connectionInitSql failed: " + e.getMessage(), e.getSQLState(), e.getErrorCode(), e);
        }
    }
}
