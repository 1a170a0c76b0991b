package io.github.rotatingdatasource;

import java.sql.SQLException;

/** Says that a trial login did not come about, and what that was judged to mean while the driver's own words were at hand. */
final class TrialFailed extends SQLException {
    private static final long serialVersionUID = 1L;

    private final boolean refused;
    private final boolean full;

    /** Creates one; {@code why} holds no secret. */
    TrialFailed(SQLException why, boolean refused, boolean full) {
        super(why.getMessage(), why.getSQLState(), why.getErrorCode(), why);
        this.refused = refused;
        this.full = full;
    }

    /** Returns what failed, without a secret: the text of a driver may name the user; its type and state do not. */
    Failure failure() {
        String what = refused
                ? "the database refused the login"
                : full ? "there is no room for another connection" : "the database could not be used";
        SQLException cause = getCause() instanceof SQLException why ? why : this;
        return new Failure(
                what + ": " + cause.getClass().getSimpleName() + " with SQLState " + getSQLState(),
                refused,
                full,
                cause);
    }
}
