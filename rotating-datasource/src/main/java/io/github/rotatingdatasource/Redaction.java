package io.github.rotatingdatasource;

import io.github.rotatingdatasource.source.Credential;
import java.sql.SQLException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLTransientConnectionException;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Takes a login out of what a driver says: PostgreSQL, for one, names the user whom it refuses. */
final class Redaction {
    private static final String INSTEAD = "***";
    private static final int DEEPEST = 16;

    private final Pattern login;

    private Redaction(Credential credential) {
        String user = Pattern.quote(credential.username());
        String password = Pattern.quote(credential.password());
        boolean isLonger =
                credential.password().length() > credential.username().length();
        // the longer one first, since one may hold the other; in any case, since databases change that of a name
        this.login = Pattern.compile(
                isLonger ? password + "|" + user : user + "|" + password,
                Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }

    /**
     * Returns {@code failure} as it is if no text in it names the user or the password, else one that says the same without
     * them: with its SQLState, vendor code and stack, and with what it has for a cause and for a next exception.
     */
    static SQLException of(SQLException failure, Credential credential) {
        try {
            Redaction redaction = new Redaction(credential);
            return redaction.tells(failure, 0) ? redaction.redacted(failure, 0) : failure;
        } catch (RuntimeException | Error e) { // of a driver that cannot say what it means
            return wordless(failure);
        }
    }

    /** Returns an exception that stands for {@code failure}, of which nothing can or must be said but its type. */
    static SQLException wordless(Throwable failure) {
        return new SQLTransientConnectionException(
                "the driver failed with " + failure.getClass().getName(), "08001");
    }

    /**
     * Returns what is safe to log of a {@code failure} that may come from a driver, where nobody knows which login it may name:
     * types and stacks, its causes and what it suppressed included, and no text.
     */
    static Throwable withoutTexts(Throwable failure) {
        return withoutTexts(failure, 0);
    }

    private static Throwable withoutTexts(Throwable failure, int depth) {
        Wordless wordless = new Wordless(failure.getClass().getName(), failure.getStackTrace());
        Throwable cause = failure.getCause();
        if (cause != null && depth < DEEPEST) {
            wordless.initCause(withoutTexts(cause, depth + 1));
        }
        for (Throwable suppressed : failure.getSuppressed()) {
            if (depth < DEEPEST) {
                wordless.addSuppressed(withoutTexts(suppressed, depth + 1));
            }
        }
        return wordless;
    }

    /** Stands for another throwable: its message is the other's type. */
    private static final class Wordless extends Exception {
        private static final long serialVersionUID = 1L;

        Wordless(String type, StackTraceElement[] stack) {
            super(type);
            setStackTrace(stack);
        }
    }

    private boolean tells(@Nullable Throwable failure, int depth) {
        if (failure == null) {
            return false;
        }
        if (depth > DEEPEST) {
            return true; // nobody has looked
        }
        return login.matcher(String.valueOf(failure)).find()
                || tells(failure.getCause(), depth + 1)
                || Arrays.stream(failure.getSuppressed()).anyMatch(one -> tells(one, depth + 1))
                || (failure instanceof SQLException sql && tells(sql.getNextException(), depth + 1));
    }

    private SQLException redacted(SQLException failure, int depth) {
        SQLException redacted = sameKind(failure, without(failure.getMessage()));
        redacted.setStackTrace(failure.getStackTrace());
        if (failure.getCause() instanceof SQLException cause && depth < DEEPEST) {
            redacted.initCause(redacted(cause, depth + 1));
        } else if (failure.getCause() != null && !tells(failure.getCause(), depth)) {
            redacted.initCause(failure.getCause());
        }
        if (failure.getNextException() != null && depth < DEEPEST) {
            redacted.setNextException(redacted(failure.getNextException(), depth + 1));
        }
        return redacted;
    }

    private static SQLException sameKind(SQLException failure, @Nullable String message) {
        String state = failure.getSQLState();
        int code = failure.getErrorCode();
        if (failure instanceof SQLInvalidAuthorizationSpecException || (state != null && state.startsWith("28"))) {
            return new SQLInvalidAuthorizationSpecException(message, state, code);
        }
        return failure instanceof SQLTransientConnectionException
                ? new SQLTransientConnectionException(message, state, code)
                : new SQLException(message, state, code);
    }

    private @Nullable String without(@Nullable String text) {
        return text == null ? null : login.matcher(text).replaceAll(INSTEAD);
    }
}
