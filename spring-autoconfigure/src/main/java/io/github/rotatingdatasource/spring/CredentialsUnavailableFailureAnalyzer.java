package io.github.rotatingdatasource.spring;

import io.github.rotatingdatasource.CredentialsUnavailableException;
import io.github.rotatingdatasource.RotationEvent.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/** Explains a start without a login that works: the source has none, or the database does not accept it. */
final class CredentialsUnavailableFailureAnalyzer extends AbstractFailureAnalyzer<CredentialsUnavailableException> {
    private final Environment environment;

    CredentialsUnavailableFailureAnalyzer(Environment environment) {
        this.environment = environment;
    }

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, CredentialsUnavailableException cause) {
        String age = cause.part() == Part.LOGIN ? ages() : "";
        return new FailureAnalysis(cause.getMessage() + age, action(cause), cause);
    }

    /** Returns how old the files are that the keys point at: a refused login is mostly an old one. */
    private String ages() {
        return Binder.get(environment)
                .bind("rotating-datasource.source", RotatingDataSourceProperties.Source.class)
                .map(source -> source.settings()
                        .map(CredentialsUnavailableFailureAnalyzer::age)
                        .collect(Collectors.joining()))
                .orElse("");
    }

    private static String age(SourceSettings settings) {
        Path file = settings.newestFile();
        if (file == null) {
            return "";
        }
        try {
            Instant written = Files.getLastModifiedTime(file).toInstant();
            Duration age = Duration.between(written, Instant.now()).truncatedTo(ChronoUnit.SECONDS);
            return "\n\n'" + settings.prefix() + "' reads " + file + ", which was written " + age + " ago.";
        } catch (IOException gone) {
            return "";
        }
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
            case SUSPENDED ->
                "Ask for a connection only after the data source was resumed: in a later phase of the start.";
            case DATABASE, CLOSED -> "Check that the database of 'spring.datasource.url' is up and can be reached.";
        };
    }
}
