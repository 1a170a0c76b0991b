package io.github.rotatingdatasource.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rotatingdatasource.RotatingDataSource;
import io.github.rotatingdatasource.RotationStatus.Phase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthContributors;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import org.springframework.boot.jdbc.autoconfigure.health.DataSourceHealthContributorAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Health is whether a login works, and says what is about to go wrong. */
class HealthTest {
    @TempDir
    private Path directory;

    private Path file;
    private ApplicationContextRunner app;

    @BeforeEach
    void prepare() {
        file = Apps.file(directory, "app");
        app = Apps.reading(file)
                .withConfiguration(AutoConfigurations.of(
                        RotatingDataSourceHealthAutoConfiguration.class,
                        HealthContributorAutoConfiguration.class,
                        HealthContributorRegistryAutoConfiguration.class,
                        DataSourceHealthContributorAutoConfiguration.class))
                .withPropertyValues("rotating-datasource.policy.grace=0s");
    }

    private static HealthContributor contributor(AssertableApplicationContext context, String name) {
        return context.getBean(HealthContributorRegistry.class).getContributor(name);
    }

    private static Health health(AssertableApplicationContext context) {
        Apps.settled(context);
        return ((HealthIndicator) contributor(context, "rotatingDataSource")).health();
    }

    @Test
    void isUpWhileALoginWorks() {
        app.run(context -> {
            Health health = health(context);

            assertThat(health.getStatus()).isEqualTo(Status.UP);
            assertThat(health.getDetails())
                    .containsEntry("name", "rotating-datasource")
                    .containsEntry("phase", "serving")
                    .containsEntry("login", "fresh")
                    .containsEntry("generation", 1)
                    .containsKeys("credential", "leaseEnds", "leaseLeft")
                    .doesNotContainKeys("sourceFailure", "unavailable");
        });
    }

    @Test
    void tellsNeitherPasswordNorUser() {
        app.run(context -> assertThat(health(context).toString())
                .doesNotContain(Apps.SECRET)
                .doesNotContain("'app'"));
    }

    @Test
    void opensNoConnection() {
        app.withPropertyValues("spring.datasource.hikari.maximum-pool-size=1").run(context -> {
            try (var connection = context.getBean(RotatingDataSource.class).getConnection()) {
                assertThat(connection).isNotNull();
                assertThat(health(context).getStatus()).isEqualTo(Status.UP);
            }
        });
    }

    @Test
    void isUpWithDetailWhileTheSourceFails() {
        app.run(context -> {
            Files.delete(file);

            Awaitility.await().until(() -> health(context).getDetails().containsKey("sourceFailure"));

            assertThat(health(context).getStatus()).isEqualTo(Status.UP);
            assertThat(health(context).getDetails()).containsKey("sourceFailingSince");
        });
    }

    @Test
    void isUpWithDetailWhenTheStatedEndOfTheLeaseHasPassed() throws Exception {
        Files.writeString(file, "DB_USER=app\nDB_PASS=s3cret\nDB_LEASE_ID=a\nDB_TTL=1\n");

        app.run(context -> {
            Awaitility.await()
                    .until(() -> "suspect".equals(health(context).getDetails().get("login")));

            assertThat(health(context).getStatus()).isEqualTo(Status.UP);
        });
    }

    @Test
    void isOutOfServiceWhileItIsSuspended() {
        app.run(context -> {
            context.getBean(RotatingDataSource.class).suspend();

            assertThat(health(context).getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
            assertThat(health(context).getDetails())
                    .containsEntry("phase", "suspended")
                    .containsEntry("unavailable", "it is suspended")
                    .doesNotContainKey("credential");
        });
    }

    @Test
    void isDownWhenNoLoginWorks() {
        app.run(context -> {
            RotatingDataSource dataSource = context.getBean(RotatingDataSource.class);
            StubDriver.endSessionsAndRefuse(dataSource);

            Awaitility.await().until(() -> dataSource.status().phase() == Phase.UNAVAILABLE);

            assertThat(health(context).getStatus()).isEqualTo(Status.DOWN);
            assertThat(health(context).getDetails())
                    .containsEntry("login", "dry")
                    .containsKey("unavailable");
        });
    }

    @Test
    void isOutOfServiceOnceClosed() {
        app.run(context -> {
            context.getBean(RotatingDataSource.class).close();

            assertThat(health(context).getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
        });
    }

    @Test
    void isOneForEachOfSeveral() {
        app.withUserConfiguration(RotatingDataSourcesTest.Reports.class).run(context -> {
            HealthContributors all = (HealthContributors) contributor(context, "rotatingDataSource");

            assertThat(all.stream().map(HealthContributors.Entry::name))
                    .containsExactly("reports", "rotating-datasource");
        });
    }

    @Test
    void isDownFromTheFirstMomentOfTheGrace() {
        app.withPropertyValues(
                        "rotating-datasource.policy.grace=20s", "spring.datasource.hikari.connection-timeout=250")
                .run(context -> {
                    StubDriver.endSessionsAndRefuse();

                    Awaitility.await() // HikariCP looks at what was not used for half a second only
                            .pollInterval(Duration.ofMillis(600))
                            .until(() -> phaseAfterACheckout(context) == Phase.WAITING);

                    assertThat(health(context).getStatus()).isEqualTo(Status.DOWN);
                    assertThat(health(context).getDetails()).doesNotContainKey("unavailable");
                });
    }

    private static Phase phaseAfterACheckout(AssertableApplicationContext context) {
        RotatingDataSource dataSource = context.getBean(RotatingDataSource.class);
        try {
            dataSource.getConnection().close();
        } catch (SQLException e) {
            assertThat(e.getMessage()).doesNotContain(Apps.SECRET);
        }
        return dataSource.status().phase();
    }

    @Test
    void findsWhatIsDeclaredAsAnyDataSource() {
        app.withUserConfiguration(HiddenDataSources.class).run(context -> {
            HealthContributors all = (HealthContributors) contributor(context, "rotatingDataSource");

            assertThat(all.stream().map(HealthContributors.Entry::name)).containsExactly("declared", "qualified");
        });
    }

    @Test
    void ofADataSourceInAParentIsShownInItsChild() {
        app.run(parent -> app.withParent(parent)
                .run(child -> assertThat(((HealthIndicator) contributor(child, "rotatingDataSource"))
                                .health()
                                .getDetails())
                        .containsEntry("name", "rotating-datasource")));
    }

    @Test
    void ofTheDatabaseIsSpringBootsOwn() {
        app.run(context -> assertThat(
                        ((HealthIndicator) contributor(context, "db")).health().getStatus())
                .isEqualTo(Status.UP));
    }

    @Test
    void canBeSwitchedOff() {
        app.withPropertyValues("management.health.rotatingdatasource.enabled=false")
                .run(context ->
                        assertThat(contributor(context, "rotatingDataSource")).isNull());
    }
}
