package io.github.rotatingdatasource.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AwsAgentTest {
    private static final String GET = "/secretsmanager/get?secretId=app";

    @TempDir
    private static Path directory = Path.of("");

    private AwsAgent agent = AwsAgent.start(directory.resolve("token"));

    @BeforeEach
    void putASecret() {
        agent.put("app", "one");
    }

    @AfterEach
    void stop() {
        agent.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {GET, "/v1/app"})
    void readsASecret(String target) throws Exception {
        Reply reply = get(target);

        Map<String, Object> body = Json.readObject(reply.text());
        assertThat(body.keySet())
                .containsExactly("ARN", "Name", "VersionId", "SecretString", "VersionStages", "CreatedDate");
        assertThat(body).containsEntry("Name", "app").containsEntry("SecretString", "one");
        assertThat((String) body.get("CreatedDate")).matches("[0-9]{10}");
        assertThat(reply.header("Content-Type")).isEmpty();
    }

    @Test
    void answersAPingWithoutAToken() throws Exception {
        assertThat(RawClient.get(agent.endpoint(), "/ping").text()).isEqualTo("healthy");
    }

    @Test
    void wantsTheTokenOfTheFile() throws Exception {
        Reply reply = RawClient.get(agent.endpoint(), GET, Map.of("X-Aws-Parameters-Secrets-Token", "wrong"));

        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.text()).isEqualTo("Bad Token");
    }

    @Test
    void takesTheTokenInTheHeaderOfVault() throws Exception {
        assertThat(RawClient.get(agent.endpoint(), GET, Map.of("X-Vault-Token", token()))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void hasAnotherTokenWhenItStartsAgain() throws Exception {
        String before = token();
        agent.stop();

        agent.startAgain();

        assertThat(token()).isNotEqualTo(before);
        assertThat(RawClient.get(agent.endpoint(), GET, Map.of("X-Vault-Token", before))
                        .status())
                .isEqualTo(403);
        assertThat(get(GET).status()).isEqualTo(200);
    }

    @Test
    void showsANewVersionWhenItsCacheIsOld() throws Exception {
        get(GET);
        agent.put("app", "two");
        agent.age(Duration.ofSeconds(299));
        assertThat(get(GET).text()).contains("one");

        agent.age(Duration.ofSeconds(2));

        assertThat(get(GET).text()).contains("two");
        assertThat(agent.refreshes()).isEqualTo(2);
    }

    @Test
    void showsANewVersionWhenToldToRefresh() throws Exception {
        get(GET);
        agent.put("app", "two");

        assertThat(get(GET + "&refreshNow=true").text()).contains("two");
        assertThat(get(GET).text()).contains("two");
    }

    @Test
    void keepsNothingIfToldSo() throws Exception {
        agent.keepFor(Duration.ZERO);
        get(GET);
        agent.put("app", "two");

        assertThat(get(GET).text()).contains("two");
    }

    @Test
    void readsAnOlderVersion() throws Exception {
        agent.put("app", "two");

        assertThat(get(GET + "&versionStage=AWSPREVIOUS").text()).contains("one");
        assertThat(get(GET + "&versionId=none").text()).contains("ResourceNotFoundException");
    }

    @Test
    void servesWhatIsOldWhileItIsCutOff() throws Exception {
        get(GET);
        agent.age(Duration.ofHours(1));
        agent.cutOff(true);

        assertThat(get(GET).text()).contains("one");
        assertThat(get(GET + "&refreshNow=1").status()).isEqualTo(500);
        agent.cutOff(false);
        assertThat(get(GET + "&refreshNow=1").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "/secretsmanager/get, 400",
        "/secretsmanager/get?secretId=app&more=1, 400",
        "/secretsmanager/get?secretId=app&refreshNow=perhaps, 400",
        "/secretsmanager/get?secretId=none, 400",
        "/nothing, 404"
    })
    void refusesWhatItDoesNotKnow(String target, int status) throws Exception {
        assertThat(get(target).status()).isEqualTo(status);
    }

    @Test
    void refusesWhatWasForwarded() throws Exception {
        Reply reply =
                RawClient.get(agent.endpoint(), GET, Map.of("X-Vault-Token", token(), "X-Forwarded-For", "1.2.3.4"));

        assertThat(reply.status()).isEqualTo(400);
    }

    @Test
    void onlyReads() throws Exception {
        assertThat(RawClient.ask(agent.endpoint(), "POST", GET, new HashMap<>(), "{}")
                        .status())
                .isEqualTo(405);
    }

    private Reply get(String target) throws IOException {
        return RawClient.get(agent.endpoint(), target, Map.of("X-Aws-Parameters-Secrets-Token", token()));
    }

    private static String token() throws IOException {
        return Files.readString(directory.resolve("token")).strip();
    }
}
