package io.github.rotatingdatasource.spring;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Explains a rotating data source that could not start because its database does not answer, or has no room. */
final class DatabaseUnreachableFailureAnalyzer extends AbstractFailureAnalyzer<SQLTransientConnectionException> {
    /** What PostgreSQL and MySQL say of too many connections. */
    private static final Set<String> FULL = Set.of("53300", "08004");

    private static final String MAKE_ROOM =
            "The server, or the role, has no room for another connection. Each instance of the application may hold"
                    + " 'spring.datasource.hikari.maximum-pool-size' connections, and during a rotation"
                    + " 'rotating-datasource.policy.headroom' more: all instances together must stay below the limit of the"
                    + " server (max_connections in PostgreSQL) and of the role (CONNECTION LIMIT).";

    private static final String REACH =
            "Check host and port in 'spring.datasource.url' and that the database is up. To wait longer for it raise"
                    + " 'spring.datasource.hikari.initialization-fail-timeout'; a negative value starts without it.";

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, SQLTransientConnectionException cause) {
        String message = String.valueOf(cause.getMessage());
        boolean isOurs = message.startsWith("data source ") && message.contains(" could not start: ");
        return isOurs && "08001".equals(cause.getSQLState()) ? analysis(message, cause) : null;
    }

    private static FailureAnalysis analysis(String message, SQLException cause) {
        return new FailureAnalysis(message, isFull(cause) ? MAKE_ROOM : REACH, cause);
    }

    private static boolean isFull(SQLException cause) {
        return cause.getCause() instanceof SQLException said && FULL.contains(String.valueOf(said.getSQLState()));
    }
}
