package io.github.rotatingdatasource.samples.compose;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Vault's setup, with a stand-in for Vault that refuses what Vault refuses. */
class SetupTest {
    private static final Path KUBERNETES = Path.of("..", "kubernetes").toAbsolutePath();

    @TempDir
    private Path vault;

    @TempDir
    private Path logins;

    private int run(Path vault) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("sh", "vault/setup.sh")
                .redirectErrorStream(true)
                .redirectOutput(logins.resolve("output").toFile());
        builder.environment().put("KEPT", vault.toString());
        builder.environment()
                .put(
                        "VAULT",
                        KUBERNETES.resolve("src/test/resources/fake-vault").toString());
        builder.environment().put("VAULT_ADMIN_PASSWORD", "only for tests");
        builder.environment()
                .put("DATABASE_SETUP", KUBERNETES.resolve("vault/database.sh").toString());
        builder.environment().put("AGENT_LOGIN", logins.toString());
        builder.environment().put("AGENT_USER", System.getProperty("user.name"));
        return builder.start().waitFor();
    }

    private Path secret() {
        return logins.resolve("secret-id");
    }

    @Test
    void writesALoginForTheAgentAlone() throws Exception {
        assertThat(run(vault)).isZero();

        assertThat(logins.resolve("role-id")).isNotEmptyFile();
        assertThat(secret()).isNotEmptyFile();
        assertThat(Files.getPosixFilePermissions(secret())).hasSize(2); // rw-------
    }

    @Test
    void writesTheLoginAgainWhereItIsGone() throws Exception {
        run(vault);
        Files.delete(secret());

        assertThat(run(vault)).isZero();

        assertThat(secret()).isNotEmptyFile();
    }

    @Test
    void replacesTheLoginOfAVaultThatIsGone(@TempDir Path fresh) throws Exception {
        run(vault);
        String before = Files.readString(secret());

        assertThat(run(fresh)).isZero();

        assertThat(secret()).isNotEmptyFile().content().isNotEqualTo(before);
    }

    @Test
    void failsWhereThereIsNoVaultYet() throws Exception {
        assertThat(run(vault.resolve("none"))).isNotZero();

        assertThat(secret()).doesNotExist();
    }
}
