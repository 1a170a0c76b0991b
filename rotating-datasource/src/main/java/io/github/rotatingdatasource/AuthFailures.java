package io.github.rotatingdatasource;

import static java.util.Objects.requireNonNull;

import io.github.rotatingdatasource.AuthFailureClassifier.LoginFailure;
import io.github.rotatingdatasource.AuthFailureClassifier.StatementFailure;
import java.sql.SQLException;
import java.util.function.Function;

/**
 * Tells a refused login from every other failure to log in, and what a failed statement hints at. Never throws, so that who
 * cleans up after a failure can ask.
 */
final class AuthFailures {
    static final String TOO_MANY_CONNECTIONS = Database.TOO_MANY_CONNECTIONS;
    static final AuthFailures STANDARD = new AuthFailures(AuthFailureClassifier.standard());

    private final AuthFailureClassifier classifier;

    /** Goes by {@code classifier}, which should have {@link AuthFailureClassifier#standard()} in it. */
    AuthFailures(AuthFailureClassifier classifier) {
        this.classifier = requireNonNull(classifier, "classifier");
    }

    /** Returns whether the database has no room for another connection, which says nothing about the login. */
    static boolean isFull(SQLException failure) {
        return STANDARD.atLogin(failure) == LoginFailure.FULL;
    }

    /** Returns what {@code failure} says about the login it came from; {@code UNKNOWN} is not a refusal. */
    LoginFailure atLogin(SQLException failure) {
        return answer(asked -> asked.atLogin(failure));
    }

    /** Returns what {@code failure} of a statement hints at. */
    StatementFailure inStatement(SQLException failure) {
        return answer(asked -> asked.inStatement(failure));
    }

    private <V> V answer(Function<AuthFailureClassifier, V> question) {
        try {
            return requireNonNull(question.apply(classifier), "a classifier's answer");
        } catch (RuntimeException | Error broken) {
            return question.apply(
                    AuthFailureClassifier.standard()); // a user's mistake must not cost a login its verdict
        }
    }
}
