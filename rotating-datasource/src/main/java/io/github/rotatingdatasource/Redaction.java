package io.github.rotatingdatasource;

import io.github.rotatingdatasource.source.Credential;
import java.sql.SQLException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLTransientConnectionException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Takes a login out of what a driver says: PostgreSQL, for one, names the user whom it refuses. */
final class Redaction {
    private static final String INSTEAD = "***";
    private static final int DEEPEST = 16;

    private Redaction() {}

    /**
     * Returns {@code failure} as it is if no text in it names the user or the password, else one that says the same without
     * them: with its SQLState, vendor code and stack, and with what it has for a cause and for a next exception.
     */
    static SQLException of(SQLException failure, Credential credential) {
        return tells(failure, credential, 0) ? redacted(failure, credential, 0) : failure;
    }

    private static boolean tells(@Nullable Throwable failure, Credential credential, int depth) {
        if (failure == null) {
            return false;
        }
        if (depth > DEEPEST) {
            return true; // nobody has looked
        }
        String text = String.valueOf(failure);
        return text.contains(credential.username())
                || text.contains(credential.password())
                || tells(failure.getCause(), credential, depth + 1)
                || Arrays.stream(failure.getSuppressed()).anyMatch(one -> tells(one, credential, depth + 1))
                || (failure instanceof SQLException sql && tells(sql.getNextException(), credential, depth + 1));
    }

    private static SQLException redacted(SQLException failure, Credential credential, int depth) {
        String message = without(String.valueOf(failure.getMessage()), credential);
        SQLException redacted = sameKind(failure, message);
        redacted.setStackTrace(failure.getStackTrace());
        if (failure.getCause() instanceof SQLException cause && depth < DEEPEST) {
            redacted.initCause(redacted(cause, credential, depth + 1));
        } else if (failure.getCause() != null && !tells(failure.getCause(), credential, depth)) {
            redacted.initCause(failure.getCause());
        }
        if (failure.getNextException() != null && depth < DEEPEST) {
            redacted.setNextException(redacted(failure.getNextException(), credential, depth + 1));
        }
        return redacted;
    }

    private static SQLException sameKind(SQLException failure, String message) {
        String state = failure.getSQLState();
        int code = failure.getErrorCode();
        if (failure instanceof SQLInvalidAuthorizationSpecException || (state != null && state.startsWith("28"))) {
            return new SQLInvalidAuthorizationSpecException(message, state, code);
        }
        return failure instanceof SQLTransientConnectionException
                ? new SQLTransientConnectionException(message, state, code)
                : new SQLException(message, state, code);
    }

    private static String without(String text, Credential credential) {
        return text.replace(credential.username(), INSTEAD).replace(credential.password(), INSTEAD);
    }
}
