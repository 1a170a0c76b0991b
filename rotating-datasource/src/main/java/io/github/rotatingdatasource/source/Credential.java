package io.github.rotatingdatasource.source;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * What the database asks for at login, and the lease it is good for.
 *
 * <p>Its {@link #toString()} shows a fingerprint only, so a credential is safe to log and to show in a failed assertion.
 * Immutable.
 *
 * @param username the database user; never empty
 * @param password its password; never empty
 * @param lease how long the two are good for
 * @param isLoginOnly whether the password is a token that counts at login and never again, as with RDS IAM: then another
 *     token of the same user is used for new connections, and replaces nothing. The lease of a token is never firm, since its end
 *     ends no session
 */
public record Credential(String username, String password, Lease lease, boolean isLoginOnly) {
    /** Checks that there is a username and a password, and that a token's end ends nothing. */
    public Credential {
        requireNonNull(lease, "lease");
        if (isLoginOnly && lease.end() == Lease.End.FIRM) {
            throw new IllegalArgumentException("lease of a login-only credential must not be firm, but is " + lease);
        }
        if (requireNonNull(username, "username").isEmpty()) {
            throw new IllegalArgumentException("username of a credential must not be empty");
        }
        if (requireNonNull(password, "password").isEmpty()) {
            throw new IllegalArgumentException("password of a credential must not be empty");
        }
    }

    /** Creates a credential whose sessions end with it. */
    public Credential(String username, String password, Lease lease) {
        this(username, password, lease, false);
    }

    /** Returns a credential whose {@code token} counts at login only, and whose end nobody told. */
    public static Credential loginOnly(String username, String token) {
        return new Credential(username, token, Lease.unknown(), true);
    }

    /** Returns whether {@code other} logs in as the same user with the same password, whatever its lease. */
    public boolean hasSameLoginAs(Credential other) {
        return username.equals(other.username) && password.equals(other.password);
    }

    /** Returns this credential with a lease that begins at {@code time}, unless its source has dated it. */
    Credential datedFrom(Instant time) {
        return new Credential(username, password, lease.datedFrom(time), isLoginOnly);
    }

    /**
     * Returns a short name for this login that is safe to print: the same for the same login within this process, and
     * keyed by a random number of this process, so that nobody can find the login by trying.
     */
    public String fingerprint() {
        return Fingerprint.of(username, password);
    }

    @Override
    public String toString() {
        return "Credential[" + fingerprint() + ", " + lease + (isLoginOnly ? ", login only]" : "]");
    }
}
