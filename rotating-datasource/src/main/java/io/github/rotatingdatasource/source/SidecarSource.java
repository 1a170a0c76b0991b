package io.github.rotatingdatasource.source;

import io.github.rotatingdatasource.source.Exchange.Reply;
import io.github.rotatingdatasource.source.HeldLogins.Held;
import java.time.Duration;
import java.time.Instant;

/**
 * Asks Vault or OpenBao, through an agent or a proxy beside this process or directly, for a credential.
 *
 * <p>A read of a database role makes a login, so it is sent once; all other reads may be repeated. While the sidecar
 * answers from its cache it may be polled all the same, since that makes none.
 *
 * <p>Called by one thread at a time, as {@link CredentialSource} promises, which is why there is no lock here.
 */
final class SidecarSource implements CredentialSource {
    private static final String STALE =
            "its cache still has the login that the database refused, although it was told to forget it;"
                    + " does /agent/v1/cache-clear reach the agent?";

    private static final String ORPHAN = "; it may have made a login that nobody uses, which ends with its lease";

    private final SidecarSettings settings;
    private final VaultPath path;
    private final VaultRequests requests;
    private final Asking asking;
    private final Runnable release;
    private final HeldLogins logins = new HeldLogins();
    private final LeaseCare leases;
    private final AgentCache cache;
    private boolean cacheAnswers;
    private boolean cacheIsStale;
    private boolean closed;

    /**
     * Creates a source.
     *
     * @param release ends what {@code asking} holds
     */
    SidecarSource(SidecarSettings settings, Asking asking, Runnable release) {
        this.settings = settings;
        this.path = settings.path();
        this.requests = settings.requests();
        this.asking = asking;
        this.release = release;
        this.leases = new LeaseCare(path, requests, asking, logins, settings.clock());
        this.cache = new AgentCache(path, requests, asking);
    }

    @Override
    public Credential read() throws CredentialUnavailable {
        Credential renewed = settings.renews() ? leases.renewed() : null;
        return renewed != null ? renewed : fetched();
    }

    private Credential fetched() throws CredentialUnavailable {
        try {
            return logins.took(newest()).credential();
        } catch (VaultFailed failure) {
            throw new CredentialUnavailable(where() + failure.getMessage(), failure.retryAfter());
        } catch (ExchangeFailed failure) {
            String orphan = failure.wasSent() && path.kind().mints() ? ORPHAN : "";
            throw new CredentialUnavailable(where() + failure.getMessage() + orphan, failure);
        } catch (CredentialUnavailable failure) {
            throw new CredentialUnavailable(where() + failure.getMessage(), failure);
        }
    }

    /**
     * Returns what the sidecar has. A login that was made for us, was refused since, and now comes out of the cache would be
     * refused once more before anybody cleared it, so that is done at once.
     */
    private VaultReply newest() throws VaultFailed, ExchangeFailed, CredentialUnavailable {
        boolean wasCleared = cacheIsStale;
        VaultReply reply = reply();
        if (isDead(reply) && !wasCleared && settings.clearsAgentCache()) {
            cacheIsStale = true;
            wasCleared = true;
            reply = reply();
        }
        if (isDead(reply) && wasCleared) {
            cacheIsStale = true; // and goes on being cleared
            throw new VaultFailed(200, VaultFailed.Kind.STALE, STALE, Duration.ZERO);
        }
        cacheIsStale = false;
        return reply;
    }

    private boolean isDead(VaultReply reply) {
        Held known = logins.of(reply.credential());
        return known != null && known.isRefused() && reply.isCached();
    }

    private VaultReply reply() throws VaultFailed, ExchangeFailed, CredentialUnavailable {
        cacheAnswers = false; // unless the answer shows it again: a sidecar that fails may have lost its cache
        if (cacheIsStale) {
            cacheIsStale = !cache.clear(); // what is made next stays, whether its answer arrives or not
        }
        Instant sent = settings.clock().instant();
        Reply reply = asking.ask(requests.read(path), path.kind().mints());
        VaultReply read = VaultReply.of(reply, path, sent, settings.clock().instant());
        cacheAnswers = read.isCached();
        return read;
    }

    private String where() {
        return "no credential from " + this + ": ";
    }

    /** Asking a cache makes no login, and once its agent can renew the last one no more, the answer is the next. */
    @Override
    public boolean isCheap() {
        return !path.kind().mints() || cacheAnswers;
    }

    @Override
    public Duration pollInterval() {
        return settings.pollInterval();
    }

    @Override
    public void refused(Credential credential) {
        boolean isCached = logins.refused(credential);
        cacheIsStale |= isCached && settings.clearsAgentCache();
    }

    @Override
    public void accepted(Credential credential) {
        logins.accepted(credential);
    }

    @Override
    public void retired(Credential credential) {
        Held held = logins.remove(credential);
        if (held != null && settings.revokes()) {
            leases.revoke(held);
        }
    }

    /** No connection is kept between two requests, so there is none to give up. */
    @Override
    public void suspend() {
        try {
            if (settings.revokes()) {
                leases.close();
            }
        } finally {
            logins.clear();
            cacheAnswers = false;
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            if (settings.revokes()) {
                leases.close();
            }
        } finally {
            release.run();
        }
    }

    @Override
    public String toString() {
        return path + " at " + settings.sidecar();
    }
}
