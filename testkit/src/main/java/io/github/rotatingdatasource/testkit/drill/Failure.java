package io.github.rotatingdatasource.testkit.drill;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What went wrong with a request, as words that are the same for all failures of this kind and hold no secret. */
final class Failure {
    private static final int DEPTH = 20;

    private Failure() {}

    /** Returns class, SQLState and message of {@code thrown}, and of what is at its root. */
    static String words(Throwable thrown, Secrets secrets) {
        Throwable root = thrown;
        for (int i = 0; i < DEPTH && root.getCause() != null; i++) {
            root = root.getCause();
        }
        String words = oneOf(thrown, secrets);
        return root.equals(thrown) ? words : words + ", caused by " + oneOf(root, secrets);
    }

    private static String oneOf(Throwable thrown, Secrets secrets) {
        String state = thrown instanceof SQLException sql ? state(sql.getSQLState()) : "";
        String message = thrown.getMessage() == null ? "" : ": " + withoutNumbers(secrets.without(thrown.getMessage()));
        return thrown.getClass().getSimpleName() + state + message;
    }

    private static String state(@Nullable String state) {
        return state == null ? "" : " " + state;
    }

    /** HikariCP says how many milliseconds somebody has waited, which would be a kind of its own each time. */
    private static String withoutNumbers(String message) {
        return message.replaceAll("\\d+ms", "some ms")
                .replaceAll("\\(total=.*?\\)", "")
                .strip();
    }
}
