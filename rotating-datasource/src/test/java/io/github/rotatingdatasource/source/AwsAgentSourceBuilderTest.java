package io.github.rotatingdatasource.source;

import static io.github.rotatingdatasource.source.RawServer.reply;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AwsAgentSourceBuilderTest {
    private static final String SECRET = "{\"db\":{\"login\":\"app\",\"secret\":\"s3cret\"}}";

    private final AwsAgentSourceBuilder builder = CredentialSource.awsAgentSource("app/db");

    private static void assertThatItIsRefused(AwsAgentSourceBuilder builder, String message) {
        assertThatIllegalArgumentException().isThrownBy(builder::build).withMessage(message);
    }

    @Test
    void refusesWhatIsOutOfRange() {
        assertThatItIsRefused(CredentialSource.awsAgentSource(" "), "secret id must not be blank");
        assertThatItIsRefused(
                CredentialSource.awsAgentSource("a").pollInterval(Duration.ofSeconds(61)),
                "poll interval must be from zero to 1 min, but is PT1M1S");
        assertThatItIsRefused(
                CredentialSource.awsAgentSource("a").pollInterval(Duration.ofMillis(-1)),
                "poll interval must be from zero to 1 min, but is PT-0.001S");
        assertThatItIsRefused(
                CredentialSource.awsAgentSource("a").timeout(Duration.ZERO),
                "timeout must be from 1 ms to 28 s, but is PT0S");
        assertThatItIsRefused(
                CredentialSource.awsAgentSource("a").timeout(Duration.ofSeconds(10)),
                "timeout times attempts must be at most 28 s, after which a read is broken off, but is PT30S");
        assertThatItIsRefused(
                CredentialSource.awsAgentSource("a").attempts(11), "attempts must be from 1 to 10, but are 11");
        assertThatItIsRefused(
                CredentialSource.awsAgentSource("a").passwordKey("username"),
                "keys must be two different names, but are \"username\" and \"username\"");
    }

    @Test
    void leavesThisMachineOnlyWithTls() {
        assertThatIllegalArgumentException()
                .isThrownBy(builder.address("http://agent.example:2773")::build)
                .withMessageContaining("use https");
    }

    @Test
    void knowsWhereTheAgentListens() {
        CredentialSource source = builder.build();

        assertThat(source).hasToString("AWS agent at http://localhost:2773, secret app/db");
        assertThat(source.pollInterval()).isEqualTo(Duration.ofSeconds(2));
        source.close();
    }

    @Test
    void asksAnAgent(@TempDir Path directory) throws Exception {
        Path token = Files.writeString(directory.resolve("token"), "tok\n");
        try (RawServer agent = RawServer.tcp(reply("200 OK", AwsRig.reply(SECRET)))) {
            CredentialSource source = builder.address(agent.url())
                    .tokenFile(token)
                    .versionStage("AWSPREVIOUS")
                    .usernameKey("db.login")
                    .passwordKey("db.secret")
                    .pollInterval(Duration.ofSeconds(30))
                    .timeout(Duration.ofSeconds(20))
                    .attempts(1)
                    .build();

            assertThat(source.read()).isEqualTo(new Credential("app", "s3cret", Lease.unknown()));
            assertThat(source.pollInterval()).isEqualTo(Duration.ofSeconds(30));
            assertThat(agent.requests().get(0))
                    .startsWith("GET /secretsmanager/get?secretId=app%2Fdb&versionStage=AWSPREVIOUS HTTP/1.1\r\n")
                    .contains("\r\nX-Aws-Parameters-Secrets-Token: tok\r\n");
            source.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"a, b, c, a", ", b, c, b", ", , c, c", ", , file://FILE, in the file", "file://FILE, b, c, in the file"
    })
    void findsTheTokenWhereTheAgentDoes(
            String first, String second, String third, String token, @TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("token"), "in-the-file\n");
        Map<String, String> variables = new java.util.HashMap<>();
        variables.put("AWS_TOKEN", first);
        variables.put("AWS_SESSION_TOKEN", second);
        variables.put("AWS_CONTAINER_AUTHORIZATION_TOKEN", third);
        variables.replaceAll((name, value) -> value == null ? null : value.replace("FILE", file.toString()));

        assertThat(AwsToken.from(variables::get).read()).isEqualTo(token.replace(' ', '-'));
    }

    @Test
    void saysThatTheEnvironmentHasNoToken() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.environment(name -> null).tokenFromEnvironment())
                .withMessage(
                        "one of the variables [AWS_TOKEN, AWS_SESSION_TOKEN, AWS_CONTAINER_AUTHORIZATION_TOKEN] must be"
                                + " set, but none is");
    }

    @Test
    void neverShowsAToken() {
        assertThat(new AwsToken(null, "s3cret")).hasToString("the environment");
        assertThat(new Exchange.Request("GET", "/x", Map.of("Token", "s3cret"), "s3cret"))
                .hasToString("Request[GET /x]");
    }
}
