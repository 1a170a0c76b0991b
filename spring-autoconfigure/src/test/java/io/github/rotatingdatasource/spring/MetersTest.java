package io.github.rotatingdatasource.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.rotatingdatasource.RotatingDataSource;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.metrics.DataSourcePoolMetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** What is measured goes on over any number of rotations, under one name, and ends with the data source. */
class MetersTest {
    static final String POOL = "rotating-datasource";

    @TempDir
    private Path directory;

    private final MeterRegistry registry = new SimpleMeterRegistry();
    private ApplicationContextRunner app;

    @BeforeEach
    void prepare() {
        app = measuredBy(registry, directory);
    }

    /** Returns an application that is measured by this registry. */
    static ApplicationContextRunner measuredBy(MeterRegistry measuring, Path directory) {
        return Apps.reading(Apps.file(directory, "app"))
                .withConfiguration(AutoConfigurations.of(
                        RotatingDataSourceMetricsAutoConfiguration.class,
                        MetricsAutoConfiguration.class,
                        CompositeMeterRegistryAutoConfiguration.class,
                        DataSourcePoolMetricsAutoConfiguration.class))
                .withPropertyValues(
                        "spring.datasource.hikari.maximum-pool-size=3", "management.metrics.use-global-registry=false")
                .withBean(MeterRegistry.class, () -> measuring);
    }

    private double gauge(String name) {
        return registry.get(name).gauge().value();
    }

    private void awaitGauge(String name, double value) {
        Awaitility.await().until(() -> gauge(name) == value); // HikariCP counts once a second
    }

    private double rotations(String reason, String outcome) {
        return registry.get("rotating.datasource.rotations")
                .tags("pool", POOL, "reason", reason, "outcome", outcome)
                .functionCounter()
                .count();
    }

    private Set<String> poolTags() {
        return registry.getMeters().stream()
                .map(meter -> meter.getId().getTag("pool"))
                .filter(tag -> tag != null)
                .collect(Collectors.toSet());
    }

    static void rotate(RotatingDataSource dataSource, int times) throws Exception {
        for (int i = 0; i < times; i++) {
            dataSource.rotateNow();
            dataSource.getConnection().close();
        }
    }

    @Test
    void thoseOfThePoolGoOnUnderOneName() {
        app.run(context -> {
            long before = registry.get("hikaricp.connections.acquire").timer().count();

            rotate(context.getBean(RotatingDataSource.class), 5);

            assertThat(registry.get("hikaricp.connections.acquire").timer().count())
                    .isEqualTo(before + 5);
            assertThat(registry.get("hikaricp.connections.max").gauge().value()).isEqualTo(3);
            assertThat(registry.find("hikaricp.connections").gauges()).hasSize(1);
            assertThat(poolTags()).containsExactly(POOL);
        });
    }

    @Test
    void theyGoOnOverASuspension() {
        app.run(context -> {
            RotatingDataSource dataSource = context.getBean(RotatingDataSource.class);
            long before = registry.get("hikaricp.connections.acquire").timer().count();
            dataSource.suspend();
            dataSource.resume();

            dataSource.getConnection().close();

            assertThat(registry.get("hikaricp.connections.acquire").timer().count())
                    .isEqualTo(before + 1);
            assertThat(registry.find("hikaricp.connections").gauges()).hasSize(1);
            assertThat(poolTags()).containsExactly(POOL);
            awaitGauge("rotating.datasource.generation", 2);
        });
    }

    @Test
    void rotationsBringNoMetersAndNoWarnings() {
        app.run(context -> {
            Set<Meter.Id> before =
                    registry.getMeters().stream().map(Meter::getId).collect(Collectors.toSet());
            try (LogLines log = new LogLines()) {
                rotate(context.getBean(RotatingDataSource.class), 5);
                assertThat(log.complaints()).isEmpty();
            }
            assertThat(registry.getMeters()).extracting(Meter::getId).containsExactlyInAnyOrderElementsOf(before);
        });
    }

    @Test
    void thoseOfSpringBootShowTheConnectionsOfToday() {
        app.run(context -> {
            RotatingDataSource dataSource = context.getBean(RotatingDataSource.class);
            rotate(dataSource, 2);
            try (Connection one = dataSource.getConnection();
                    Connection other = dataSource.getConnection()) {
                assertThat(one).isNotSameAs(other);
                awaitGauge("jdbc.connections.active", 2);
            }
            awaitGauge("jdbc.connections.active", 0);
            assertThat(gauge("jdbc.connections.max")).isEqualTo(3);
            assertThat(gauge("jdbc.connections.min")).isEqualTo(3);
        });
    }

    @Test
    void countTheFirstLoginAndEachRotationByReason() {
        app.run(context -> {
            rotate(context.getBean(RotatingDataSource.class), 2);

            Awaitility.await().until(() -> timed(registry) == 3); // listeners hear of it a moment later
            assertThat(rotations("start", "cut_over")).isOne();
            assertThat(rotations("demand", "handed_over") + rotations("demand", "cut_over"))
                    .isEqualTo(2);
            awaitGauge("rotating.datasource.generation", 3);
        });
    }

    @Test
    void countWhatFailsAndWhatIsRefused() {
        app.run(context -> {
            StubDriver.refuseWith("28P01");

            context.getBean(RotatingDataSource.class).rotateNow();

            Awaitility.await().until(() -> rotations("demand", "failed") >= 1);
            assertThat(registry.get("rotating.datasource.logins.refused")
                            .functionCounter()
                            .count())
                    .isPositive();
        });
    }

    @Test
    void showTheLease() {
        app.run(context -> {
            Apps.settled(context);
            assertThat(gauge("rotating.datasource.lease.left")).isBetween(3_500.0, 3_600.0);
            assertThat(supply("fresh")).isOne();
            assertThat(supply("dry")).isZero();
            awaitGauge("rotating.datasource.draining", 0);
        });
    }

    private double supply(String state) {
        return registry.get("rotating.datasource.supply")
                .tag("state", state)
                .gauge()
                .value();
    }

    @Test
    void aLeaseWithoutAnEndIsNotANumber() throws Exception {
        Files.writeString(directory.resolve("db-creds"), "DB_USER=app\nDB_PASS=s3cret\n");

        app.run(context -> {
            Apps.settled(context);
            assertThat(gauge("rotating.datasource.lease.left")).isNaN();
        });
    }

    static long timed(MeterRegistry registry) {
        return duration(registry).count();
    }

    static Timer duration(MeterRegistry registry) {
        return registry.get("rotating.datasource.rotation.duration").timer();
    }

    @Test
    void areGoneWithTheDataSource() {
        app.run(context -> {
            context.getBean(RotatingDataSource.class).close();

            Awaitility.await().until(() -> poolTags().isEmpty());
        });
        assertThat(registry.find("resilience4j.circuitbreaker.state").meters()).isEmpty();
    }

    @Test
    void showTheBreaker() {
        app.run(context -> assertThat(registry.get("resilience4j.circuitbreaker.state")
                        .tags("name", POOL, "state", "closed")
                        .gauge()
                        .value())
                .isOne());
    }

    @Test
    void leaveABreakerInARegistryToWhoeverMeasuresThat() {
        app.withBean(CircuitBreakerRegistry.class, CircuitBreakerRegistry::ofDefaults)
                .run(context -> assertThat(registry.find("resilience4j.circuitbreaker.state")
                                .meters())
                        .isEmpty());
    }

    @Test
    void doWithoutResilience4jsMeters() {
        app.withClassLoader(new FilteredClassLoader("io.github.resilience4j.micrometer"))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(BreakerMeters.class));
    }
}
