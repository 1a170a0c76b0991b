package io.github.rotatingdatasource.source;

import static java.util.Objects.requireNonNull;

/**
 * What the database asks for at login, and the lease it is good for.
 *
 * <p>Its {@link #toString()} shows a fingerprint only, so a credential is safe to log and to show in a failed assertion.
 * Immutable.
 *
 * @param username the database user; never empty
 * @param password its password; never empty
 * @param lease how long the two are good for
 */
public record Credential(String username, String password, Lease lease) {
    /** Checks that there is a username and a password. */
    public Credential {
        requireNonNull(lease, "lease");
        if (requireNonNull(username, "username").isEmpty()) {
            throw new IllegalArgumentException("username of a credential must not be empty");
        }
        if (requireNonNull(password, "password").isEmpty()) {
            throw new IllegalArgumentException("password of a credential must not be empty");
        }
    }

    /** Returns whether {@code other} logs in as the same user with the same password, whatever its lease. */
    public boolean hasSameLoginAs(Credential other) {
        return username.equals(other.username) && password.equals(other.password);
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
        return "Credential[" + fingerprint() + ", " + lease + "]";
    }
}
