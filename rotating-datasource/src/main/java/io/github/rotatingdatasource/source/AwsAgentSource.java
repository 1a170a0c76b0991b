package io.github.rotatingdatasource.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.rotatingdatasource.source.Exchange.Reply;
import io.github.rotatingdatasource.source.Exchange.Request;
import java.net.URLEncoder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Asks the AWS Secrets Manager Agent on this machine, which answers from a cache that may be minutes old. So a refused credential makes
 * the next read go round the cache, once, and no more than once a second, because that costs a call of AWS.
 *
 * <p>Called by one thread at a time, but {@code refused} may come from another one.
 */
final class AwsAgentSource implements CredentialSource {
    private static final String TOKEN_HEADER = "X-Aws-Parameters-Secrets-Token";
    private static final Duration BETWEEN_REFRESHES = Duration.ofSeconds(1);
    /** After what only somebody who changes something can mend. */
    private static final Duration LONG = Duration.ofSeconds(10);
    /** Not read as JSON: the agent does not escape what AWS says. Only what looks like a name is shown. */
    private static final Pattern TYPE =
            Pattern.compile("\"__type\"\\s*:\\s*\"(?:[\\w.]{1,80}#)?([A-Za-z][A-Za-z0-9]{1,80})\"");

    private final String name;
    private final String path;
    private final Settings settings;
    private final Attempts attempts;
    private volatile boolean isRefused;
    private @Nullable Instant refreshed;

    AwsAgentSource(Endpoint endpoint, Settings settings, Attempts attempts) {
        this.name = "AWS agent at " + endpoint + ", secret " + settings.secretId();
        this.path = path(settings);
        this.settings = settings;
        this.attempts = attempts;
    }

    /** What the builder collects. */
    record Settings(
            String secretId,
            @Nullable String versionStage,
            AwsToken token,
            AwsSecret secret,
            Duration pollInterval,
            InstantSource clock) {}

    private static String path(Settings settings) {
        String path = "/secretsmanager/get?secretId=" + encoded(settings.secretId());
        return settings.versionStage() == null ? path : path + "&versionStage=" + encoded(settings.versionStage());
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, UTF_8).replace("+", "%20");
    }

    @Override
    public Credential read() throws CredentialUnavailable {
        try {
            return credential(reply());
        } catch (ExchangeFailed failure) {
            throw new CredentialUnavailable("no credential from " + name + ": " + failure.getMessage(), failure);
        } catch (CredentialUnavailable failure) {
            String message = "no credential from " + name + ": " + failure.getMessage();
            throw new CredentialUnavailable(message, failure.retryAfter());
        }
    }

    private Reply reply() throws ExchangeFailed, CredentialUnavailable {
        boolean refreshes = isRefused && mayRefresh();
        if (refreshes) {
            isRefused = false; // before asking: who is refused meanwhile wants another one
            refreshed = settings.clock().instant();
        }
        boolean isAnswered = false;
        try {
            Reply reply = authorized(refreshes);
            isAnswered = reply.status() == 200;
            return reply;
        } finally {
            if (refreshes && !isAnswered) {
                isRefused = true;
            }
        }
    }

    private boolean mayRefresh() {
        Instant last = refreshed;
        return last == null
                || Duration.between(last, settings.clock().instant()).abs().compareTo(BETWEEN_REFRESHES) >= 0;
    }

    /** Asks with the token as it is now, and once more if it has changed under our hands. */
    private Reply authorized(boolean refreshes) throws ExchangeFailed, CredentialUnavailable {
        String token = settings.token().read();
        Reply reply = ask(refreshes, token);
        if (reply.status() != 403) {
            return reply;
        }
        String again = settings.token().read();
        return again.equals(token) ? reply : ask(refreshes, again);
    }

    private Reply ask(boolean refreshes, String token) throws ExchangeFailed {
        return refreshes
                ? attempts.once(request(path + "&refreshNow=true", token))
                : attempts.ask(request(path, token), false);
    }

    private static Request request(String path, String token) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(TOKEN_HEADER, token);
        return new Request("GET", path, headers, null);
    }

    private Credential credential(Reply reply) throws CredentialUnavailable {
        if (reply.status() == 200) {
            return settings.secret().credential(reply.text());
        }
        String message = "it answered " + reply.status() + type(reply) + hint(reply.status());
        throw new CredentialUnavailable(message, retryAfter(reply));
    }

    private static String type(Reply reply) {
        Matcher type = TYPE.matcher(reply.text());
        return type.find() ? " " + type.group(1) : "";
    }

    private String hint(int status) {
        return switch (status) {
            case 400 -> " (does the secret exist, with this version stage, and may the agent read it?)";
            case 403 -> " (is the token in " + settings.token() + " the agent's, and may the agent read the secret?)";
            case 404 -> " (does the secret exist, with this version stage?)";
            case 429 -> " (too many connections to the agent, or calls of AWS)";
            case 502, 504 -> " (the agent cannot reach AWS)";
            default -> "";
        };
    }

    private Duration retryAfter(Reply reply) {
        boolean needsSomebody = reply.status() == 400 || reply.status() == 403 || reply.status() == 404;
        return needsSomebody ? LONG : RetryAfter.of(reply, settings.clock().instant());
    }

    @Override
    public boolean isCheap() {
        return true;
    }

    @Override
    public Duration pollInterval() {
        return settings.pollInterval();
    }

    @Override
    public void refused(Credential credential) {
        isRefused = true;
    }

    @Override
    public void close() {
        attempts.close();
    }

    @Override
    public String toString() {
        return name;
    }
}
