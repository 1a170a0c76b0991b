package io.github.rotatingdatasource.source;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Builds a source that asks the AWS Secrets Manager Agent on this machine. Not safe for use by several threads.
 *
 * <p>The source is cheap to ask, since the agent answers from its cache, and knows no lease. A refused credential makes the next read go
 * round the agent's cache. Blocks for the timeout times the attempts, and pauses of 2 s at most in between.
 *
 * <p>Needs {@code org.apache.httpcomponents.client5:httpclient5} 5.6 or newer on the class path.
 */
public final class AwsAgentSourceBuilder {
    /** A read of what is polled is broken off after 30 s. */
    private static final Duration LONGEST_READ = Duration.ofSeconds(28);

    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final int MOST_ATTEMPTS = 10;
    private static final int SIZE_LIMIT = 1 << 20;

    private final String secretId;
    private String address = "http://localhost:2773";
    private @Nullable String versionStage;
    private AwsToken token = AwsToken.in(Path.of("/var/run/awssmatoken"));
    private String usernameKey = "username";
    private String passwordKey = "password";
    private Duration pollInterval = Duration.ofSeconds(2);
    private Duration timeout = Attempts.Settings.defaults().timeout();
    private int attempts = Attempts.Settings.defaults().attempts();
    private InstantSource clock = InstantSource.system();
    private Settled.Pause pause = length -> TimeUnit.NANOSECONDS.sleep(length.toNanos());
    private UnaryOperator<@Nullable String> environment = System::getenv;

    AwsAgentSourceBuilder(String secretId) {
        this.secretId = requireNonNull(secretId, "secretId");
    }

    /** Sets where the agent listens: a URL of this machine, or {@code unix:} and a path. By default {@code http://localhost:2773}. */
    public AwsAgentSourceBuilder address(String address) {
        this.address = requireNonNull(address, "address");
        return this;
    }

    /** Sets which version to read. By default the agent's choice, which is {@code AWSCURRENT}. */
    public AwsAgentSourceBuilder versionStage(String stage) {
        this.versionStage = requireNonNull(stage, "stage");
        return this;
    }

    /** Sets the file of the agent's token, which is read anew for each request. By default {@code /var/run/awssmatoken}. */
    public AwsAgentSourceBuilder tokenFile(Path file) {
        this.token = AwsToken.in(requireNonNull(file, "file"));
        return this;
    }

    /**
     * Takes the token from where the agent takes it: the first that is set of the environment variables {@code AWS_TOKEN}, {@code
     * AWS_SESSION_TOKEN} and {@code AWS_CONTAINER_AUTHORIZATION_TOKEN}, or the file that it names with {@code file://}. Not the default,
     * since two of them hold secrets of the application elsewhere.
     *
     * @throws IllegalArgumentException if none is set
     */
    public AwsAgentSourceBuilder tokenFromEnvironment() {
        this.token = AwsToken.from(environment);
        return this;
    }

    /** Sets the key of the username in the secret. By default {@code username}. Keys in objects have a dot in between. */
    public AwsAgentSourceBuilder usernameKey(String key) {
        this.usernameKey = requireNonNull(key, "key");
        return this;
    }

    /** Sets the key of the password in the secret. By default {@code password}. */
    public AwsAgentSourceBuilder passwordKey(String key) {
        this.passwordKey = requireNonNull(key, "key");
        return this;
    }

    /**
     * Sets how far apart polls are at least, from zero to 1 min. By default 2 s. Raise it if the agent has {@code ttl_seconds = 0}, where
     * each poll is a call of AWS.
     */
    public AwsAgentSourceBuilder pollInterval(Duration interval) {
        this.pollInterval = requireNonNull(interval, "interval");
        return this;
    }

    /** Sets how long one request may take, connecting and reading together, from 1 ms to 28 s, and so that times {@code attempts}. By default 5 s. */
    public AwsAgentSourceBuilder timeout(Duration timeout) {
        this.timeout = requireNonNull(timeout, "timeout");
        return this;
    }

    /** Sets how often a request is sent at most within one read, from 1 to 10. By default 3. */
    public AwsAgentSourceBuilder attempts(int attempts) {
        this.attempts = attempts;
        return this;
    }

    AwsAgentSourceBuilder clock(InstantSource clock) {
        this.clock = clock;
        return this;
    }

    AwsAgentSourceBuilder pause(Settled.Pause pause) {
        this.pause = pause;
        return this;
    }

    AwsAgentSourceBuilder environment(UnaryOperator<@Nullable String> environment) {
        this.environment = environment;
        return this;
    }

    /**
     * Returns the source. The agent need not run yet.
     *
     * @throws IllegalArgumentException if a value is out of its range, the address is no sidecar's, or the keys are the same
     * @throws IllegalStateException if the HTTP client is missing, or too old
     */
    public CredentialSource build() {
        check(!secretId.isBlank(), "secret id must not be blank");
        check(isUpToLongest(pollInterval), "poll interval must be from zero to 1 min, but is " + pollInterval);
        check(
                timeout.compareTo(LONGEST_READ) <= 0 && timeout.compareTo(Duration.ofMillis(1)) >= 0,
                "timeout must be from 1 ms to 28 s, but is " + timeout);
        check(attempts >= 1 && attempts <= MOST_ATTEMPTS, "attempts must be from 1 to 10, but are " + attempts);
        check(
                timeout.multipliedBy(attempts).compareTo(LONGEST_READ) <= 0,
                "timeout times attempts must be at most 28 s, after which a read is broken off, but is "
                        + timeout.multipliedBy(attempts));
        Endpoint endpoint = Endpoint.parse(address, false);
        AwsSecret secret = new AwsSecret(usernameKey, passwordKey);
        OptionalHttpClient.require();
        return new AwsAgentSource(
                endpoint,
                new AwsAgentSource.Settings(secretId, versionStage, token, secret, pollInterval, clock),
                new Attempts(new HttpExchange(endpoint, null, SIZE_LIMIT), settings(), pause));
    }

    private Attempts.Settings settings() {
        return new Attempts.Settings(
                timeout, attempts, Attempts.Settings.defaults().mintTimeout());
    }

    private static boolean isUpToLongest(Duration length) {
        return !length.isNegative() && length.compareTo(LONGEST) <= 0;
    }

    private static void check(boolean holds, String orElse) {
        if (!holds) {
            throw new IllegalArgumentException(orElse);
        }
    }
}
