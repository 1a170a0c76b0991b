package io.github.rotatingdatasource;

import static java.util.Objects.requireNonNull;

import io.github.rotatingdatasource.RotationEvent.Part;
import org.jspecify.annotations.Nullable;

/**
 * Why there is no login that works, and how callers are told.
 *
 * @param part what failed; neither {@link Part#CLOSED}, which nothing heals, nor {@link Part#SUSPENDED}, which somebody wants
 * @param reason what was wrong, without a secret, as the middle of a sentence
 * @param cause what was thrown then, without a secret, or {@code null} if nothing was
 */
record Unavailability(Part part, String reason, @Nullable Throwable cause) {
    /** Checks that there is something to tell. */
    Unavailability {
        requireNonNull(reason, "reason");
        if (requireNonNull(part, "part") == Part.CLOSED || part == Part.SUSPENDED) {
            throw new IllegalArgumentException("part must be one that can heal, but is " + part);
        }
    }

    /** Returns what to throw, made anew so that its stack is the caller's. */
    CredentialsUnavailableException exception(String dataSource) {
        String message = dataSource + " has no login that works: " + reason + "; it heals by itself " + healing();
        return new CredentialsUnavailableException(message, part, cause);
    }

    private String healing() {
        return switch (part) {
            case SOURCE -> "when the source, which is asked again all the time, gives a credential";
            case LEASE -> "when the source has a newer credential";
            case LOGIN ->
                "when the source gives another login or the database accepts this one again,"
                        + " which is tried at growing intervals";
            case DATABASE -> "when the database accepts connections";
            case SUSPENDED, CLOSED -> throw new IllegalStateException("the constructor refuses " + part);
        };
    }
}
