package io.github.rotatingdatasource.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.github.rotatingdatasource.RotatingDataSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.jmx.JmxEndpointAutoConfiguration;
import org.springframework.boot.actuate.endpoint.jmx.JmxEndpointsSupplier;
import org.springframework.boot.actuate.endpoint.jmx.JmxOperation;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.jmx.JmxAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** The endpoint shows everything but secrets, and rotates only where that is permitted. */
class EndpointTest {
    private static final String NAME = "rotating-datasource";

    @TempDir
    private Path directory;

    private Path file;
    private ApplicationContextRunner app;

    @BeforeEach
    void prepare() {
        file = Apps.file(directory, "app");
        app = Apps.reading(file)
                .withConfiguration(AutoConfigurations.of(
                        RotatingDataSourceEndpointAutoConfiguration.class,
                        EndpointAutoConfiguration.class,
                        JmxAutoConfiguration.class,
                        JmxEndpointAutoConfiguration.class))
                .withPropertyValues(
                        "spring.jmx.enabled=true",
                        "spring.jmx.unique-names=true",
                        "management.endpoints.jmx.exposure.include=rotatingdatasource");
    }

    private static RotatingDataSourceEndpoint endpoint(AssertableApplicationContext context) {
        Apps.settled(context);
        return context.getBean(RotatingDataSourceEndpoint.class);
    }

    private static Stream<String> operations(AssertableApplicationContext context) {
        return context.getBean(JmxEndpointsSupplier.class).getEndpoints().stream()
                .filter(endpoint -> endpoint.getEndpointId().toString().equals("rotatingdatasource"))
                .flatMap(endpoint -> endpoint.getOperations().stream())
                .map(JmxOperation::getName);
    }

    @Test
    void showsHowADataSourceStands() {
        app.run(context -> assertThat(endpoint(context).statusOf(NAME))
                .containsEntry("name", NAME)
                .containsEntry("phase", "serving")
                .containsEntry("login", "fresh")
                .containsEntry("generation", 1)
                .containsEntry("breaker", "closed")
                .containsKeys("credential", "leaseEnds", "connections", "rotations", "failures"));
    }

    @Test
    void showsAllOfThem() {
        app.withUserConfiguration(RotatingDataSourcesTest.Reports.class)
                .run(context -> assertThat(endpoint(context).status())
                        .extractingByKey("dataSources")
                        .asInstanceOf(InstanceOfAssertFactories.MAP)
                        .containsOnlyKeys(NAME, "reports"));
    }

    @Test
    void showsWhatIsDeclaredAsAnyDataSource() {
        app.withUserConfiguration(HiddenDataSources.class)
                .run(context -> assertThat(all(context)).containsOnlyKeys("declared", "qualified"));
    }

    @Test
    void showsNothingWhereNothingRotates() {
        app.withBean(DataSource.class, HikariDataSource::new)
                .run(context -> assertThat(all(context)).isEmpty());
    }

    @SuppressWarnings("unchecked")
    private static Map<String, ?> all(AssertableApplicationContext context) {
        return (Map<String, ?>)
                context.getBean(RotatingDataSourceEndpoint.class).status().get("dataSources");
    }

    @Test
    void tellsNoSecret() {
        app.run(context -> assertThat(endpoint(context).status().toString())
                .doesNotContain(Apps.SECRET)
                .doesNotContain("DB_"));
    }

    @Test
    void showsWhyTheSourceFails() throws Exception {
        app.run(context -> {
            Files.delete(file);
            endpoint(context).rotate(NAME);

            Awaitility.await()
                    .untilAsserted(() -> assertThat(endpoint(context).statusOf(NAME))
                            .containsEntry("phase", "serving")
                            .containsKeys("sourceFailure", "sourceFailingSince"));
        });
    }

    @Test
    void knowsNothingOfOthers() {
        app.run(context -> {
            assertThat(endpoint(context).statusOf("other")).isNull();
            assertThat(endpoint(context).rotate("other")).isNull();
        });
    }

    @Test
    void rotatesAndTellsTheOutcome() {
        app.run(context -> {
            Map<String, Object> outcome = endpoint(context).rotate(NAME);

            assertThat(outcome).containsEntry("generation", 2).containsEntry("reason", "demand");
            assertThat(outcome.get("outcome")).isIn("handed-over", "cut-over");
            RotatingDataSource dataSource = context.getBean(RotatingDataSource.class);
            Awaitility.await().until(() -> dataSource.status().generation() == 2);
        });
    }

    @Test
    void tellsWhyARotationFailed() {
        app.run(context -> {
            StubDriver.refuseWith("28P01");

            assertThat(endpoint(context).rotate(NAME))
                    .containsEntry("outcome", "failed")
                    .containsEntry("failed", "login")
                    .containsEntry("generation", 1)
                    .extractingByKey("message")
                    .asString()
                    .contains("28P01")
                    .doesNotContain(Apps.SECRET);
        });
    }

    @Test
    void onlyReadsByDefault() {
        app.run(context -> assertThat(operations(context)).containsExactlyInAnyOrder("status", "statusOf"));
    }

    @Test
    void rotatesWhereThatIsPermitted() {
        app.withPropertyValues("management.endpoint.rotatingdatasource.access=unrestricted")
                .run(context ->
                        assertThat(operations(context)).containsExactlyInAnyOrder("status", "statusOf", "rotate"));
    }

    @Test
    void isNotThereUnlessExposed() {
        app.withPropertyValues("management.endpoints.jmx.exposure.include=health")
                .run(context -> assertThat(context).doesNotHaveBean(RotatingDataSourceEndpoint.class));
    }
}
