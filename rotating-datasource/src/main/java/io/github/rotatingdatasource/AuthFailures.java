package io.github.rotatingdatasource;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Tells a refused login from every other failure to log in. */
final class AuthFailures {
    static final String TOO_MANY_CONNECTIONS = "53300";
    private static final int DEEPEST = 16;

    private AuthFailures() {}

    /** Returns whether the database said, anywhere in {@code failure}, that it does not accept the login (SQLState class 28). */
    static boolean isRefused(SQLException failure) {
        return anyState(failure, "28", 0);
    }

    /** Returns whether the database has no room for another connection, which says nothing about the login. */
    static boolean isFull(SQLException failure) {
        return anyState(failure, TOO_MANY_CONNECTIONS, 0);
    }

    private static boolean anyState(@Nullable Throwable failure, String prefix, int depth) {
        if (failure == null || depth > DEEPEST) {
            return false;
        }
        if (failure instanceof SQLException sql) {
            String state = sql.getSQLState();
            if ((state != null && state.startsWith(prefix)) || anyState(sql.getNextException(), prefix, depth + 1)) {
                return true;
            }
        }
        return anyState(failure.getCause(), prefix, depth + 1);
    }
}
