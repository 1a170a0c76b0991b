package io.github.rotatingdatasource.source;

import io.github.rotatingdatasource.source.Exchange.Reply;
import io.github.rotatingdatasource.source.VaultFailed.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a reply that is no success means. The status is not enough: a 400 may be the end of a lease or a database that is
 * down, a 412 a setting of the listener or a replica that lags.
 *
 * <p>Of the texts that come along only the phrases below are repeated. The rest is not ours to print: it may hold what a
 * database or a plugin said.
 */
final class VaultErrors {
    /** How long to wait for what people must mend; they may do so at any time. */
    static final Duration SLOW = Duration.ofSeconds(10);

    private static final Duration LIMITED = Duration.ofSeconds(5);
    /** Leases go away one by one, and each login that is tried is one more. */
    private static final Duration TOO_MANY_LEASES = Duration.ofSeconds(30);

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final String PAST_MAX_TTL = "past the max TTL";
    private static final String DENIED = "permission denied";

    static final String FOREIGN = "with HTML: something else than Vault answers at this address, or before it";

    private static final List<Phrase> PHRASES = List.of(
            new Phrase(400, "unknown role", Kind.CONFIGURATION, SLOW),
            new Phrase(400, "lease not found", Kind.LEASE_GONE, Duration.ZERO),
            new Phrase(400, "lease expired", Kind.LEASE_GONE, Duration.ZERO),
            new Phrase(400, "lease is not renewable", Kind.LEASE_GONE, Duration.ZERO),
            new Phrase(400, "invalid lease", Kind.LEASE_GONE, Duration.ZERO),
            new Phrase(403, "invalid token", Kind.TOKEN, SLOW),
            new Phrase(404, "no handler for route", Kind.CONFIGURATION, SLOW),
            new Phrase(404, "unsupported path", Kind.CONFIGURATION, SLOW),
            new Phrase(405, "unsupported operation", Kind.CONFIGURATION, SLOW),
            new Phrase(412, "missing \"X-Vault-Request\" header", Kind.CONFIGURATION, SLOW),
            new Phrase(429, "lease count quota exceeded", Kind.LIMIT, TOO_MANY_LEASES),
            new Phrase(429, "rate limit quota exceeded", Kind.LIMIT, LIMITED),
            new Phrase(500, "failed to get the response", Kind.UNAVAILABLE, Duration.ZERO),
            new Phrase(500, "is not an allowed role", Kind.BACKEND, SLOW),
            new Phrase(500, "failed to execute query", Kind.BACKEND, SLOW),
            new Phrase(500, "unable to start transaction", Kind.BACKEND, Duration.ZERO),
            new Phrase(503, "Vault is sealed", Kind.UNAVAILABLE, Duration.ZERO));

    private VaultErrors() {}

    /** A text that servers and agents are known to send with a status. */
    private record Phrase(int status, String text, Kind kind, Duration retryAfter) {}

    /** What a status and its texts come to. */
    private record Meaning(Kind kind, String phrase, Duration retryAfter) {
        Meaning(Kind kind, Duration retryAfter) {
            this(kind, "", retryAfter);
        }

        String detail() {
            String advice = advice(kind);
            return phrase.isEmpty() || advice.isEmpty() ? phrase + advice : phrase + "; " + advice;
        }
    }

    /** Returns the failure that {@code reply} to a request for {@code path} tells, whose status is not in the 200s. */
    static VaultFailed of(Reply reply, VaultPath path, Instant now) {
        Meaning meaning = meaning(reply.status(), texts(reply), path.kind());
        String detail = VaultReply.isHtml(reply) ? FOREIGN : meaning.detail();
        return new VaultFailed(reply.status(), meaning.kind(), detail, retryAfter(reply, meaning, now));
    }

    /** What people must mend is not mended sooner because a proxy says so; a limit may ask for nothing while it lasts. */
    private static Duration retryAfter(Reply reply, Meaning meaning, Instant now) {
        if (reply.header("retry-after") == null) {
            return meaning.retryAfter();
        }
        boolean isTimed = reply.status() == 429 || reply.status() >= 500;
        Duration least = isTimed ? SHORTEST : meaning.retryAfter();
        Duration asked = RetryAfter.of(reply, now);
        return asked.compareTo(least) < 0 ? least : asked;
    }

    private static String texts(Reply reply) {
        try {
            Map<String, String> values = Json.flatten(reply.text());
            return IntStream.range(0, values.size())
                    .mapToObj(i -> values.get("errors." + i))
                    .takeWhile(Objects::nonNull)
                    .collect(Collectors.joining("\n"));
        } catch (CredentialUnavailable notJson) {
            return "";
        }
    }

    private static Meaning meaning(int status, String texts, VaultPath.Kind asked) {
        if (status == 400
                && (texts.startsWith("failed to renew entry:") || texts.startsWith("failed to revoke entry:"))) {
            return texts.contains(PAST_MAX_TTL)
                    ? new Meaning(Kind.LEASE_GONE, PAST_MAX_TTL, Duration.ZERO)
                    : new Meaning(Kind.BACKEND, Duration.ZERO); // no verdict on the lease: the database did not answer
        }
        for (Phrase phrase : PHRASES) {
            if (phrase.status() == status && texts.contains(phrase.text())) {
                return new Meaning(phrase.kind(), phrase.text(), phrase.retryAfter());
            }
        }
        return status == 403 ? forbidden(texts) : byStatus(status, asked);
    }

    /** A token without the right gets the text in a list of errors; no token at all, or a dead one, gets it bare. */
    private static Meaning forbidden(String texts) {
        String phrase = texts.contains(DENIED) ? DENIED : "";
        return new Meaning(texts.equals(DENIED) ? Kind.TOKEN : Kind.PERMISSION, phrase, SLOW);
    }

    private static Meaning byStatus(int status, VaultPath.Kind asked) {
        if (status < 400) {
            return new Meaning(Kind.REDIRECT, SLOW);
        }
        return switch (status) {
            case 400 -> new Meaning(Kind.BAD_REQUEST, SLOW);
            case 401 -> new Meaning(Kind.TOKEN, SLOW);
            case 404 -> new Meaning(asked.isKv() ? Kind.MISSING : Kind.CONFIGURATION, SLOW);
            case 412 -> new Meaning(Kind.UNAVAILABLE, "the server lags behind", Duration.ZERO);
            case 429 -> new Meaning(Kind.LIMIT, LIMITED);
            case 472, 473 -> new Meaning(Kind.UNAVAILABLE, "a standby answered", Duration.ZERO);
            case 500 -> new Meaning(Kind.BACKEND, Duration.ZERO);
            case 501 -> new Meaning(Kind.UNAVAILABLE, "not initialized", SLOW);
            default ->
                status < 500 ? new Meaning(Kind.CONFIGURATION, SLOW) : new Meaning(Kind.UNAVAILABLE, Duration.ZERO);
        };
    }

    private static String advice(Kind kind) {
        return switch (kind) {
            case TOKEN ->
                "a sidecar logs in again by itself, which may take most of its token's lifetime, and needs"
                        + " use_auto_auth_token; a token file needs a new token";
            case PERMISSION -> "the policy does not grant this path, or there is no such mount";
            case REDIRECT -> "redirects are not followed: address the active server, or an agent";
            case BACKEND -> "the database or the role's statements failed behind it";
            default -> "";
        };
    }
}
