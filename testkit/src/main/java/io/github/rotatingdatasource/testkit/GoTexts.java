package io.github.rotatingdatasource.testkit;

import java.sql.SQLException;
import java.time.Duration;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Texts as programs in Go write them: durations, and what Vault's PostgreSQL driver says of a failure. */
final class GoTexts {
    private GoTexts() {}

    /** Returns whole seconds as {@code 1h30m5s}, with nothing that is zero. */
    static String of(Duration duration) {
        String text = part(duration.toHours(), "h")
                + part(duration.toMinutesPart(), "m")
                + part(duration.toSecondsPart(), "s");
        return text.isEmpty() ? "0s" : text;
    }

    /** Returns what {@code 12}, {@code 12s}, {@code 12m} or {@code 12h} mean. */
    static Duration duration(String text) {
        return text.matches("[0-9]+") ? Duration.ofSeconds(Long.parseLong(text)) : Duration.parse("PT" + text);
    }

    /** Returns what a duration is rounded to, in seconds. */
    static long seconds(Duration duration) {
        return duration.plusMillis(500).toSeconds();
    }

    /** Returns a list of one error. */
    static String oneError(String error) {
        return "1 error occurred:\n\t* " + error + "\n\n";
    }

    /** Returns what the plugin says when it could not make a user. */
    static String ofCreation(SQLException failure, TestDatabase database) {
        String text = of(failure, database);
        return text.startsWith("ERROR") ? "failed to execute query: " + text : "unable to start transaction: " + text;
    }

    /** Returns what the driver says. */
    static String of(SQLException failure, TestDatabase database) {
        ServerErrorMessage answer = failure instanceof PSQLException server ? server.getServerErrorMessage() : null;
        if (answer != null) {
            return answer.getSeverity() + ": " + answer.getMessage() + " (SQLSTATE " + answer.getSQLState() + ")";
        }
        String address = database.host() + ":" + database.port();
        String attempt = "\n\t" + address + " (" + database.host() + "): dial error: dial tcp " + address
                + ": connect: connection refused";
        return "failed to connect to `user=" + TestDatabase.SUPERUSER + " database=" + TestDatabase.NAME + "`:"
                + attempt + attempt;
    }

    private static String part(long count, String unit) {
        return count == 0 ? "" : count + unit;
    }
}
