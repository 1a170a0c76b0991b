package io.github.rotatingdatasource;

import io.github.rotatingdatasource.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A user's own data source to the real database, at whose door a test may hold logins up, or turn them away. */
final class Gate extends BareDataSource {
    private final TestDatabase database;
    private boolean closed;
    private int waiting;
    private int untilRefusal = Integer.MAX_VALUE;
    private @Nullable String passes;

    Gate(TestDatabase database) {
        this.database = database;
    }

    synchronized void close() {
        closed = true;
    }

    synchronized void letThrough(String username) {
        passes = username;
        notifyAll();
    }

    synchronized void open() {
        closed = false;
        untilRefusal = Integer.MAX_VALUE;
        notifyAll();
    }

    /** Lets so many logins pass, and refuses those that follow. */
    synchronized void refuseAfter(int logins) {
        untilRefusal = logins;
    }

    synchronized int waiting() {
        return waiting;
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        pass(username);
        return database.connect(username, password);
    }

    private synchronized void pass(String username) throws SQLException {
        waiting++;
        try {
            while (closed && !username.equals(passes)) {
                wait();
            }
            if (untilRefusal-- <= 0) {
                throw new SQLException("turned away at the gate", "28P01");
            }
        } catch (InterruptedException e) {
            throw new SQLException("interrupted at the gate", "08001", e);
        } finally {
            waiting--;
        }
    }

    @Override
    public Connection getConnection() {
        throw new UnsupportedOperationException("nobody may come without a login");
    }
}
