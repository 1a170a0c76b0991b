package io.github.rotatingdatasource.benchmarks.hotpath;

import java.sql.Array;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.NClob;
import java.sql.PreparedStatement;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLWarning;
import java.sql.SQLXML;
import java.sql.Savepoint;
import java.sql.Statement;
import java.sql.Struct;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A connection to nothing: what HikariCP and Agroal ask of a connection at its checkout and its return, and nothing else. */
final class StubConnection implements Connection {
    private boolean readOnly;
    private boolean autoCommit = true;
    private int networkTimeout;
    private volatile boolean closed;

    private static SQLException unsupported() {
        return new SQLFeatureNotSupportedException("a stub has no statements");
    }

    @Override
    public Statement createStatement() throws SQLException {
        throw unsupported();
    }

    @Override
    public PreparedStatement prepareStatement(String arg0) throws SQLException {
        throw unsupported();
    }

    @Override
    public CallableStatement prepareCall(String arg0) throws SQLException {
        throw unsupported();
    }

    @Override
    public String nativeSQL(String arg0) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setAutoCommit(boolean autoCommit) {
        this.autoCommit = autoCommit;
    }

    @Override
    public boolean getAutoCommit() {
        return autoCommit;
    }

    @Override
    public void commit() {}

    @Override
    public void rollback() {}

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public DatabaseMetaData getMetaData() throws SQLException {
        throw unsupported();
    }

    @Override
    public void setReadOnly(boolean readOnly) {
        this.readOnly = readOnly;
    }

    @Override
    public boolean isReadOnly() {
        return readOnly;
    }

    @Override
    public void setCatalog(String arg0) {}

    @Override
    public String getCatalog() throws SQLException {
        throw unsupported();
    }

    @Override
    public void setTransactionIsolation(int arg0) {}

    @Override
    public int getTransactionIsolation() {
        return TRANSACTION_READ_COMMITTED;
    }

    @Override
    public @Nullable SQLWarning getWarnings() {
        return null; // asked by Agroal at each return, and HikariCP at none
    }

    @Override
    public void clearWarnings() {}

    @Override
    public Statement createStatement(int arg0, int arg1) throws SQLException {
        throw unsupported();
    }

    @Override
    public PreparedStatement prepareStatement(String arg0, int arg1, int arg2) throws SQLException {
        throw unsupported();
    }

    @Override
    public CallableStatement prepareCall(String arg0, int arg1, int arg2) throws SQLException {
        throw unsupported();
    }

    @Override
    public Map<String, Class<?>> getTypeMap() throws SQLException {
        throw unsupported();
    }

    @Override
    public void setTypeMap(Map<String, Class<?>> arg0) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setHoldability(int arg0) throws SQLException {
        throw unsupported();
    }

    @Override
    public int getHoldability() throws SQLException {
        throw unsupported();
    }

    @Override
    public Savepoint setSavepoint() throws SQLException {
        throw unsupported();
    }

    @Override
    public Savepoint setSavepoint(String arg0) throws SQLException {
        throw unsupported();
    }

    @Override
    public void rollback(Savepoint arg0) throws SQLException {
        throw unsupported();
    }

    @Override
    public void releaseSavepoint(Savepoint arg0) throws SQLException {
        throw unsupported();
    }

    @Override
    public Statement createStatement(int arg0, int arg1, int arg2) throws SQLException {
        throw unsupported();
    }

    @Override
    public PreparedStatement prepareStatement(String arg0, int arg1, int arg2, int arg3) throws SQLException {
        throw unsupported();
    }

    @Override
    public CallableStatement prepareCall(String arg0, int arg1, int arg2, int arg3) throws SQLException {
        throw unsupported();
    }

    @Override
    public PreparedStatement prepareStatement(String arg0, int arg1) throws SQLException {
        throw unsupported();
    }

    @Override
    public PreparedStatement prepareStatement(String arg0, int[] arg1) throws SQLException {
        throw unsupported();
    }

    @Override
    public PreparedStatement prepareStatement(String arg0, String[] arg1) throws SQLException {
        throw unsupported();
    }

    @Override
    public Clob createClob() throws SQLException {
        throw unsupported();
    }

    @Override
    public Blob createBlob() throws SQLException {
        throw unsupported();
    }

    @Override
    public NClob createNClob() throws SQLException {
        throw unsupported();
    }

    @Override
    public SQLXML createSQLXML() throws SQLException {
        throw unsupported();
    }

    @Override
    public boolean isValid(int arg0) {
        return !closed;
    }

    @Override
    public void setClientInfo(String arg0, String arg1) throws SQLClientInfoException {
        throw new SQLClientInfoException();
    }

    @Override
    public void setClientInfo(Properties arg0) throws SQLClientInfoException {
        throw new SQLClientInfoException();
    }

    @Override
    public String getClientInfo(String arg0) throws SQLException {
        throw unsupported();
    }

    @Override
    public Properties getClientInfo() throws SQLException {
        throw unsupported();
    }

    @Override
    public Array createArrayOf(String arg0, Object[] arg1) throws SQLException {
        throw unsupported();
    }

    @Override
    public Struct createStruct(String arg0, Object[] arg1) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setSchema(String arg0) {}

    @Override
    public String getSchema() throws SQLException {
        throw unsupported();
    }

    @Override
    public void abort(Executor arg0) {
        closed = true;
    }

    @Override
    public void setNetworkTimeout(Executor executor, int milliseconds) {
        networkTimeout = milliseconds;
    }

    @Override
    public int getNetworkTimeout() {
        return networkTimeout;
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw unsupported();
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
