package io.github.rotatingdatasource;

import static java.util.Objects.requireNonNull;

import io.github.rotatingdatasource.RotationEvent.Part;
import java.sql.SQLTransientConnectionException;
import org.jspecify.annotations.Nullable;

/**
 * Thrown by a checkout, and by {@link RotatingDataSourceBuilder#build()}, when there is no credential that the database accepts.
 *
 * <p>Its SQLState is 28000, not one of class 08, which would be read as a broken network. Trying again later may work: the
 * data source goes on asking its source by itself, unless it is suspended. {@link #part()} says what failed; the cause, if there
 * is one, keeps the SQLState of the driver.
 */
public final class CredentialsUnavailableException extends SQLTransientConnectionException {
    private static final long serialVersionUID = 1L;

    private final Part part;

    /**
     * Creates an exception.
     *
     * @param message what is missing and what heals it, without a secret
     * @param part what failed
     * @param cause why, or {@code null} if it is not known
     */
    public CredentialsUnavailableException(String message, Part part, @Nullable Throwable cause) {
        super(message, "28000", cause);
        this.part = requireNonNull(part, "part");
    }

    /** Returns what failed: the source, the lease, the login or the database; or that the data source is suspended. */
    public Part part() {
        return part;
    }
}
