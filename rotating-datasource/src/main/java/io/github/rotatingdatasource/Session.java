package io.github.rotatingdatasource;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * A physical connection, between HikariCP and the driver, which tells when it is gone.
 *
 * <p>HikariCP closes connections on threads of its own and says nothing when it has; the permit of a connection must not be
 * given back before. And it logs what the driver says while it sets a connection up, so the login is left out of that: the setters,
 * which applications call for each transaction, are spelled out, since {@link #redacted} would make an object each time. All
 * else goes to the driver as it is.
 */
final class Session extends ForwardingConnection {
    private final long born;
    private final UnaryOperator<SQLException> redaction;
    private final Consumer<Session> whenGone;
    private final AtomicBoolean gone = new AtomicBoolean();

    /**
     * Creates a session.
     *
     * @param born when it was made, by {@link System#nanoTime()}
     * @param redaction takes the login out of what the driver says while HikariCP sets the connection up, which is logged
     * @param whenGone called once, by the thread that closed the connection, after the driver's close has returned
     */
    Session(Connection delegate, long born, UnaryOperator<SQLException> redaction, Consumer<Session> whenGone) {
        super(delegate);
        this.born = born;
        this.redaction = redaction;
        this.whenGone = whenGone;
    }

    /** Returns when it was made, by {@link System#nanoTime()}. */
    long born() {
        return born;
    }

    @Override
    public void setAutoCommit(boolean autoCommit) throws SQLException {
        try {
            delegate.setAutoCommit(autoCommit);
        } catch (SQLException e) {
            throw redaction.apply(e);
        }
    }

    @Override
    public void setReadOnly(boolean readOnly) throws SQLException {
        try {
            delegate.setReadOnly(readOnly);
        } catch (SQLException e) {
            throw redaction.apply(e);
        }
    }

    @Override
    public void setTransactionIsolation(int level) throws SQLException {
        try {
            delegate.setTransactionIsolation(level);
        } catch (SQLException e) {
            throw redaction.apply(e);
        }
    }

    @Override
    public void setCatalog(String catalog) throws SQLException {
        try {
            delegate.setCatalog(catalog);
        } catch (SQLException e) {
            throw redaction.apply(e);
        }
    }

    @Override
    public void setSchema(String schema) throws SQLException {
        try {
            delegate.setSchema(schema);
        } catch (SQLException e) {
            throw redaction.apply(e);
        }
    }

    /** What HikariCP asks for itself, and logs if it fails. */
    private interface Ask<T> {
        T ask() throws SQLException;
    }

    private <T> T redacted(Ask<T> ask) throws SQLException {
        try {
            return ask.ask();
        } catch (SQLException e) {
            throw redaction.apply(e);
        }
    }

    @Override
    public boolean isValid(int timeout) throws SQLException {
        return redacted(() -> delegate.isValid(timeout));
    }

    @Override
    public int getTransactionIsolation() throws SQLException {
        return redacted(delegate::getTransactionIsolation);
    }

    @Override
    public int getNetworkTimeout() throws SQLException {
        return redacted(delegate::getNetworkTimeout);
    }

    @Override
    public void setNetworkTimeout(Executor executor, int milliseconds) throws SQLException {
        redacted(() -> {
            delegate.setNetworkTimeout(executor, milliseconds);
            return true;
        });
    }

    @Override
    public void close() throws SQLException {
        try {
            delegate.close();
        } finally {
            tellGone();
        }
    }

    /** Cuts the connection off before it returns, whatever {@code executor} would do, so that its permit is free then. */
    @Override
    public void abort(Executor executor) throws SQLException {
        try {
            delegate.abort(Runnable::run);
        } catch (SQLFeatureNotSupportedException | AbstractMethodError e) { // of an old driver
            delegate.close();
        } finally {
            tellGone();
        }
    }

    @Override
    public boolean isClosed() throws SQLException {
        return gone.get() || delegate.isClosed();
    }

    /** Names no database, user or driver: HikariCP logs it. */
    @Override
    public String toString() {
        return "session " + Integer.toHexString(System.identityHashCode(this));
    }

    private void tellGone() {
        if (gone.compareAndSet(false, true)) {
            whenGone.accept(this);
        }
    }

    /** Cuts this connection off: it counts as gone whatever the driver says, and the server sees its socket closed. */
    void abortQuietly() {
        try {
            abort(Runnable::run);
        } catch (SQLException | RuntimeException e) {
            return;
        }
    }

    /** Closes a connection that nobody ever used; it counts as gone whatever the driver says. */
    static void closeQuietly(Connection unused) {
        try {
            unused.close();
        } catch (SQLException | RuntimeException e) {
            return;
        }
    }
}
