package io.github.rotatingdatasource.testkit;

import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Vault's HTTP API before lease servers, static roles and secrets, as OpenBao 2.6.2 answers it: {@code database/creds},
 * {@code database/static-creds}, {@code kv} (version 1), {@code secret/data} (version 2), {@code sys/leases} and
 * {@code sys/health}.
 *
 * <p>Each read of {@code database/creds/ROLE} really makes a user, also for a client that has gone meanwhile (the real
 * server rolls back then). Lengths are answered in whole seconds, so give roles whole seconds. Namespaces are not looked
 * at. It does not own its roles: close them yourself. Thread-safe.
 */
public final class VaultApi implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(VaultApi.class);
    private static final String VERSION = "2.0.0-HEAD";

    private final Tokens tokens = new Tokens();
    private final SecretReplies secrets = new SecretReplies();
    private final LeaseReplies leases = new LeaseReplies(secrets.roles.values());
    private final Endpoint endpoint;
    private final String token = newToken(TokenPolicy.READ);
    private final String clusterId = UUID.randomUUID().toString();
    private volatile boolean sealed;

    private VaultApi(@Nullable Path socket) {
        this.endpoint = new Endpoint(request -> answer(request).asOfServer(), socket);
    }

    /** Starts a server for these roles. */
    public static VaultApi start(LeaseServer... roles) {
        return started(new VaultApi(null), roles);
    }

    /** Starts a server for these roles that also listens at a Unix socket, which must be no longer than 107 bytes. */
    public static VaultApi start(Path socket, LeaseServer... roles) {
        return started(new VaultApi(socket), roles);
    }

    /** Serves one more role, by its name. */
    public VaultApi with(LeaseServer role) {
        secrets.roles.put(role.role().name(), role);
        return this;
    }

    /** Serves one more static role, by its name. */
    public VaultApi with(StaticRole role) {
        secrets.staticRoles.put(role.name(), role);
        return this;
    }

    /** Knows a role that is not among the connection's {@code allowed_roles}, which is a 500. */
    public VaultApi withForbiddenRole(String name) {
        secrets.forbiddenRoles.add(name);
        return this;
    }

    /** Writes a secret, or its next version, which is read at {@code kv/PATH} and at {@code secret/data/PATH}. */
    public VaultApi withSecret(String path, Map<String, String> data) {
        secrets.put(path, data);
        return this;
    }

    /** Returns a token that may read, look up and renew. */
    public String token() {
        return token;
    }

    /** Returns a new token with this policy, for a user whose name begins with {@code v-token}. */
    public String newToken(TokenPolicy policy) {
        return newToken("token", policy);
    }

    /** Ends a token and, as Vault does, every lease that it has taken; the users of {@code token} are gone then. */
    public void revokeToken(String ended) throws SQLException {
        tokens.revoke(ended);
        for (Map.Entry<String, String> lease : secrets.tokensOfLeases.entrySet()) {
            if (lease.getValue().equals(ended)) {
                leases.revoke(lease.getKey());
            }
        }
    }

    /** Returns where it listens, what it was asked, and how to make it fail. */
    public Endpoint endpoint() {
        return endpoint;
    }

    /** Returns {@code http://127.0.0.1:port}. */
    public URI uri() {
        return endpoint.uri();
    }

    /** Seals it: everything is a 503. */
    public void seal() {
        sealed = true;
    }

    /** Ends the seal. */
    public void unseal() {
        sealed = false;
    }

    /** Stops listening and ends every connection; leases go on. */
    public void stop() {
        endpoint.stop();
    }

    /** Listens again at the same addresses. */
    public void startAgain() {
        endpoint.start();
    }

    /** The same as {@link #stop()}. */
    @Override
    public void close() {
        stop();
    }

    String newToken(String displayName, TokenPolicy policy) {
        return tokens.issue(displayName, policy);
    }

    private static VaultApi started(VaultApi api, LeaseServer... roles) {
        List.of(roles).forEach(api::with);
        api.endpoint.start();
        return api;
    }

    private Reply answer(Request request) {
        if (!request.path().startsWith("/v1/")) {
            return Reply.errors(404);
        }
        if (request.path().equals("/v1/sys/health")) {
            return health();
        }
        return sealed ? Reply.errors(503, "Vault is sealed") : permitted(request);
    }

    private Reply permitted(Request request) {
        Tokens.Owner owner = tokens.ownerOf(request).orElse(null);
        if (owner == null) {
            return Reply.errors(403, "permission denied");
        }
        if (!owner.policy().allows(request)) {
            return Reply.errors(403, GoTexts.oneError("permission denied"));
        }
        try {
            return route(request, owner);
        } catch (RuntimeException failure) {
            LOG.warn("could not answer {}", request, failure);
            return Reply.errors(500, GoTexts.oneError("internal error"));
        }
    }

    private Reply route(Request request, Tokens.Owner owner) {
        String[] words = request.path().substring("/v1/".length()).split("/", 3);
        String last = words.length > 2 ? words[2] : "";
        boolean rotation = request.path().startsWith("/v1/database/rotate-role/");
        if (request.path().startsWith("/v1/sys/leases/")) {
            return leases.answer(request);
        }
        boolean known = rotation || request.path().matches("/v1/(database/(static-)?creds/|kv/|secret/data/).+");
        if (known && request.isRead() == rotation) {
            return Reply.errors(405, GoTexts.oneError("unsupported operation"));
        }
        return switch (known ? words[0] + "/" + words[1] : "") {
            case "database/creds" -> secrets.creds(last, request, owner);
            case "database/static-creds" -> secrets.staticCreds(last);
            case "database/rotate-role" -> secrets.rotated(last);
            case "secret/data" -> secrets.kv2(last);
            case "" -> unknown(words[0], request);
            default -> secrets.kv1(request.path().substring("/v1/kv/".length()));
        };
    }

    private static Reply unknown(String mount, Request request) {
        String route = request.path().substring("/v1/".length());
        return mount.matches("database|secret|sys")
                ? Reply.errors(404, GoTexts.oneError("unsupported path"))
                : Reply.errors(404, "no handler for route \"" + route + "\". route entry not found.");
    }

    private Reply health() {
        Map<String, Object> health = new LinkedHashMap<>();
        health.put("initialized", true);
        health.put("sealed", sealed);
        health.put("standby", sealed);
        health.put("replication_performance_mode", sealed ? "unknown" : "primary");
        health.put("replication_dr_mode", sealed ? "unknown" : "disabled");
        health.put("server_time_utc", Instant.now().getEpochSecond());
        health.put("version", VERSION);
        if (!sealed) {
            health.put("cluster_name", "vault-cluster-" + clusterId.substring(0, 8));
            health.put("cluster_id", clusterId);
        }
        return Reply.json(sealed ? 503 : 200, health);
    }
}
