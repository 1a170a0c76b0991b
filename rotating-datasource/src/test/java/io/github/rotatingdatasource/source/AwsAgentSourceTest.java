package io.github.rotatingdatasource.source;

import static io.github.rotatingdatasource.source.AwsRig.RDS;
import static io.github.rotatingdatasource.source.AwsRig.reply;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.rotatingdatasource.source.Exchange.Request;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AwsAgentSourceTest {
    private static final Credential APP = new Credential("app", "p\"ä=s3cret", Lease.unknown());

    private final AwsRig rig;
    private final AwsAgentSource source;

    AwsAgentSourceTest(@TempDir Path directory) throws Exception {
        rig = new AwsRig(directory);
        source = rig.source();
    }

    private CredentialUnavailable failure(String message) {
        CredentialUnavailable failure = catchThrowableOfType(CredentialUnavailable.class, source::read);

        assertThat(failure)
                .hasMessage("no credential from AWS agent at http://localhost:2773, secret app/db: " + message);
        assertThat(Throwables.getStackTrace(failure)).doesNotContain("s3cret", "tok-1");
        return failure;
    }

    private List<String> paths() {
        return rig.agent.requests.stream().map(Request::path).toList();
    }

    private List<String> tokens() {
        return rig.agent.requests.stream()
                .map(request -> request.headers().get("X-Aws-Parameters-Secrets-Token"))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "400, InvalidRequestException, ' (does the secret exist, with this version stage, and may the agent read it?)', 10",
        "404, ResourceNotFoundException, ' (does the secret exist, with this version stage?)', 10",
        "429, ThrottlingException, ' (too many connections to the agent, or calls of AWS)', 0",
        "500, InternalFailure, '', 0",
        "502, BadGateway, ' (the agent cannot reach AWS)', 0",
        "504, TimeoutException, ' (the agent cannot reach AWS)', 0"
    })
    void saysWhatTheAgentAnswers(int status, String type, String hint, int retryAfter) {
        String body = "{\"__type\":\"" + type + "\", \"message\":\"not \"escaped\" s3cret\"}";
        rig.agent.reply(status, body).reply(status, body).reply(status, body);

        CredentialUnavailable failure = failure("it answered " + status + " " + type + hint);

        assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(retryAfter));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bad Token s3cret",
                "<html>s3cret</html>",
                "{\"__type\":\"s3cret is no name\"}",
                "{\"__type\":\"s3cret-x\"}",
                "{\"__type\":3}",
                "{\"__type\":\""
            })
    void quotesNothingThatIsNoName(String body) {
        rig.agent.reply(403, body);

        assertThat(failure("it answered 403 (is the token in " + rig.tokenFile
                                + " the agent's, and may the agent read the secret?)")
                        .retryAfter())
                .isEqualTo(Duration.ofSeconds(10));
        assertThat(rig.agent.requests).as("the token is still the same").hasSize(1);
    }

    @Test
    void namesATypeWithoutItsPackage() {
        rig.agent.reply(400, "{\"__type\":\"com.amazonaws.secretsmanager#DecryptionFailure\"}");

        failure("it answered 400 DecryptionFailure (does the secret exist, with this version stage, and may the agent"
                + " read it?)");
    }

    @Test
    void doesNotFollowARedirect() {
        rig.agent.reply(302, Map.of("location", List.of("http://s3cret")), "");

        failure("it answered 302");
    }

    @Test
    void passesOnWhenTheAgentWantsToBeAskedAgain() {
        rig.agent.retryAfter(429, "20");

        assertThat(failure("it answered 429 (too many connections to the agent, or calls of AWS)")
                        .retryAfter())
                .isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void saysWhyThereWasNoReply() {
        rig.agent.fail(false).fail(false).fail(true);

        failure("no answer");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | its reply is not as it should be: wanted a JSON object, but it begins with something else",
                "<html>s3cret</html> | its reply is not as it should be: wanted a JSON object, but found something else at"
                        + " line 1, column 1",
                "{\"SecretString\":\"s3cr | its reply is not as it should be: wanted a JSON object, but found something else at"
                        + " line 1, column 22",
                "{} | its reply has neither SecretString nor SecretBinary",
                "{\"SecretBinary\":\"s3cret!\"} | its reply has a SecretBinary that is not base64",
                "{\"SecretString\":\"s3cret\"} | the secret is not as it should be: wanted a JSON object, but found something"
                        + " else at line 1, column 1",
                "{\"SecretString\":\"{}\"} | the secret has no value for the key username",
                "{\"SecretString\":\"{\\\"username\\\":\\\"\\\"}\"} | the secret has an empty value for the key username",
                "{\"SecretString\":\"{\\\"username\\\":\\\"a\\\",\\\"password\\\":null}\"} | the secret has no value for the key"
                        + " password"
            })
    void saysWhatIsWrongWithTheSecret(String body, String message) {
        rig.agent.reply(200, body);

        failure(message);
    }

    @ParameterizedTest
    @CsvSource({"'', is empty", "' \n', is empty", "'a\nb', has more than visible ASCII characters"})
    @CsvSource({"'tök', has more than visible ASCII characters"})
    void sendsNoTokenThatIsNone(String text, String what) throws Exception {
        rig.token(text);
        String reason = text.isEmpty() ? " cannot be read: it is empty" : " " + what;

        failure("the token in " + rig.tokenFile + reason);
        assertThat(rig.agent.requests).isEmpty();
    }

    @Test
    void saysThatThereIsNoToken() throws Exception {
        Files.delete(rig.tokenFile);

        failure("the token in " + rig.tokenFile + " cannot be read: there is no such file");
    }

    @Test
    void readsWhatRotationTemplatesWrite() throws Exception {
        rig.agent.reply(200, reply(RDS));

        assertThat(source.read()).isEqualTo(APP);
        assertThat(paths()).containsExactly("/secretsmanager/get?secretId=app%2Fdb");
        assertThat(tokens()).containsExactly("tok-1");
        assertThat(rig.agent.requests.get(0).headers()).hasSize(1);
    }

    @Test
    void readsASecretInBase64() throws Exception {
        String base64 = Base64.getEncoder().encodeToString(RDS.getBytes(UTF_8));
        rig.agent.reply(200, "{\"SecretBinary\":\"" + base64 + "\"}");

        assertThat(source.read()).isEqualTo(APP);
    }

    @Test
    void asksForAVersionStage() throws Exception {
        rig.agent.reply(200, reply(RDS));

        rig.source("arn:aws:x y&+", "AWS PENDING", AwsToken.in(rig.tokenFile)).read();

        assertThat(paths())
                .containsExactly("/secretsmanager/get?secretId=arn%3Aaws%3Ax%20y%26%2B&versionStage=AWS%20PENDING");
    }

    @Test
    void readsTheTokenAnewEachTime() throws Exception {
        rig.agent.reply(200, reply(RDS)).reply(200, reply(RDS));

        source.read();
        rig.token("tok-2");
        source.read();

        assertThat(tokens()).containsExactly("tok-1", "tok-2");
    }

    @Test
    void asksOnceMoreIfTheTokenHasJustChanged() throws Exception {
        rig.agent.then(() -> forbidden("tok-2")).reply(200, reply(RDS));

        assertThat(source.read()).isEqualTo(APP);
        assertThat(tokens()).containsExactly("tok-1", "tok-2");
    }

    @Test
    void asksNoThirdTime() {
        rig.agent.then(() -> forbidden("tok-2")).then(() -> forbidden("tok-3"));

        failure("it answered 403 (is the token in " + rig.tokenFile
                + " the agent's, and may the agent read the secret?)");
    }

    private Exchange.Reply forbidden(String token) {
        try {
            rig.token(token);
            return new Exchange.Reply(403, Map.of(), "Bad Token".getBytes(UTF_8));
        } catch (java.io.IOException failure) {
            throw new AssertionError(failure);
        }
    }

    @Test
    void goesRoundTheCacheOnceAfterARefusal() throws Exception {
        rig.agent.reply(200, reply(RDS)).reply(200, reply(RDS)).reply(200, reply(RDS));

        Credential credential = source.read();
        source.refused(credential);
        source.read();
        rig.clock.set(rig.clock.instant().plusSeconds(60));
        source.read();

        assertThat(paths())
                .extracting(path -> path.endsWith("&refreshNow=true"))
                .containsExactly(false, true, false);
    }

    @Test
    void goesRoundTheCacheOnceASecondAtMost() throws Exception {
        for (int i = 0; i < 4; i++) {
            rig.agent.reply(200, reply(RDS));
        }
        for (Duration wait : List.of(Duration.ZERO, Duration.ZERO, Duration.ofMillis(999), Duration.ofMillis(1))) {
            rig.clock.set(rig.clock.instant().plus(wait));
            source.refused(APP);
            source.read();
        }

        assertThat(paths()).extracting(path -> path.contains("refreshNow")).containsExactly(true, false, false, true);
    }

    @Test
    void doesNotForgetARefusalThatTheCacheIsStillInTheWayOf() throws Exception {
        rig.agent
                .reply(503, "")
                .reply(200, reply(RDS))
                .fail(true)
                .reply(200, reply(RDS))
                .reply(200, reply(RDS));

        source.refused(APP);
        failure("it answered 503");
        source.read(); // within the second: from the cache
        rig.clock.set(rig.clock.instant().plusSeconds(1));
        failure("no answer");
        rig.clock.set(rig.clock.instant().plusSeconds(1));
        source.read();
        source.read();

        assertThat(paths())
                .as("a refresh is sent once, not once for each attempt")
                .extracting(path -> path.contains("refreshNow"))
                .containsExactly(true, false, true, true, false);
    }

    @Test
    void isCheapToAsk() {
        assertThat(source.isCheap()).isTrue();
        assertThat(source.pollInterval()).isEqualTo(Duration.ofSeconds(2));
        assertThat(source).hasToString("AWS agent at http://localhost:2773, secret app/db");
    }

    @Test
    void closesItsExchange() {
        source.close();

        assertThat(rig.agent.isClosed).isTrue();
    }
}
