package io.github.rotatingdatasource.source;

import io.github.rotatingdatasource.source.Exchange.Reply;
import io.github.rotatingdatasource.source.HeldLogins.Held;
import io.github.rotatingdatasource.source.VaultFailed.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews and revokes the leases of logins that were made for this source. Where that fails it costs a login made too early, or
 * one that lives to its end: nothing is thrown. Called by one thread at a time; the clock dates leases and bounds closing.
 */
final class LeaseCare {
    /** For how long revoking goes on when the source is closed; the request then under way is not broken off. */
    static final Duration CLOSING = Duration.ofSeconds(4);

    /** Leases are counted in whole seconds. */
    private static final Duration ROUNDING = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(SidecarSource.class);

    private final VaultPath path;
    private final VaultRequests requests;
    private final Asking asking;
    private final HeldLogins logins;
    private final InstantSource clock;

    LeaseCare(VaultPath path, VaultRequests requests, Asking asking, HeldLogins logins, InstantSource clock) {
        this.path = path;
        this.requests = requests;
        this.asking = asking;
        this.logins = logins;
        this.clock = clock;
    }

    /** Returns the newest login with its lease renewed, or {@code null} if it is not to be renewed or cannot be. */
    @Nullable
    Credential renewed() {
        Held held = logins.newest();
        Instant sent = clock.instant();
        String leaseId = held == null ? null : held.renewableAt(sent);
        if (held == null || leaseId == null) {
            return null;
        }
        try {
            Reply reply = asking.once(requests.renewal(leaseId, increment(held, sent)));
            Lease lease = renewed(reply, path, held.length(), sent, clock.instant());
            return logins.renewed(held, lease).credential();
        } catch (VaultFailed | ExchangeFailed | CredentialUnavailable failure) {
            LOG.debug("a lease is not renewed, so a new login is asked for: {}", failure.getMessage());
            return null;
        }
    }

    /** Never less than what is left, which would shorten the lease. */
    private static Duration increment(Held held, Instant now) {
        Duration left = held.left(now).plus(ROUNDING);
        return left.compareTo(held.length()) > 0 ? left : held.length();
    }

    /**
     * Returns the lease that {@code reply} to a renewal tells of. The server has counted it anew, so its end is firm.
     *
     * @param before how long the lease was
     * @throws VaultFailed if it was not renewed, or for less, because the longest that it may last is near
     */
    static Lease renewed(Reply reply, VaultPath path, Duration before, Instant sent, Instant received)
            throws VaultFailed {
        if (reply.status() != 200) {
            throw VaultErrors.of(reply, path, received);
        }
        if (VaultReply.isCached(reply)) {
            throw notRenewed("the sidecar answered from its cache, so the server was not asked");
        }
        Duration length = VaultReply.seconds(VaultReply.values(reply).get("lease_duration"));
        if (length.isZero() || length.plus(ROUNDING).compareTo(before) < 0) {
            throw notRenewed(
                    "it lasts " + length.toSeconds() + " s more, where it lasted " + before.toSeconds() + " s");
        }
        return Lease.firm(sent, length);
    }

    private static VaultFailed notRenewed(String message) {
        return new VaultFailed(200, Kind.NOT_RENEWED, message, Duration.ZERO);
    }

    /** Revokes the lease of a login that nobody uses any more. */
    void revoke(Held held) {
        if (held.leaseId() != null && held.isOwn() && !isOver(held.leaseId())) {
            logins.keep(held); // to be tried again at the end
        }
    }

    /** Revokes what is left, in a bounded time. */
    void close() {
        Instant end = clock.instant().plus(CLOSING);
        List<Held> left = logins.all();
        for (int i = 0; i < left.size(); i++) {
            if (!clock.instant().isBefore(end)) {
                LOG.warn("{} leases are not revoked in time, and live until they end", left.size() - i);
                return;
            }
            revoke(left.get(i));
        }
    }

    private boolean isOver(String leaseId) {
        try {
            return isOver(asking.once(requests.revocation(leaseId)));
        } catch (ExchangeFailed | CredentialUnavailable failure) {
            LOG.debug("a lease is not revoked: {}", failure.getMessage());
            return false;
        }
    }

    /** Returns whether {@code reply} to a revocation ends the matter: also if it is forbidden, or the database is down. */
    static boolean isOver(Reply reply) {
        int status = reply.status();
        boolean isRevoked = status >= 200 && status <= 299;
        if (!isRevoked) {
            LOG.debug(
                    "a lease is not revoked: it answered {}, where 403 says that the policy lacks sys/leases/revoke",
                    status);
        }
        return isRevoked || status == 400 || status == 403;
    }
}
