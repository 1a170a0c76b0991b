package io.github.rotatingdatasource;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import io.github.rotatingdatasource.RotationEvent.Rotated;
import io.github.rotatingdatasource.source.CredentialSource;
import io.github.rotatingdatasource.source.SidecarSourceBuilder;
import io.github.rotatingdatasource.testkit.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.Network;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.vault.VaultContainer;

/** A real Vault in a container, and a PostgreSQL in another one. Skipped where there is no image of Vault to be had. */
@Tag("docker-only")
@Timeout(300)
class VaultContainerTest {
    private static final DockerImageName VAULT = Images.named("VAULT_IMAGE", "hashicorp/vault", "1.20");
    private static final DockerImageName POSTGRES = Images.named("POSTGRES_IMAGE", "postgres", "18");
    private static final String TOKEN = "only-for-tests";
    private static final String CREATION =
            "CREATE ROLE \"{{name}}\" LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expiration}}';";

    @TempDir
    private static Path directory;

    private static Network network;
    private static PostgreSQLContainer postgres;
    private static VaultContainer<?> vault;
    private static TestDatabase database;

    @BeforeAll
    static void start() throws Exception {
        Images.assumeToBeHad(VAULT);
        Files.writeString(directory.resolve("token"), TOKEN);
        network = Network.newNetwork();
        postgres = new PostgreSQLContainer(POSTGRES).withNetwork(network).withNetworkAliases("postgres");
        vault = new VaultContainer<>(VAULT)
                .withNetwork(network)
                .withVaultToken(TOKEN)
                .withCopyToContainer(Transferable.of(CREATION), "/tmp/creation.sql");
        postgres.start();
        database = TestDatabase.at(postgres.getJdbcUrl(), postgres.getUsername(), postgres.getPassword());
        vault.start();
        configure();
    }

    @AfterAll
    static void stop() {
        if (network != null) {
            vault.stop();
            postgres.stop();
            network.close();
        }
    }

    private static void configure() throws Exception {
        vault("secrets", "enable", "database");
        vault(
                "write",
                "database/config/app",
                "plugin_name=postgresql-database-plugin",
                "connection_url=postgresql://{{username}}:{{password}}@postgres:5432/"
                        + postgres.getDatabaseName()
                        + "?sslmode=disable",
                "username=" + postgres.getUsername(),
                "password=" + postgres.getPassword(),
                "password_authentication=scram-sha-256",
                "allowed_roles=app");
        vault("write", "database/roles/app", "db_name=app", "creation_statements=@/tmp/creation.sql", "default_ttl=1h");
    }

    private static void vault(String... words) throws IOException, InterruptedException {
        String[] command = new String[words.length + 1];
        command[0] = "vault";
        System.arraycopy(words, 0, command, 1, words.length);
        assertThat(vault.execInContainer(command).getExitCode())
                .as(words[0] + " " + words[1])
                .isZero();
    }

    private static SidecarSourceBuilder source() {
        return CredentialSource.sidecarSource(URI.create(vault.getHttpHostAddress()))
                .tokenFile(directory.resolve("token"));
    }

    private static RotatingDataSource dataSource(SidecarSourceBuilder source) throws SQLException {
        HikariConfig pool = new HikariConfig();
        pool.setJdbcUrl(postgres.getJdbcUrl());
        pool.setMaximumPoolSize(2);
        return RotatingDataSource.builder().pool(pool).source(source.build()).build();
    }

    private static String user(RotatingDataSource dataSource) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return Sql.ask(connection, "SELECT session_user");
        }
    }

    private static boolean isNoLonger(RotatingDataSource dataSource, String user) {
        try {
            return !user(dataSource).equals(user);
        } catch (SQLException notYet) {
            return false;
        }
    }

    @Test
    void rotatesToTheNextLoginThatVaultMakes() throws Exception {
        try (RotatingDataSource dataSource = dataSource(source().databaseRole("app"))) {
            String first = user(dataSource);
            assertThat(dataSource.status().lease().length()).isEqualTo(Duration.ofHours(1));

            assertThat(dataSource.rotateNow()).isInstanceOf(Rotated.class);

            assertThat(user(dataSource)).startsWith("v-").isNotEqualTo(first);
        }
    }

    @Test
    void recoversFromALeaseThatVaultRevokes() throws Exception {
        try (RotatingDataSource dataSource = dataSource(source().databaseRole("app"))) {
            String first = user(dataSource);

            vault("lease", "revoke", "-sync", "-prefix", "database/creds/app");
            database.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename IS NULL");

            Await.until(() -> isNoLonger(dataSource, first));
        }
    }

    @Test
    void followsASecretOfTheKeyValueEngine() throws Exception {
        database.execute("CREATE ROLE first LOGIN PASSWORD 'one'", "CREATE ROLE second LOGIN PASSWORD 'two'");
        vault("kv", "put", "secret/app", "username=first", "password=one");
        SidecarSourceBuilder source = source().kv2("app").pollInterval(Duration.ofMillis(100));
        try (RotatingDataSource dataSource = dataSource(source)) {
            assertThat(user(dataSource)).isEqualTo("first");

            vault("kv", "put", "secret/app", "username=second", "password=two");

            Await.until(() -> user(dataSource).equals("second"));
        }
    }
}
