package io.github.rotatingdatasource.testkit;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link VaultAgent} is configured.
 *
 * @param cache whether it keeps replies with a renewable lease: the {@code cache} stanza
 * @param autoAuth whether it sends its own token
 * @param policy what its token may do
 * @param requireRequestHeader whether clients must send {@code X-Vault-Request: true}
 * @param patience how long it asks a server that is down or fails, before it answers 500; zero for one attempt, as with
 *     {@code num_retries = -1}, and then the server's own failure is passed on
 * @param socket the Unix socket to listen at, besides the TCP port; no longer than 107 bytes
 */
public record AgentSettings(
        boolean cache,
        AutoAuth autoAuth,
        TokenPolicy policy,
        boolean requireRequestHeader,
        Duration patience,
        @Nullable Path socket) {
    private static final AgentSettings DEFAULTS =
            new AgentSettings(false, AutoAuth.IF_MISSING, TokenPolicy.READ, false, Duration.ofSeconds(60), null);

    /** Checks that the patience is a length. */
    public AgentSettings {
        if (patience.isNegative()) {
            throw new IllegalArgumentException("patience must not be negative, but is " + patience);
        }
    }

    /** Returns an agent without a cache at a TCP port, that adds its token, and waits 60 s for a server. */
    public static AgentSettings defaults() {
        return DEFAULTS;
    }

    /** Returns these settings with a cache. */
    public AgentSettings withCache() {
        return new AgentSettings(true, autoAuth, policy, requireRequestHeader, patience, socket);
    }

    /** Returns these settings with another use of the agent's token. */
    public AgentSettings withAutoAuth(AutoAuth another) {
        return new AgentSettings(cache, another, policy, requireRequestHeader, patience, socket);
    }

    /** Returns these settings with another policy for the agent's token. */
    public AgentSettings withPolicy(TokenPolicy another) {
        return new AgentSettings(cache, autoAuth, another, requireRequestHeader, patience, socket);
    }

    /** Returns these settings with {@code require_request_header}. */
    public AgentSettings requiringRequestHeader() {
        return new AgentSettings(cache, autoAuth, policy, true, patience, socket);
    }

    /** Returns these settings with another patience, so that a test need not wait a minute. */
    public AgentSettings withPatience(Duration another) {
        return new AgentSettings(cache, autoAuth, policy, requireRequestHeader, another, socket);
    }

    /** Returns these settings with a Unix socket. */
    public AgentSettings withSocket(Path another) {
        return new AgentSettings(cache, autoAuth, policy, requireRequestHeader, patience, another);
    }
}
