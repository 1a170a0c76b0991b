package io.github.rotatingdatasource.testkit;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Vault answers below {@code sys/leases}. Nearly every failure is a 400; the text tells them apart.
 *
 * <p>Thread-safe, as the lease servers are.
 */
final class LeaseReplies {
    private static final String RENEWAL = "failed to renew entry: resp: (*logical.Response)(nil) err: ";
    private static final String REVOCATION = "failed to revoke entry: resp: (*logical.Response)(nil) err: ";

    private static final Logger LOG = LoggerFactory.getLogger(LeaseReplies.class);

    private final Collection<LeaseServer> roles;

    LeaseReplies(Collection<LeaseServer> roles) {
        this.roles = roles;
    }

    /** Answers a request for {@code sys/leases/renew}, {@code revoke} or {@code lookup}; the id may be in the path. */
    Reply answer(Request request) {
        String[] words = request.path().substring("/v1/sys/leases/".length()).split("/", 2);
        Map<String, Object> body;
        try {
            body = request.body().isEmpty() ? Map.of() : Json.readObject(request.body());
        } catch (IllegalArgumentException noJson) {
            return Reply.errors(400, "failed to parse JSON input: " + noJson.getMessage());
        }
        String id = words.length > 1 ? words[1] : String.valueOf(body.getOrDefault("lease_id", ""));
        if (!request.isUpdate() || !words[0].matches("renew|revoke|lookup")) {
            return Reply.errors(405, GoTexts.oneError("unsupported operation"));
        }
        return id.isEmpty() ? Reply.errors(400, "lease_id must be specified") : answer(words[0], id, body);
    }

    /** Revokes the lease if there is one. */
    void revoke(String id) throws SQLException {
        for (LeaseServer role : roles) {
            revoke(role, id);
        }
    }

    private Reply answer(String verb, String id, Map<String, Object> body) {
        if (verb.equals("revoke")) {
            return revoked(id, !Boolean.FALSE.equals(body.get("sync")));
        }
        for (LeaseServer role : roles) {
            Optional<IssuedLease> lease = find(role, id);
            if (lease.isPresent()) {
                return verb.equals("lookup") ? found(lease.get()) : renewed(role, lease.get(), body.get("increment"));
            }
        }
        return Reply.errors(400, verb.equals("lookup") ? "invalid lease" : "lease not found");
    }

    private static Reply found(IssuedLease lease) {
        boolean alive = lease.expiresAt().isAfter(Instant.now());
        Instant granted = lease.expiresAt().minus(lease.ttl());
        Map<String, Object> data = new HashMap<>();
        data.put("id", lease.id());
        data.put("path", lease.id().substring(0, lease.id().lastIndexOf('/')));
        data.put("issue_time", time(lease.issuedAt()));
        data.put("expire_time", time(lease.expiresAt()));
        data.put("last_renewal", granted.equals(lease.issuedAt()) ? Json.NULL : time(granted));
        data.put("renewable", alive);
        data.put("ttl", alive ? GoTexts.seconds(Duration.between(Instant.now(), lease.expiresAt())) : 0);
        return Envelope.of(data).reply();
    }

    private static Reply renewed(LeaseServer role, IssuedLease lease, @Nullable Object increment) {
        if (!lease.expiresAt().isAfter(Instant.now())) {
            return Reply.errors(400, "lease expired"); // and not yet revoked
        }
        Duration wanted = increment == null ? role.role().ttl() : GoTexts.duration(String.valueOf(increment));
        wanted = wanted.isZero() ? role.role().ttl() : wanted;
        try {
            return renewal(role.renew(lease, wanted), wanted);
        } catch (SQLException failure) {
            String text = GoTexts.of(failure, role.database());
            return Reply.errors(400, RENEWAL + GoTexts.oneError(text));
        } catch (IllegalStateException refused) {
            boolean past = String.valueOf(refused.getMessage()).startsWith("past the max TTL");
            return Reply.errors(400, past ? RENEWAL + "past the max TTL, cannot renew" : "lease not found");
        }
    }

    private static Reply renewal(IssuedLease renewed, Duration wanted) {
        Envelope reply = Envelope.empty().lease(renewed.id(), renewed.ttl());
        long granted = GoTexts.seconds(renewed.ttl());
        if (granted < GoTexts.seconds(wanted)) {
            reply.warning("TTL of \"" + GoTexts.of(wanted) + "\" exceeded the effective max_ttl of \""
                    + GoTexts.of(Duration.ofSeconds(granted)) + "\"; TTL value is capped accordingly");
        }
        return reply.reply();
    }

    private Reply revoked(String id, boolean sync) {
        for (LeaseServer role : roles) {
            try {
                revoke(role, id);
            } catch (SQLException failure) {
                if (sync) {
                    return Reply.errors(400, REVOCATION + GoTexts.of(failure, role.database()));
                }
            }
        }
        return Reply.empty(sync ? 204 : 202).with("Content-Type", "application/json");
    }

    private static void revoke(LeaseServer role, String id) throws SQLException {
        Optional<IssuedLease> lease = find(role, id);
        try {
            if (lease.isPresent()) {
                role.revoke(lease.get());
            }
        } catch (IllegalStateException gone) {
            LOG.debug("{} was revoked meanwhile", lease, gone);
        }
    }

    private static Optional<IssuedLease> find(LeaseServer role, String id) {
        return role.leases().stream().filter(lease -> lease.id().equals(id)).findFirst();
    }

    private static String time(Instant instant) {
        return DateTimeFormatter.ISO_INSTANT.format(instant);
    }
}
