package io.github.rotatingdatasource.samples.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Vault's setup, with a stand-in for Vault that refuses what Vault refuses. */
class ScriptsTest {
    @TempDir
    private Path vault;

    @TempDir
    private Path directory;

    private int run(String script, String input, Map<String, String> variables) throws Exception {
        Path password = Files.writeString(directory.resolve("input"), input);
        ProcessBuilder builder = new ProcessBuilder("sh", script)
                .redirectInput(password.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("output").toFile());
        builder.environment().put("KEPT", vault.toString());
        builder.environment()
                .put(
                        "VAULT",
                        Path.of("src/test/resources/fake-vault")
                                .toAbsolutePath()
                                .toString());
        builder.environment().putAll(variables);
        return builder.start().waitFor();
    }

    private String kept(String what) throws IOException {
        return Files.readString(vault.resolve(what));
    }

    @Test
    void theDatabasesIsRunAgainForOtherLengths() throws Exception {
        assertThat(run("vault/database.sh", "only for tests", Map.of())).isZero();
        assertThat(kept("database_roles_shop")).contains("default_ttl=1h", "max_ttl=24h");

        assertThat(run("vault/database.sh", "", Map.of("DEFAULT_TTL", "1m", "MAX_TTL", "3m")))
                .isZero();

        assertThat(kept("database_roles_shop")).contains("default_ttl=1m", "max_ttl=3m");
        assertThat(kept("policy_shop-db")).isEqualTo(Yaml.text("vault/shop-db.hcl"));
    }

    @Test
    void theDatabasesWantsAPasswordTheFirstTime() throws Exception {
        assertThat(run("vault/database.sh", "", Map.of())).isNotZero();

        assertThat(vault.resolve("rotated")).doesNotExist();
    }

    @Test
    void thatOfKubernetesIsRunAgain() throws Exception {
        assertThat(run("vault/kubernetes.sh", "", Map.of())).isZero();

        assertThat(run("vault/kubernetes.sh", "", Map.of("TOKEN_PERIOD", "3h"))).isZero();

        assertThat(kept("auth_kubernetes_role_shop")).contains("token_period=3h", "audience=vault");
    }
}
