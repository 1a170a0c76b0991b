package io.github.rotatingdatasource.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Explains a source that lacks the HTTP client, or has one that is too old; also a source that is a bean of the application. */
final class HttpClientFailureAnalyzer extends AbstractFailureAnalyzer<IllegalStateException> {
    private static final String ARTIFACT = "org.apache.httpcomponents.client5:httpclient5";
    private static final String ACTION = "Add the dependency " + ARTIFACT
            + ", version 5.6 or newer. Spring Boot 4.0 manages an older one: there set the build properties"
            + " 'httpclient5.version' to 5.6.5 and 'httpcore5.version' to 5.4.4, which belong together.";

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, IllegalStateException cause) {
        String message = String.valueOf(cause.getMessage());
        return message.contains(ARTIFACT) ? new FailureAnalysis(message + ".", ACTION, cause) : null;
    }
}
