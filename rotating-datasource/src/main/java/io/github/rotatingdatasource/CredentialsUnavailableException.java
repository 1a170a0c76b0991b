package io.github.rotatingdatasource;

import java.sql.SQLTransientConnectionException;
import org.jspecify.annotations.Nullable;

/**
 * Thrown by a checkout when there is no credential that the database accepts.
 *
 * <p>Its SQLState is 28000, not one of class 08, which would be read as a broken network. Trying again later may work: the
 * data source goes on asking its source by itself.
 */
public final class CredentialsUnavailableException extends SQLTransientConnectionException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message what is missing and what heals it, without a secret
     * @param cause why, if it is known
     */
    public CredentialsUnavailableException(String message, @Nullable Throwable cause) {
        super(message, "28000", cause);
    }
}
