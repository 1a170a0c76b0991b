package io.github.rotatingdatasource.samples.compose;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What Compose's own loader cannot know. It runs in .ci/manifests. */
class ComposeTest {
    private static List<String> mounts() {
        return Compose.mounts();
    }

    @ParameterizedTest
    @MethodSource("mounts")
    void aMountIsOfSomethingThatIsThere(String mount) {
        assertThat(Path.of(mount.substring(0, mount.indexOf(':')))).exists();
    }

    @Test
    void theAgentWritesWhereTheShopReads() {
        String file = Compose.environmentOf("shop").get("ROTATINGDATASOURCE_SOURCE_FILE_PATH");
        String volume = "credentials:" + Path.of(file).getParent();

        assertThat(Compose.text("agent/agent.hcl")).contains("\"" + file + "\"");
        assertThat(Compose.volumesOf("vault-agent")).contains(volume);
        assertThat(Compose.volumesOf("shop")).contains(volume + ":ro");
    }

    @Test
    void whatEndsLeavesNothingInMemory() {
        List<String> inMemory = Compose.volumesInMemory();

        assertThat(inMemory).containsExactly("credentials");
        assertThat(Compose.oneShots())
                .containsExactly("vault-setup")
                .allSatisfy(service -> assertThat(Compose.volumesOf(service)).doesNotContain(inMemory));
    }

    @Test
    void theAgentReadsItsOwnLoginWhereTheSetupWritesIt() {
        assertThat(Compose.volumesOf("vault-setup")).contains("agent-login:/run/agent-login");
        assertThat(Compose.volumesOf("vault-agent")).contains("agent-login:/run/agent-login:ro");
        assertThat(Compose.text("agent/agent.hcl")).contains("\"/run/agent-login/secret-id\"");
        assertThat(Compose.text("vault/setup.sh")).contains("/run/agent-login}");
    }

    @Test
    void thePolicyAllowsWhatTheTemplateReads() {
        assertThat(Compose.text("agent/db-creds.ctmpl")).contains("\"database/creds/shop\"");
        assertThat(Compose.text("../kubernetes/vault/shop-db.hcl")).contains("path \"database/creds/shop\"");
    }

    @Test
    @Tag("database")
    void theShopTakesUpWhatTheAgentWrites(@TempDir Path directory) throws Exception {
        try (Running shop = new Running(directory)) {
            shop.dataSource().getConnection().close();

            shop.agentRotates();

            Awaitility.await().until(() -> shop.dataSource().status().generation() == 2);
        }
    }
}
