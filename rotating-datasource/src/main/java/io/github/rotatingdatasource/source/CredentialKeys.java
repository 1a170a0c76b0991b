package io.github.rotatingdatasource.source;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Under which keys a file has its credential, and what the values mean together.
 *
 * <p>No lease of a file is firm: the agent renews it without writing the file again.
 *
 * @param leaseId {@code null} if an empty lease id means nothing, as with a static role
 */
record CredentialKeys(
        String username, String password, @Nullable String leaseId, String ttl) {
    /** What Go's templates print for a field that does not exist. */
    private static final String NO_VALUE = "<no value>";

    CredentialKeys {
        List<String> all =
                leaseId == null ? List.of(username, password, ttl) : List.of(username, password, leaseId, ttl);
        if (Set.copyOf(all).size() < all.size() || all.contains("")) {
            throw new IllegalArgumentException("keys must be different names, but are \"" + username + "\", \""
                    + password + "\", \"" + leaseId + "\" and \"" + ttl + "\"");
        }
    }

    /** Returns the credential in {@code entries}, which were rendered at {@code began}, if that is known. */
    Credential credential(Map<String, String> entries, @Nullable Instant began, FileAdvice advice)
            throws CredentialUnavailable {
        return new Credential(required(entries, username), required(entries, password), lease(entries, began, advice));
    }

    private static String required(Map<String, String> entries, String key) throws CredentialUnavailable {
        String value = entries.get(key);
        if (value == null) {
            throw new CredentialUnavailable("key " + key + " is missing");
        }
        if (value.isEmpty()) {
            throw new CredentialUnavailable("key " + key + " is empty");
        }
        if (value.equals(NO_VALUE)) {
            throw new CredentialUnavailable("key " + key + " has " + NO_VALUE
                    + ", because the template names a field that the secret does not have");
        }
        return value;
    }

    /** A time beside an empty lease id ends nothing (KV); without the key it says when a static password changes. */
    private Lease lease(Map<String, String> entries, @Nullable Instant began, FileAdvice advice) {
        String id = leaseId == null ? null : entries.get(leaseId);
        String length = entries.getOrDefault(ttl, "");
        if (NO_VALUE.equals(id) || NO_VALUE.equals(length)) {
            advice.leaseIsNotRendered(leaseId, ttl);
            return Lease.unknown();
        }
        boolean hasLease = (id == null || !id.isEmpty()) && !length.isEmpty();
        return hasLease ? lease(length, began, advice) : Lease.unknown();
    }

    private Lease lease(String text, @Nullable Instant began, FileAdvice advice) {
        Duration length = LeaseLength.parse(text);
        if (length == null) {
            advice.lengthIsNotReadable(ttl);
            return Lease.unknown();
        }
        return length.isZero() ? Lease.unknown() : Lease.lowerBound(began, length);
    }
}
