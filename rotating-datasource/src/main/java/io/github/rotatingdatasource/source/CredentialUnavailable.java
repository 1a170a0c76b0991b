package io.github.rotatingdatasource.source;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * Thrown by a source that has no credential to give: says what was wanted, what was found and where, never a secret.
 */
public final class CredentialUnavailable extends Exception {
    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;

    /** Creates an exception whose message holds no secret. */
    public CredentialUnavailable(String message) {
        super(message);
        this.retryAfter = Duration.ZERO;
    }

    /** Creates an exception whose message and cause hold no secret. */
    public CredentialUnavailable(String message, Throwable cause) {
        super(message, cause);
        this.retryAfter = Duration.ZERO;
    }

    /**
     * Creates an exception whose message holds no secret.
     *
     * @param retryAfter how long asking again is pointless or unwelcome; more than a minute counts as a minute
     */
    public CredentialUnavailable(String message, Duration retryAfter) {
        super(message);
        this.retryAfter = requireNonNull(retryAfter, "retryAfter");
    }

    /** Returns how long the source does not want to be asked again, zero by default. News cut it short. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
