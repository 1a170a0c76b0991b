package io.github.rotatingdatasource.samples.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rotatingdatasource.RotatingDataSource;
import io.github.rotatingdatasource.testkit.AgentTemplate;
import io.github.rotatingdatasource.testkit.FileRenderer;
import io.github.rotatingdatasource.testkit.IssuedLease;
import io.github.rotatingdatasource.testkit.KubernetesVolume;
import io.github.rotatingdatasource.testkit.LeaseServer;
import io.github.rotatingdatasource.testkit.Sidecar;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * An application with a manifest's environment reads what the manifest's agent, or operator, would write, and changes over
 * when it writes another login. Only the database's address and the directory are ours.
 */
@Tag("database")
class RenderedTest {
    static final Iterable<String> FILES = Pod.FILES;
    static final Iterable<String> VOLUMES = Pod.VOLUMES;

    @TempDir
    private Path directory;

    private LeaseServer leases;

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Application {}

    @BeforeEach
    void prepare() {
        leases = Shop.leases();
    }

    @AfterEach
    void tearDown() {
        leases.close();
    }

    private ConfigurableApplicationContext started(Pod pod, Path credentials) {
        Map<String, Object> variables = new HashMap<>(pod.environment());
        variables.replaceAll((name, value) -> name.endsWith("_PATH") ? credentials.toString() : value);
        variables.put("SPRING_DATASOURCE_URL", Shop.database().url());
        variables.put("ROTATINGDATASOURCE_POLICY_DISTANCE", "100ms"); // between the rotations of a test
        variables.put("LOGGING_LEVEL_ROOT", "warn");
        StandardEnvironment environment = new StandardEnvironment();
        String name = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
        environment.getPropertySources().replace(name, new SystemEnvironmentPropertySource(name, variables));
        return new SpringApplicationBuilder(Application.class)
                .environment(environment)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .run();
    }

    private static String user(RotatingDataSource dataSource) {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT session_user")) {
            result.next();
            return result.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void awaitUser(RotatingDataSource dataSource, IssuedLease lease) {
        Awaitility.await().until(() -> user(dataSource).equals(lease.username()));
    }

    @ParameterizedTest
    @FieldSource("FILES")
    void aFileIsReadAndReadAgain(String manifest) throws Exception {
        Pod pod = Pod.in(manifest);
        Path file = directory.resolve("db-creds");
        AgentTemplate template = AgentTemplate.of(pod.agentTemplate());
        FileRenderer renderer = FileRenderer.to(file).withTemplate(template).withMode("rw-r-----");
        try (Sidecar agent = Sidecar.start(leases, renderer);
                ConfigurableApplicationContext application = started(pod, file)) {
            RotatingDataSource dataSource = application.getBean(RotatingDataSource.class);
            assertThat(user(dataSource)).startsWith("v-");
            assertThat(dataSource.status().lease().length())
                    .isEqualTo(leases.role().ttl());

            awaitUser(dataSource, agent.rotateNow());
        }
    }

    @ParameterizedTest
    @FieldSource("VOLUMES")
    void aVolumeIsReadAndReadAgain(String manifest) throws Exception {
        Pod pod = Pod.in(manifest);
        KubernetesVolume volume = KubernetesVolume.at(directory).withMode(mode(pod));
        volume.update(leases.issue());
        try (ConfigurableApplicationContext application = started(pod, directory)) {
            RotatingDataSource dataSource = application.getBean(RotatingDataSource.class);
            assertThat(user(dataSource)).startsWith("v-");
            IssuedLease next = leases.issue();

            volume.update(next);

            awaitUser(dataSource, next);
        }
    }

    /** Returns the mode of the files in a pod's volume; the CSI driver has one of its own. */
    private static String mode(Pod pod) {
        Yaml volume = pod.volume(Pod.volumeAt(pod.credentials(), pod.application()));
        return volume.find("secret")
                        .map(secret -> secret.number("defaultMode"))
                        .filter(mode -> mode == 0440)
                        .isPresent()
                ? "r--r-----"
                : "rw-r--r--";
    }

    @ParameterizedTest
    @FieldSource("FILES")
    void theTemplateReadsWhatThePolicyAllows(String manifest) throws Exception {
        String path = AgentTemplate.of(Pod.in(manifest).agentTemplate()).path();

        assertThat(Files.readString(Path.of("vault/shop-db.hcl"))).contains("path \"" + path + "\"");
    }
}
