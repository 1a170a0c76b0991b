package io.github.rotatingdatasource;

import static java.util.Objects.requireNonNull;

import java.sql.SQLException;

/**
 * Tells what a failure of the database says about the login, for databases and proxies that the library does not know.
 *
 * <p>It is called on the thread that met the failure, by several at a time, and must not block. What it does not know it
 * answers with {@code UNKNOWN}: that is not a refused login, unless the next classifier knows better. One that throws, or
 * returns null, is passed over for {@link #standard()}.
 *
 * <pre>{@code
 * AuthFailureClassifier ours = failure -> failure.getErrorCode() == 4711 ? LoginFailure.REFUSED : LoginFailure.UNKNOWN;
 * AuthFailureClassifier both = ours.orElse(AuthFailureClassifier.standard());
 * }</pre>
 */
@FunctionalInterface
public interface AuthFailureClassifier {
    /** What a failed login says. */
    enum LoginFailure {
        /** The database does not accept this login: another credential is needed. */
        REFUSED,
        /** The database has no room for another connection, which says nothing about the login. */
        FULL,
        /** Something else, for certain. */
        OTHER,
        /** Perhaps the next classifier knows; if none does, it is something else. */
        UNKNOWN
    }

    /** What a failed statement hints at; each hint is looked into before anything is done. */
    enum StatementFailure {
        /** Fails like that when the user was dropped or stripped of its rights; also when the application lacks a grant. */
        ROLE_MAY_BE_GONE,
        /** Fails like that when somebody ended the session; also when the network did. */
        SESSION_ENDED,
        /** Neither, for certain. */
        OTHER,
        /** Perhaps the next classifier knows; if none does, it is neither. */
        UNKNOWN
    }

    /**
     * Returns what it says that {@code failure} came from an attempt to log in, never {@code null}; its causes are this method's
     * to follow.
     */
    LoginFailure atLogin(SQLException failure);

    /**
     * Returns what it hints at that {@code failure} came from a statement in a session that had logged in, never {@code null}. By
     * default {@link StatementFailure#UNKNOWN}.
     */
    default StatementFailure inStatement(SQLException failure) {
        return StatementFailure.UNKNOWN;
    }

    /** Returns this classifier with {@code next} to be asked about what this one does not know. */
    default AuthFailureClassifier orElse(AuthFailureClassifier next) {
        requireNonNull(next, "next");
        AuthFailureClassifier first = this;
        return new AuthFailureClassifier() {
            @Override
            public LoginFailure atLogin(SQLException failure) {
                LoginFailure answer = first.atLogin(failure);
                return answer == LoginFailure.UNKNOWN ? next.atLogin(failure) : answer;
            }

            @Override
            public StatementFailure inStatement(SQLException failure) {
                StatementFailure answer = first.inStatement(failure);
                return answer == StatementFailure.UNKNOWN ? next.inStatement(failure) : answer;
            }
        };
    }

    /**
     * Returns the library's own: PostgreSQL and its poolers, MySQL, MariaDB, Oracle, SQL Server, Db2, Snowflake, and whatever
     * uses SQLState class 28.
     *
     * <p>It goes by SQLState and vendor code, never by a text that a server translates, follows causes and next exceptions,
     * and never answers {@code OTHER}, so that it can come first or last.
     */
    static AuthFailureClassifier standard() {
        return Database.ALL;
    }
}
