package io.github.rotatingdatasource.testkit;

import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Vault Agent's listener before a {@link VaultApi}, as OpenBao 2.6.2's agent behaves: it adds its token, passes answers
 * on with {@code X-Cache}, and if told so keeps and renews what has a lease, with the faults of the real cache.
 *
 * <p>Its own renewals are among the server's {@link Endpoint#requests()}. Thread-safe.
 */
public final class VaultAgent implements AutoCloseable {
    private static final Duration RENEWAL_LIMIT = Duration.ofSeconds(60);
    private static final List<String> TYPES = List.of("lease", "request_path", "token", "token_accessor");

    private final VaultApi vault;
    private final AgentSettings settings;
    private final Endpoint endpoint;
    private volatile String token = "";
    private volatile Upstream upstream;
    private volatile AgentCache cache;
    private volatile AgentRenewals renewals;

    private VaultAgent(VaultApi vault, AgentSettings settings) {
        this.vault = vault;
        this.settings = settings;
        this.endpoint = new Endpoint(this::answer, settings.socket());
        this.upstream = new Upstream(vault::uri, settings.patience());
        this.cache = new AgentCache();
        this.renewals = renewals(cache, upstream);
    }

    /** Starts an agent that has logged in. */
    public static VaultAgent start(VaultApi vault, AgentSettings settings) {
        VaultAgent agent = new VaultAgent(vault, settings);
        agent.logIn();
        agent.endpoint.start();
        return agent;
    }

    /** Returns where it listens, what it was asked, and how to make it fail. */
    public Endpoint endpoint() {
        return endpoint;
    }

    /** Returns {@code http://127.0.0.1:port}. */
    public URI uri() {
        return endpoint.uri();
    }

    /** Takes a new token from the server, as auto-auth does when the old one ends. */
    public void logIn() {
        token = vault.newToken("approle", settings.policy());
    }

    /** Has no token, as before the first auto-auth has succeeded. */
    public void logOut() {
        token = "";
    }

    /** Revokes the agent's token behind its back: every lease of it ends, and it goes on sending it until {@link #logIn()}. */
    public void revokeToken() throws SQLException {
        vault.revokeToken(token);
    }

    /** Stops as on SIGTERM: ends every connection, forgets its cache, and deletes the socket's file. */
    public void stop() {
        upstream.stop();
        renewals.stop();
        endpoint.stop();
    }

    /** Stops as on SIGKILL: as {@link #stop()}, but leaves the socket's file, to which connections are refused. */
    public void kill() {
        upstream.stop();
        renewals.stop();
        endpoint.kill();
    }

    /** Starts again at the same addresses, with a new token, an empty cache and a new socket file. */
    public void startAgain() {
        upstream = new Upstream(vault::uri, settings.patience());
        cache = new AgentCache();
        renewals = renewals(cache, upstream);
        logIn();
        endpoint.start();
    }

    /** The same as {@link #stop()}. */
    @Override
    public void close() {
        stop();
    }

    private Reply answer(Request request) {
        if (request.path().equals("/agent/v1/cache-clear")) {
            return cleared(request);
        }
        if (request.path().startsWith("/agent/")) {
            return Reply.empty(404);
        }
        boolean marked = request.headers().stream()
                .filter(header -> header.is("X-Vault-Request"))
                .map(Header::value)
                .toList()
                .equals(List.of("true"));
        return settings.requireRequestHeader() && !marked
                ? Reply.errors(412, "missing \"X-Vault-Request\" header")
                : proxied(request);
    }

    private Reply proxied(Request request) {
        Request sent = authenticated(request);
        boolean kept = settings.cache() && !token.isEmpty() && Tokens.sent(sent).equals(token);
        Reply reply = kept ? collapsed(sent) : passedOn(upstream.ask(forwarded(sent)));
        if (reply.status() == 204 && request.path().startsWith("/v1/sys/leases/revoke")) {
            cache.evictLease(leaseOf(request)); // only a 204, and only this lease
        }
        return reply;
    }

    private Request authenticated(Request request) {
        boolean isMissing = request.header("X-Vault-Token").isEmpty();
        boolean own =
                settings.autoAuth() == AutoAuth.ALWAYS || (settings.autoAuth() == AutoAuth.IF_MISSING && isMissing);
        if (!own) {
            return request;
        }
        Request bare = request.without("X-Vault-Token");
        return token.isEmpty() ? bare : bare.with("X-Vault-Token", token);
    }

    /** Asks the cache, or the server if no identical request has just done so. */
    private Reply collapsed(Request request) {
        AgentCache keeping = cache;
        CompletableFuture<Boolean> inFlight = keeping.beginAfterAnother(request);
        try {
            Optional<Reply> kept = keeping.get(request);
            return kept.isPresent() ? kept.get() : asked(request, keeping);
        } finally {
            keeping.end(request, inFlight);
        }
    }

    private Reply asked(Request request, AgentCache keeping) {
        Reply reply = passedOn(upstream.ask(forwarded(request)));
        AgentCache.Entry entry = keeping.keep(request, reply);
        if (entry != null) {
            renewals.watch(entry);
        }
        return reply;
    }

    private Reply cleared(Request request) {
        if (!settings.cache() || !request.isUpdate()) {
            return Reply.empty(200);
        }
        try {
            Map<String, Object> body = Json.readObject(request.body());
            return cleared(text(body, "type"), text(body, "value"));
        } catch (IllegalArgumentException noJson) {
            String why = "EOF".equals(noJson.getMessage()) ? "empty JSON provided" : noJson.getMessage();
            return Reply.errors(400, "failed to parse JSON input: " + why);
        }
    }

    private Reply cleared(String type, String value) {
        if (TYPES.contains(type) && value.isEmpty()) {
            return Reply.errors(500, "failed to clear cache: " + type.replace('_', ' ') + " not provided");
        }
        switch (type) {
            case "lease" -> cache.evictLease(value);
            case "request_path" -> cache.evictPath(value);
            case "token" -> cache.evictToken(value);
            case "token_accessor" -> {} // the agent's own token came from auto-auth, and its accessor is not kept
            case "all" -> cache.evictAllForGood();
            default -> {
                return Reply.errors(400, "failed to clear cache: invalid type provided");
            }
        }
        return Reply.empty(200);
    }

    private static AgentRenewals renewals(AgentCache cache, Upstream upstream) {
        return new AgentRenewals(cache, request -> upstream.once(request, RENEWAL_LIMIT));
    }

    private static Request forwarded(Request request) {
        return request.without("Host", "Connection", "Content-Length");
    }

    /** Says of a success that it did not come from the cache, whether there is one or not. */
    private static Reply passedOn(Reply reply) {
        Reply passed = reply.isSuccess() ? reply.with("X-Cache", "MISS") : reply;
        List<Header> headers = passed.headers().stream()
                .filter(header -> !header.is("Connection"))
                .toList();
        boolean own = reply.header("Date").isEmpty();
        Reply without = new Reply(passed.status(), headers, passed.body());
        return own ? without : without.sorted();
    }

    private static String leaseOf(Request request) {
        String prefix = "/v1/sys/leases/revoke/";
        return request.path().startsWith(prefix)
                ? request.path().substring(prefix.length())
                : text(Json.readObject(request.body()), "lease_id");
    }

    private static String text(Map<String, Object> body, String member) {
        return String.valueOf(body.getOrDefault(member, ""));
    }
}
