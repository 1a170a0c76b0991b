package io.github.rotatingdatasource;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** What JDBC asks of a data source beside connections, for one that only HikariCP sees. */
abstract class BareDataSource implements DataSource {
    private static final int SHUTDOWN_SECONDS = 5;

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("a generation has one login for its whole life");
    }

    /** Returns how many seconds HikariCP waits at its shutdown for a login that is under way. */
    @Override
    public int getLoginTimeout() {
        return SHUTDOWN_SECONDS;
    }

    @Override
    public void setLoginTimeout(int seconds) {}

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(PrintWriter out) {}

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("there is no java.util.logging here");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("not a wrapper for " + type.getName());
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
