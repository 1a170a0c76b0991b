package io.github.rotatingdatasource.testkit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/** What a worker does with a connection. Called by many threads at once, each with a random generator of its own. */
@FunctionalInterface
public interface Work {
    /** Uses {@code connection}, which the worker closes afterwards. */
    void run(Connection connection, RandomGenerator random) throws SQLException;

    /** Returns a transaction that updates one account and reads it back: two statements and a commit. */
    static Work shortTransaction() {
        return (connection, random) -> {
            int id = 1 + random.nextInt(TestDatabase.ACCOUNTS);
            transaction(connection, () -> {
                update(connection, id);
                read(connection, id);
            });
        };
    }

    /** Returns a transaction that reads one account and keeps the connection for so long; no lock is held. */
    static Work hold(Duration atLeast, Duration atMost) {
        return (connection, random) -> transaction(connection, () -> {
            read(connection, 1 + random.nextInt(TestDatabase.ACCOUNTS));
            LockSupport.parkNanos(random.nextLong(atLeast.toNanos(), atMost.toNanos() + 1));
        });
    }

    private static void transaction(Connection connection, Statements statements) throws SQLException {
        connection.setAutoCommit(false);
        try {
            statements.run();
            connection.commit();
        } catch (SQLException failure) {
            rollback(connection, failure);
            throw failure;
        }
    }

    private static void rollback(Connection connection, SQLException failure) {
        try {
            connection.rollback();
        } catch (SQLException another) {
            failure.addSuppressed(another);
        }
    }

    private static void update(Connection connection, int id) throws SQLException {
        String sql = "UPDATE account SET balance = balance + 1 WHERE id = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setInt(1, id);
            statement.executeUpdate();
        }
    }

    private static void read(Connection connection, int id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT balance FROM account WHERE id = ?")) {
            statement.setInt(1, id);
            ResultSet row = statement.executeQuery();
            if (!row.next()) {
                throw new SQLException("wanted an account with id " + id + ", found none");
            }
        }
    }

    /** The inside of a transaction. */
    @FunctionalInterface
    interface Statements {
        /** Executes them. */
        void run() throws SQLException;
    }
}
