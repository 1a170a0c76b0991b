package io.github.rotatingdatasource.spring;

import java.sql.SQLTransientConnectionException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Explains a rotating data source that could not start because its database does not answer. */
final class DatabaseUnreachableFailureAnalyzer extends AbstractFailureAnalyzer<SQLTransientConnectionException> {
    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, SQLTransientConnectionException cause) {
        String message = String.valueOf(cause.getMessage());
        boolean isOurs = message.startsWith("data source ") && message.contains(" could not start: ");
        return isOurs && "08001".equals(cause.getSQLState()) ? analysis(message, cause) : null;
    }

    private static FailureAnalysis analysis(String message, Throwable cause) {
        return new FailureAnalysis(
                message,
                "Check host and port in 'spring.datasource.url' and that the database is up. To wait longer for it raise"
                        + " 'spring.datasource.hikari.initialization-fail-timeout'; a negative value starts without it.",
                cause);
    }
}
