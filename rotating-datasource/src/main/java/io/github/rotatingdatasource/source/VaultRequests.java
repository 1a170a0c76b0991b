package io.github.rotatingdatasource.source;

import io.github.rotatingdatasource.source.Exchange.Request;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Writes requests to Vault, the same one always with the same bytes: to an agent that caches, whatever differs is another
 * request, for which it makes another login.
 */
final class VaultRequests {
    private static final JsonFactory FACTORY = new JsonFactory();

    private final @Nullable String namespace;
    private final @Nullable TokenFile tokenFile;

    VaultRequests(@Nullable String namespace, @Nullable TokenFile tokenFile) {
        this.namespace = namespace;
        this.tokenFile = tokenFile;
    }

    Request read(VaultPath path) throws CredentialUnavailable {
        return new Request("GET", path.text(), headers(), null);
    }

    /** Asks for the lease to last {@code increment} from now on, which shortens it if that is less than what is left. */
    Request renewal(String leaseId, Duration increment) throws CredentialUnavailable {
        return new Request("PUT", "/v1/sys/leases/renew", headers(), json(body -> {
            body.writeStringProperty("lease_id", leaseId);
            body.writeNumberProperty("increment", increment.toSeconds());
        }));
    }

    /** Asks for the login to be gone when the reply comes, which is also what makes an agent drop it from its cache. */
    Request revocation(String leaseId) throws CredentialUnavailable {
        return new Request("PUT", "/v1/sys/leases/revoke", headers(), json(body -> {
            body.writeStringProperty("lease_id", leaseId);
            body.writeBooleanProperty("sync", true);
        }));
    }

    /**
     * Asks {@code sidecar}, which is {@code agent} or {@code proxy}, to forget what it has for {@code path}. Never all that it
     * has, after which it would cache nothing any more, and never by lease, which misses one that was renewed.
     */
    Request cacheClearing(String sidecar, VaultPath path) throws CredentialUnavailable {
        return new Request("POST", "/" + sidecar + "/v1/cache-clear", headers(), json(body -> {
            body.writeStringProperty("type", "request_path");
            body.writeStringProperty("value", path.text());
            if (namespace != null) {
                body.writeStringProperty("namespace", namespace);
            }
        }));
    }

    private Map<String, String> headers() throws CredentialUnavailable {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("X-Vault-Request", "true");
        if (namespace != null) {
            headers.put("X-Vault-Namespace", namespace);
        }
        if (tokenFile != null) {
            headers.put("X-Vault-Token", tokenFile.token());
        }
        headers.put("Accept", "application/json");
        return Collections.unmodifiableMap(headers);
    }

    private static String json(Consumer<JsonGenerator> members) {
        StringWriter text = new StringWriter();
        try (JsonGenerator body = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            body.writeStartObject();
            members.accept(body);
            body.writeEndObject();
        }
        return text.toString();
    }
}
