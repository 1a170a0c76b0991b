package io.github.rotatingdatasource.source;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a sidecar that caches may hold of a login that is dead. Whatever comes of clearing it is tolerated: the next reply
 * shows whether it helped. Called by one thread at a time.
 */
final class AgentCache {
    /** Agents and proxies have the same endpoint under their own names. */
    private static final List<String> SIDECARS = List.of("agent", "proxy");

    private static final Logger LOG = LoggerFactory.getLogger(SidecarSource.class);

    private final VaultPath path;
    private final VaultRequests requests;
    private final Asking asking;

    AgentCache(VaultPath path, VaultRequests requests, Asking asking) {
        this.path = path;
        this.requests = requests;
        this.asking = asking;
    }

    /** Returns whether a sidecar said that it has cleared its cache. */
    boolean clear() throws CredentialUnavailable {
        int status = 404;
        for (int i = 0; i < SIDECARS.size() && status == 404; i++) {
            status = clear(SIDECARS.get(i));
        }
        return status >= 200 && status <= 299;
    }

    /** Returns the status of the answer, or 0 if there is none. */
    private int clear(String sidecar) throws CredentialUnavailable {
        try {
            int status = asking.once(requests.cacheClearing(sidecar, path)).status();
            LOG.debug(
                    "asked to clear its cache of {}, as a Vault {} would, the sidecar answered {}",
                    path,
                    sidecar,
                    status);
            return status;
        } catch (ExchangeFailed failure) {
            LOG.debug("the cache of the sidecar is not cleared of {}: {}", path, failure.getMessage());
            return 0;
        }
    }
}
