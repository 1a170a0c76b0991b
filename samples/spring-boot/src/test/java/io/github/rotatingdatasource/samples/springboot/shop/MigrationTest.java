package io.github.rotatingdatasource.samples.springboot.shop;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rotatingdatasource.testkit.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The service with the environment of the Kubernetes sample's job, on a database with that sample's roles. */
@Tag("database")
@Timeout(120)
class MigrationTest {
    private static final Path KUBERNETES = Path.of("..", "kubernetes");
    private static final String PASSWORD = "only-for-tests";

    @TempDir
    private Path directory;

    private final TestDatabase database = TestDatabase.start();

    @BeforeEach
    void makeRoles() throws Exception {
        database.execute(Files.readString(KUBERNETES.resolve("database/roles.sql")));
        database.execute("ALTER ROLE shop_owner PASSWORD '" + PASSWORD + "'");
    }

    @AfterEach
    void tearDown() {
        database.close();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, String> environmentOfTheJob() throws IOException {
        Map<String, Object> job = new Yaml(new SafeConstructor(new LoaderOptions()))
                .load(Files.readString(KUBERNETES.resolve("migrate.yaml")));
        Object place = job;
        for (String step : List.of("spec", "template", "spec", "containers")) {
            place = ((Map<String, Object>) place).get(step);
        }
        Map<String, String> environment = new HashMap<>();
        for (Object variable :
                (List<?>) ((List<Map<String, Object>>) place).get(0).get("env")) {
            Map<String, String> entry = (Map<String, String>) variable;
            environment.put(entry.get("name"), entry.getOrDefault("value", PASSWORD));
        }
        return environment;
    }

    private Process run(Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ShopApplication.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("output").toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }

    @Test
    void makesTheTablesAndEnds() throws Exception {
        Map<String, String> environment = environmentOfTheJob();
        environment.put("SPRING_DATASOURCE_URL", database.url());
        Process job = run(environment);
        try {
            assertThat(job.waitFor(100, TimeUnit.SECONDS)).isTrue();
        } finally {
            job.destroyForcibly();
        }

        assertThat(job.exitValue())
                .as(Files.readString(directory.resolve("output")))
                .isZero();
        assertThat(database.query(String.class, "SELECT tableowner::text FROM pg_tables WHERE tablename = 'item'"))
                .isEqualTo("shop_owner");
    }

    @Test
    void failsIfItCannotLogIn() throws Exception {
        Map<String, String> environment = environmentOfTheJob();
        environment.put("SPRING_DATASOURCE_URL", database.url());
        environment.put("OWNER_PASSWORD", "another");

        Process job = run(environment);

        assertThat(job.waitFor(100, TimeUnit.SECONDS)).isTrue();
        assertThat(job.exitValue()).isNotZero();
    }
}
