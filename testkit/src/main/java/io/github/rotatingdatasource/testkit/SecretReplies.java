package io.github.rotatingdatasource.testkit;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** What Vault answers for credentials and secrets. Thread-safe: the maps guard themselves. */
final class SecretReplies {
    private static final Duration KV_LEASE = Duration.ofDays(32);

    final Map<String, LeaseServer> roles = new ConcurrentHashMap<>();
    final Set<String> forbiddenRoles = ConcurrentHashMap.newKeySet();
    final Map<String, StaticRole> staticRoles = new ConcurrentHashMap<>();
    private final Map<String, Secret> secrets = new ConcurrentHashMap<>();

    /** Who holds which lease, by id: leases end with the token. */
    final Map<String, String> tokensOfLeases = new ConcurrentHashMap<>();

    /** Makes {@code data} the next version of the secret. */
    void put(String path, Map<String, String> data) {
        secrets.merge(
                path,
                new Secret(new TreeMap<>(data), Instant.now(), 1),
                (old, next) -> new Secret(next.data, next.created, old.version + 1));
    }

    /** Answers a GET of {@code database/creds/ROLE}. */
    Reply creds(String role, Request request, Tokens.Owner owner) {
        LeaseServer leases = roles.get(role);
        if (forbiddenRoles.contains(role)) {
            return Reply.errors(500, GoTexts.oneError("\"" + role + "\" is not an allowed role"));
        }
        return leases == null ? Reply.errors(400, "unknown role: " + role) : creds(leases, request, owner);
    }

    /** Answers a GET of {@code database/static-creds/ROLE}. */
    Reply staticCreds(String name) {
        StaticRole role = staticRoles.get(name);
        if (role == null) {
            return Reply.errors(400, "unknown role: " + name);
        }
        IssuedLease now = role.current();
        Map<String, Object> data = login(now);
        data.put("last_vault_rotation", DateTimeFormatter.ISO_INSTANT.format(now.issuedAt()));
        data.put("ttl", role.ttl());
        String schedule = role.schedule();
        data.put(
                schedule == null ? "rotation_period" : "rotation_schedule",
                schedule == null ? (Object) now.ttl().toSeconds() : schedule);
        return Envelope.of(data).reply();
    }

    /** Answers an update of {@code database/rotate-role/ROLE}. */
    Reply rotated(String name) {
        StaticRole role = staticRoles.get(name);
        if (role == null) {
            return Reply.errors(400, "no static role found for role name");
        }
        try {
            role.rotate();
            return Reply.empty(204).with("Content-Type", "application/json");
        } catch (SQLException failure) {
            return Reply.errors(500, GoTexts.oneError("unable to finish rotating credentials; retries will continue"));
        }
    }

    /** Answers a GET of {@code kv/PATH}, a secret in the engine's first version. */
    Reply kv1(String path) {
        Secret secret = secrets.get(path);
        return secret == null
                ? Reply.errors(404)
                : Envelope.of(new TreeMap<>(secret.data)).lasting(KV_LEASE).reply();
    }

    /** Answers a GET of {@code secret/data/PATH}, the same secret in the engine's second version. */
    Reply kv2(String path) {
        Secret secret = secrets.get(path);
        if (secret == null) {
            return Reply.errors(404);
        }
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("created_time", DateTimeFormatter.ISO_INSTANT.format(secret.created));
        metadata.put("custom_metadata", Json.NULL);
        metadata.put("deletion_time", "");
        metadata.put("destroyed", false);
        metadata.put("version", secret.version);
        return Envelope.of(Map.of("data", secret.data, "metadata", metadata)).reply();
    }

    private Reply creds(LeaseServer leases, Request request, Tokens.Owner owner) {
        try {
            IssuedLease lease = leases.issue(owner.displayName());
            tokensOfLeases.put(lease.id(), Tokens.sent(request));
            String wrapTtl = request.header("X-Vault-Wrap-TTL").orElse(null);
            return wrapTtl == null ? reply(lease, request) : wrapped(request, GoTexts.duration(wrapTtl));
        } catch (SQLException failure) {
            return Reply.errors(500, GoTexts.oneError(GoTexts.ofCreation(failure, leases.database())));
        }
    }

    private static Reply reply(IssuedLease lease, Request request) {
        Envelope reply = Envelope.of(login(lease)).lease(lease.id(), lease.ttl());
        String ignored = request.query().replaceAll("=[^&]*", "").replace('&', ' ');
        return ignored.isEmpty()
                ? reply.reply()
                : reply.warning("Endpoint ignored these unrecognized parameters: [" + ignored + "]")
                        .reply();
    }

    private static Reply wrapped(Request request, Duration ttl) {
        Map<String, Object> info = new LinkedHashMap<>();
        info.put("token", "s." + RandomText.alphanumeric(24));
        info.put("accessor", RandomText.alphanumeric(24));
        info.put("ttl", ttl.toSeconds());
        info.put("creation_time", DateTimeFormatter.ISO_INSTANT.format(Instant.now()));
        info.put("creation_path", request.path().substring("/v1/".length()));
        return Envelope.empty().set("request_id", "").set("wrap_info", info).reply();
    }

    private static Map<String, Object> login(IssuedLease lease) {
        Map<String, Object> data = new HashMap<>();
        data.put("username", lease.username());
        data.put("password", lease.password());
        return data;
    }

    /** One version of a secret. */
    private record Secret(Map<String, String> data, Instant created, int version) {}
}
