package io.github.rotatingdatasource.source;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * What {@link SidecarSourceBuilder} collects of what is asked.
 *
 * @param sidecar its address, for messages
 */
record SidecarSettings(
        VaultPath path,
        String sidecar,
        @Nullable String namespace,
        @Nullable Path tokenFile,
        Duration pollInterval,
        boolean renews,
        boolean revokes,
        boolean clearsAgentCache,
        InstantSource clock) {
    VaultRequests requests() {
        return new VaultRequests(namespace, tokenFile == null ? null : new TokenFile(tokenFile));
    }
}
