package io.github.rotatingdatasource.source;

import io.github.rotatingdatasource.source.Exchange.Reply;
import io.github.rotatingdatasource.source.VaultFailed.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A credential as a sidecar answered it. Never printed, since the lease id is a secret.
 *
 * <p>A fresh lease counts from before the request was sent. The server counts from later, so the login lasts at least that
 * long: a lower bound is none too high, and a firm end comes early by what the request took, never late. A cached reply
 * counts from when the cache got it.
 *
 * @param leaseId what renews or revokes the lease, or {@code null} if there is none
 * @param isCached whether an agent answered from its cache, whose entry others may use as well
 */
record VaultReply(Credential credential, @Nullable String leaseId, boolean isRenewable, boolean isCached) {
    private static final String NO_VALUE = "<no value>";
    /** Any length does for what is over. */
    private static final Duration OVERDUE = Duration.ofSeconds(1);

    private static final List<String> OTHER_TYPES = List.of("rsa_private_key", "client_certificate");

    /**
     * Returns what {@code reply} means to whoever asked for {@code path}.
     *
     * @param sent when the request was about to be sent
     * @param received when the reply was there
     * @throws VaultFailed if it holds no credential
     */
    static VaultReply of(Reply reply, VaultPath path, Instant sent, Instant received) throws VaultFailed {
        if (reply.status() < 200 || reply.status() > 299) {
            throw VaultErrors.of(reply, path, received);
        }
        Map<String, String> values = values(reply);
        refuseOtherShapes(reply.status(), values, path);
        String id = values.getOrDefault("lease_id", "");
        Credential credential = new Credential(
                required(reply.status(), values, path.username()),
                required(reply.status(), values, path.password()),
                lease(reply, values, path, sent, received));
        return new VaultReply(
                credential, id.isEmpty() ? null : id, "true".equals(values.get("renewable")), isCached(reply));
    }

    /** Returns whether an agent answered from its cache; a MISS is said by agents that have none, too. */
    static boolean isCached(Reply reply) {
        return "HIT".equalsIgnoreCase(reply.header("x-cache"));
    }

    /** Returns the values of a reply that tells of success. */
    static Map<String, String> values(Reply reply) throws VaultFailed {
        String text = reply.text().strip();
        if (text.isEmpty()) {
            throw unreadable(reply.status(), "it has no body");
        }
        if (isHtml(reply)) {
            throw unreadable(reply.status(), VaultErrors.FOREIGN);
        }
        try {
            return Json.flatten(text);
        } catch (CredentialUnavailable failure) {
            throw unreadable(reply.status(), String.valueOf(failure.getMessage()));
        }
    }

    static boolean isHtml(Reply reply) {
        String type = reply.header("content-type");
        boolean isSaid = type != null && type.toLowerCase(Locale.ROOT).startsWith("text/html");
        return isSaid || reply.text().strip().startsWith("<");
    }

    private static VaultFailed unreadable(int status, String what) {
        return new VaultFailed(status, Kind.UNREADABLE, what, Duration.ZERO);
    }

    private static void refuseOtherShapes(int status, Map<String, String> values, VaultPath path) throws VaultFailed {
        if (values.containsKey("wrap_info.token")) {
            throw unsupported(status, "a wrapped reply, which is not unwrapped: ask without a wrapping TTL");
        }
        if (values.containsKey(path.password()) || path.kind().isKv()) {
            return;
        }
        for (String other : OTHER_TYPES) {
            if (values.containsKey("data." + other)) {
                throw unsupported(
                        status, "the role gives " + other + "; only with credential_type password is there a password");
            }
        }
    }

    private static VaultFailed unsupported(int status, String what) {
        return new VaultFailed(status, Kind.UNSUPPORTED, what, VaultErrors.SLOW);
    }

    private static String required(int status, Map<String, String> values, String key) throws VaultFailed {
        String value = values.get(key);
        if (value == null) {
            throw incomplete(status, "no " + key);
        }
        if (value.isEmpty() || value.equals(NO_VALUE)) {
            throw incomplete(status, (value.isEmpty() ? "an empty " : NO_VALUE + " for ") + key);
        }
        return value;
    }

    private static VaultFailed incomplete(int status, String what) {
        return new VaultFailed(status, Kind.UNREADABLE, "there is " + what, VaultErrors.SLOW);
    }

    private static Lease lease(
            Reply reply, Map<String, String> values, VaultPath path, Instant sent, Instant received) {
        Duration length = length(values, path.kind());
        if (path.kind() == VaultPath.Kind.STATIC_ROLE && length.isZero() && "0".equals(values.get("data.ttl"))) {
            return Lease.lowerBound(sent.minus(OVERDUE), OVERDUE); // its password is about to change
        }
        if (length.isZero()) {
            return Lease.unknown();
        }
        if (isCached(reply)) {
            return cachedLease(reply, length, received);
        }
        boolean isFirm = path.kind().mints() && reply.header("x-cache") == null;
        return isFirm ? Lease.firm(sent, length) : Lease.lowerBound(sent, length);
    }

    /** The body is the original one, and the agent may have renewed the lease since then without a word. */
    private static Lease cachedLease(Reply reply, Duration length, Instant received) {
        String age = reply.header("age");
        Duration since = age == null ? null : LeaseLength.parse(age.strip());
        return since == null ? Lease.unknown() : Lease.lowerBound(received.minus(since), length);
    }

    /** A length without a lease id ends nothing; a static role has neither, but says when its password changes. */
    private static Duration length(Map<String, String> values, VaultPath.Kind kind) {
        return switch (kind) {
            case DATABASE_ROLE ->
                values.getOrDefault("lease_id", "").isEmpty() ? Duration.ZERO : seconds(values.get("lease_duration"));
            case STATIC_ROLE -> seconds(values.get("data.ttl"));
            case KV1, KV2 -> Duration.ZERO;
        };
    }

    /** Returns a length, or zero for one that is not there, not positive, or not to be understood. */
    static Duration seconds(@Nullable String text) {
        Duration length = text == null ? null : LeaseLength.parse(text);
        return length == null ? Duration.ZERO : length;
    }

    @Override
    public String toString() {
        return "VaultReply[" + credential + (isCached ? ", cached]" : "]");
    }
}
