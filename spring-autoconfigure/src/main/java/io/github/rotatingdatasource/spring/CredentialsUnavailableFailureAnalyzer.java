package io.github.rotatingdatasource.spring;

import io.github.rotatingdatasource.CredentialsUnavailableException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Explains a start without a login that works: the source has none, or the database does not accept it. */
final class CredentialsUnavailableFailureAnalyzer extends AbstractFailureAnalyzer<CredentialsUnavailableException> {
    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, CredentialsUnavailableException cause) {
        return new FailureAnalysis(String.valueOf(cause.getMessage()), action(cause), cause);
    }

    private static String action(CredentialsUnavailableException cause) {
        return switch (cause.part()) {
            case SOURCE ->
                "Check that the sidecar runs and has written or serves what 'rotating-datasource.source.*' points at, that this"
                        + " process may read it, and that its keys have the names that are configured. If the sidecar needs"
                        + " longer, raise 'rotating-datasource.policy.start-limit'.";
            case LEASE ->
                "Check that the sidecar still renews: the lease of what it gave has ended. Compare the clocks of the two, too.";
            case LOGIN ->
                "Check that the role exists in this database, may log in, and is the one that the sidecar's lease is for; that"
                        + " 'spring.datasource.url' names the server the lease was issued for; and that what was rendered is not"
                        + " from an earlier run.";
            case DATABASE, CLOSED -> "Check that the database of 'spring.datasource.url' is up and can be reached.";
        };
    }
}
