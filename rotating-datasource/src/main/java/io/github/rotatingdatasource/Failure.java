package io.github.rotatingdatasource;

import io.github.rotatingdatasource.RotationEvent.Part;
import java.sql.SQLException;

/**
 * Why a login did not come about.
 *
 * @param message what was wrong, without a secret
 * @param isRefusal whether the database did not accept the login, rather than not being there
 * @param databaseIsFull whether it has no room for another connection
 */
record Failure(String message, boolean isRefusal, boolean databaseIsFull) {
    /** Returns what {@code failure} means. */
    static Failure of(SQLException failure) {
        boolean refused = AuthFailures.isRefused(failure);
        boolean full = AuthFailures.isFull(failure);
        String what = refused
                ? "the database refused the login"
                : full ? "there is no room for another connection" : "the database could not be used";
        return new Failure(what + ": " + describe(failure), refused, full);
    }

    Part part() {
        return isRefusal ? Part.LOGIN : Part.DATABASE;
    }

    /** The text of a driver may name the user; its type and state do not. */
    private static String describe(SQLException failure) {
        return failure.getClass().getSimpleName() + " with SQLState " + failure.getSQLState();
    }
}
