package io.github.rotatingdatasource.testkit;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The AWS Secrets Manager Agent and the service behind it: {@code /secretsmanager/get}, {@code /v1/ID} and
 * {@code /ping}, guarded by the token in a file that each start writes anew.
 *
 * <p>It answers from its cache until the cache's TTL has passed or {@code refreshNow=true} is asked, so a new version of
 * a secret is seen late. Its clock moves with {@link #age(Duration)} too. Thread-safe: the monitor guards every field.
 */
public final class AwsAgent implements AutoCloseable {
    private static final Set<String> PARAMETERS = Set.of("secretId", "versionId", "versionStage", "refreshNow");
    private static final String CURRENT = "AWSCURRENT";
    private static final String PREVIOUS = "AWSPREVIOUS";

    private final Path tokenFile;
    private final Endpoint endpoint = new Endpoint(this::answer, null);
    private final Map<String, List<Version>> secrets = new HashMap<>();
    private final Map<String, Cached> cache = new HashMap<>();
    private Duration ttl = Duration.ofMinutes(5);
    private Duration aged = Duration.ZERO;
    private boolean down;
    private String token = "";
    private long refreshes;

    private AwsAgent(Path tokenFile) {
        this.tokenFile = tokenFile;
    }

    /** Starts an agent that writes its token to {@code tokenFile}, with a line feed at the end. */
    public static AwsAgent start(Path tokenFile) {
        AwsAgent agent = new AwsAgent(tokenFile);
        agent.startAgain();
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

    /** Makes the lease's login the next version of a secret, in the shape that RDS uses; the port is a number. */
    public void put(String secretId, IssuedLease login, TestDatabase database) {
        Map<String, Object> secret = new LinkedHashMap<>();
        secret.put("username", login.username());
        secret.put("password", login.password());
        secret.put("engine", "postgres");
        secret.put("host", database.host());
        secret.put("port", database.port());
        secret.put("dbname", TestDatabase.NAME);
        put(secretId, Json.write(secret));
    }

    /** Makes this text the next version of a secret in the service; the agent's cache does not notice. */
    public synchronized void put(String secretId, String secretString) {
        secrets.computeIfAbsent(secretId, id -> new ArrayList<>())
                .add(new Version(UUID.randomUUID().toString(), secretString, now()));
    }

    /** Keeps what it reads for this long; zero for no cache. 300 s by default. */
    public synchronized void keepFor(Duration another) {
        ttl = another;
    }

    /** Moves its clock forward, so that what it keeps gets older. */
    public synchronized void age(Duration more) {
        aged = aged.plus(more);
    }

    /** Cuts it off from the service, or ends that: what it keeps is served although it is old, all else is a 500. */
    public synchronized void cutOff(boolean yes) {
        down = yes;
    }

    /** Returns how often it has asked the service, which costs money. */
    public synchronized long refreshes() {
        return refreshes;
    }

    /** Stops listening and ends every connection; the token's file stays. */
    public void stop() {
        endpoint.stop();
    }

    /** Starts again at the same address with an empty cache and another token in the same file. */
    public synchronized void startAgain() {
        cache.clear();
        token = RandomText.alphanumeric(64);
        try {
            Files.writeString(tokenFile, token + "\n");
        } catch (IOException failure) {
            throw new UncheckedIOException("could not write the token to " + tokenFile, failure);
        }
        endpoint.start();
    }

    /** The same as {@link #stop()}. */
    @Override
    public void close() {
        stop();
    }

    private synchronized Reply answer(Request request) {
        if (!request.isRead()) {
            return Reply.empty(405);
        }
        if (request.path().equals("/ping")) {
            return Reply.empty(200).withBody("healthy");
        }
        if (request.header("X-Forwarded-For").isPresent()) {
            return Reply.empty(400).withBody("Forwarded");
        }
        String sent = request.header("X-Aws-Parameters-Secrets-Token")
                .or(() -> request.header("X-Vault-Token"))
                .orElse("");
        return sent.equals(token) ? route(request) : Reply.empty(403).withBody("Bad Token");
    }

    private Reply route(Request request) {
        Map<String, String> query = parameters(request.query());
        boolean byPath = request.path().startsWith("/v1/");
        if (!byPath && !request.path().equals("/secretsmanager/get")) {
            return Reply.empty(404).withBody("Not found");
        }
        if (!PARAMETERS.containsAll(query.keySet())) {
            return Reply.empty(400).withBody("Bad request");
        }
        String id = byPath ? decoded(request.path().substring("/v1/".length())) : query.getOrDefault("secretId", "");
        String refresh = query.getOrDefault("refreshNow", "false");
        if (id.isEmpty() || !refresh.matches("true|false|1|0")) {
            return Reply.empty(400).withBody("Bad request");
        }
        return secret(id, query, refresh.matches("true|1"));
    }

    private Reply secret(String id, Map<String, String> query, boolean refreshNow) {
        String wanted = query.getOrDefault("versionId", query.getOrDefault("versionStage", CURRENT));
        String key = id + " " + wanted;
        Cached kept = cache.get(key);
        boolean fresh = kept != null && kept.readAt.plus(ttl).isAfter(now());
        if (fresh && !refreshNow) {
            return requireNonNull(kept).reply;
        }
        if (down) {
            return kept != null && !refreshNow
                    ? kept.reply
                    : error(500, "InternalFailure", "The request processing has failed");
        }
        Reply reply = read(id, wanted);
        if (reply.isSuccess()) {
            cache.put(key, new Cached(reply, now()));
        }
        return reply;
    }

    private Reply read(String id, String wanted) {
        refreshes++;
        List<Version> versions = secrets.getOrDefault(id, List.of());
        for (int i = 0; i < versions.size(); i++) {
            String stage = stage(versions.size() - i);
            Version version = versions.get(i);
            if (wanted.equals(stage) || wanted.equals(version.id)) {
                return reply(id, version, stage);
            }
        }
        return error(400, "ResourceNotFoundException", "Secrets Manager can't find the specified secret.");
    }

    private static @Nullable String stage(int fromTheLast) {
        return fromTheLast == 1 ? CURRENT : fromTheLast == 2 ? PREVIOUS : null;
    }

    private static Reply reply(String id, Version version, @Nullable String stage) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("ARN", "arn:aws:secretsmanager:us-west-2:123456789012:secret:" + id + "-AbCdEf");
        body.put("Name", id);
        body.put("VersionId", version.id);
        body.put("SecretString", version.secretString);
        body.put("VersionStages", stage == null ? List.of() : List.of(stage));
        body.put("CreatedDate", String.valueOf(version.createdAt.getEpochSecond()));
        return Reply.empty(200).withBody(Json.write(body));
    }

    private static Reply error(int status, String type, String message) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("__type", type);
        body.put("message", message);
        return Reply.empty(status).withBody(Json.write(body));
    }

    private Instant now() {
        return Instant.now().plus(aged);
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new HashMap<>();
        for (String parameter : query.isEmpty() ? new String[0] : query.split("&", -1)) {
            String[] parts = parameter.split("=", 2);
            parameters.put(decoded(parts[0]), parts.length < 2 ? "" : decoded(parts[1]));
        }
        return parameters;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** One version of a secret in the service. */
    private record Version(String id, String secretString, Instant createdAt) {}

    /** What the agent has read, and when by its own clock. */
    private record Cached(Reply reply, Instant readAt) {}
}
