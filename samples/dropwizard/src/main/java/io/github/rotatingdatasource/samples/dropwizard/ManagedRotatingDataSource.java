package io.github.rotatingdatasource.samples.dropwizard;

import io.dropwizard.db.ManagedDataSource;
import io.github.rotatingdatasource.RotatingDataSource;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** A rotating data source that is closed with the application. */
final class ManagedRotatingDataSource implements ManagedDataSource {
    private final RotatingDataSource dataSource;

    ManagedRotatingDataSource(RotatingDataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Override
    public void stop() {
        dataSource.close();
    }

    @Override
    public Connection getConnection() throws SQLException {
        return dataSource.getConnection();
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        return dataSource.getConnection(username, password);
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return dataSource.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return dataSource.isWrapperFor(type);
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return dataSource.getLogWriter();
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {
        dataSource.setLogWriter(out);
    }

    @Override
    public int getLoginTimeout() {
        return dataSource.getLoginTimeout();
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        dataSource.setLoginTimeout(seconds);
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        return dataSource.getParentLogger();
    }
}
