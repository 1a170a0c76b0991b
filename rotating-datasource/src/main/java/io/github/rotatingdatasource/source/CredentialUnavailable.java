package io.github.rotatingdatasource.source;

/**
 * Thrown by a source that has no credential to give: says what was wanted, what was found and where, never a secret.
 */
public final class CredentialUnavailable extends Exception {
    private static final long serialVersionUID = 1L;

    /** Creates an exception whose message holds no secret. */
    public CredentialUnavailable(String message) {
        super(message);
    }

    /** Creates an exception whose message and cause hold no secret. */
    public CredentialUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
