package io.github.rotatingdatasource.testkit;

import java.sql.Connection;
import java.sql.SQLException;

/** Says how the database answers. */
final class SqlStates {
    /** In place of an SQLState: there was no exception. */
    static final String OK = "00000";

    private SqlStates() {}

    /** Returns the SQLState of a login. */
    static String ofLogin(TestDatabase database, String username, String password) {
        return of(() -> database.connect(username, password).close());
    }

    /** Returns the SQLState of a login with {@code lease}. */
    static String ofLogin(TestDatabase database, IssuedLease lease) {
        return ofLogin(database, lease.username(), lease.password());
    }

    /** Returns the SQLState of a statement in an open session. */
    static String of(Connection session, String sql) {
        return of(() -> TestDatabase.run(session, sql));
    }

    private static String of(Attempt attempt) {
        try {
            attempt.make();
            return OK;
        } catch (SQLException failure) {
            return String.valueOf(failure.getSQLState());
        }
    }

    private interface Attempt {
        void make() throws SQLException;
    }
}
