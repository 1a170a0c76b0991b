package io.github.rotatingdatasource.testkit;

import java.time.Duration;
import java.time.Instant;

/**
 * A database user that a {@link LeaseServer} has made, and how long it lasts. Immutable: a renewal answers with another
 * one. Its {@link #toString()} leaves the password out.
 *
 * @param id names the lease, as in {@code database/creds/app-readonly/fVqKfWFlmLv5Sk7cWkRvOLhx}
 * @param username the login role
 * @param password its password
 * @param ttl how long the lease was granted for, last time
 * @param issuedAt when the user was made
 * @param expiresAt when the user will be revoked, unless the lease is renewed
 */
public record IssuedLease(
        String id, String username, String password, Duration ttl, Instant issuedAt, Instant expiresAt) {
    IssuedLease extended(Duration granted, Instant end) {
        return new IssuedLease(id, username, password, granted, issuedAt, end);
    }

    IssuedLease withPassword(String another) {
        return new IssuedLease(id, username, another, ttl, issuedAt, expiresAt);
    }

    @Override
    public String toString() {
        return "IssuedLease[" + id + ", " + username + ", " + issuedAt + " to " + expiresAt + "]";
    }
}
