package io.github.rotatingdatasource.source;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A source that an application feeds, with what another library hands it: Spring Vault, a secret manager's own client.
 *
 * <pre>{@code
 * OfferedCredentials logins = CredentialSource.offered();
 * container.addLeaseListener(event -> logins.offer(credentialOf(event)));
 * }</pre>
 *
 * <p>A data source that is suspended has it forget what was offered, and waits for another offer when it is resumed.
 *
 * <p>Safe for use by several threads: the lock guards which credential is the newest, and whoever waits for one is told outside of it.
 */
public final class OfferedCredentials implements CredentialSource {
    private @Nullable Credential newest;
    private Runnable changed = () -> {};
    private boolean closed;

    OfferedCredentials() {}

    /**
     * Has {@code credential} used from now on, in place of the one before. The same login with another lease lasts as long as that
     * says. A lease that nobody dated begins now. Returns at once, and does nothing once the source is closed. For any thread.
     */
    public void offer(Credential credential) {
        requireNonNull(credential, "credential");
        take(credential.datedFrom(Instant.now())).run();
    }

    private synchronized Runnable take(Credential credential) {
        if (closed) {
            return () -> {};
        }
        newest = credential;
        return changed;
    }

    /** Returns what was offered last. */
    @Override
    public synchronized Credential read() throws CredentialUnavailable {
        if (newest == null) {
            throw new CredentialUnavailable("nothing was offered yet");
        }
        return newest;
    }

    /** Returns {@code true}: what was offered is at hand. */
    @Override
    public boolean isCheap() {
        return true;
    }

    @Override
    public synchronized void onChange(Runnable changed) {
        this.changed = changed;
    }

    /** Forgets what was offered: the application, which knows when it goes on, offers another credential then. */
    @Override
    public synchronized void suspend() {
        newest = null;
    }

    @Override
    public synchronized void close() {
        closed = true;
        newest = null; // a password less in memory
    }
}
