package io.github.rotatingdatasource.testkit;

import java.time.Duration;

/** What a credential file looks like. Called by whoever renders; must not block. */
@FunctionalInterface
public interface CredentialTemplate {
    /** Returns the file's text for a user and its lease. */
    String render(String username, String password, String leaseId, Duration ttl);

    /** Returns the file's text for {@code lease}. */
    default String render(IssuedLease lease) {
        return render(lease.username(), lease.password(), lease.id(), lease.ttl());
    }

    /**
     * Returns the template that tells the lease id and the TTL, in seconds, next to user and password. The empty lines
     * are those that a block of Vault Agent's template language leaves.
     */
    static CredentialTemplate corrected() {
        return (username, password, leaseId, ttl) -> lines(username, password, leaseId, Long.toString(ttl.toSeconds()));
    }

    /**
     * Returns the template that asks for the lease under wrong names ({@code .Data.lease_id}), as many tutorials do:
     * the agent renders {@code <no value>} there.
     */
    static CredentialTemplate withoutLease() {
        return (username, password, leaseId, ttl) -> lines(username, password, "<no value>", "<no value>");
    }

    private static String lines(String username, String password, String leaseId, String ttl) {
        return """

            DB_USER=%s
            DB_PASS=%s
            DB_LEASE_ID=%s
            DB_TTL=%s

            """.formatted(username, password, leaseId, ttl);
    }
}
