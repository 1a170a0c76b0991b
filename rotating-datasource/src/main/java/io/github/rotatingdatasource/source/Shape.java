package io.github.rotatingdatasource.source;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one way to write a credential down.
 *
 * @param length the key of the lease's length
 * @param ttl the key of the time to the next password, which a static role has beside an empty lease, or {@code null}
 */
record Shape(
        String username,
        String password,
        String leaseId,
        String length,
        @Nullable String ttl) {
    /**
     * Returns the shape that {@code entries} have; the first if they have none and there is one only.
     *
     * @throws CredentialUnavailable if they have none, or several that do not say the same
     */
    static Shape of(Map<String, String> entries, List<Shape> shapes) throws CredentialUnavailable {
        List<Shape> present =
                shapes.stream().filter(shape -> shape.isIn(entries)).toList();
        if (present.isEmpty()) {
            return onlyOneOf(shapes);
        }
        for (Shape other : present) {
            present.get(0).checkAgrees(other, entries);
        }
        return present.stream()
                .filter(shape -> shape.isWholeIn(entries))
                .findFirst()
                .orElse(present.get(0));
    }

    private boolean isIn(Map<String, String> entries) {
        return entries.containsKey(username) || entries.containsKey(password);
    }

    private boolean isWholeIn(Map<String, String> entries) {
        return entries.containsKey(username) && entries.containsKey(password);
    }

    private static Shape onlyOneOf(List<Shape> shapes) throws CredentialUnavailable {
        if (shapes.size() == 1) {
            return shapes.get(0);
        }
        String wanted = shapes.stream()
                .map(shape -> shape.username + " and " + shape.password)
                .collect(Collectors.joining(", or "));
        throw new CredentialUnavailable("wanted " + wanted + ", but found none of them");
    }

    private void checkAgrees(Shape other, Map<String, String> entries) throws CredentialUnavailable {
        checkSame(username, other.username, entries);
        checkSame(password, other.password, entries);
    }

    private static void checkSame(String key, String other, Map<String, String> entries) throws CredentialUnavailable {
        if (!Objects.equals(entries.get(key), entries.get(other))) {
            throw new CredentialUnavailable("wanted one credential, but " + key + " and " + other
                    + " are not the same; set usernameKey and passwordKey to those that count");
        }
    }

    /** Returns the keys to look for in {@code entries}. */
    CredentialKeys keys(Map<String, String> entries) {
        if (ttl == null || !entries.containsKey(ttl)) {
            return withLength();
        }
        String told = entries.get(length);
        if (told != null && !isZero(told)) {
            return withLength(); // a lease, or KV version 1, which prints a length beside its empty lease id
        }
        boolean isStaticRole = told != null && entries.getOrDefault(leaseId, "").isEmpty();
        return isStaticRole ? new CredentialKeys(username, password, null, ttl) : withTtl();
    }

    private static boolean isZero(String text) {
        Duration length = LeaseLength.parse(text);
        return length != null && length.isZero();
    }

    CredentialKeys withLength() {
        return new CredentialKeys(username, password, leaseId, length);
    }

    CredentialKeys withTtl() {
        return new CredentialKeys(username, password, leaseId, ttl == null ? length : ttl);
    }
}
