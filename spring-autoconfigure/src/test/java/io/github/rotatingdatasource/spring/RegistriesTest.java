package io.github.rotatingdatasource.spring;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rotatingdatasource.RotatingDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Registries and data sources come and go as they like, and may be shared. */
class RegistriesTest {
    @TempDir
    private Path directory;

    private final MeterRegistry registry = new Outlasting();
    private final MeterRegistry late = new SimpleMeterRegistry();
    private ApplicationContextRunner app;

    @BeforeEach
    void prepare() {
        app = MetersTest.measuredBy(registry, directory);
    }

    private void awaitGeneration(int number) {
        Awaitility.await()
                .until(() ->
                        registry.get("rotating.datasource.generation").gauge().value() == number);
    }

    private double starts() {
        return registry.get("rotating.datasource.rotations")
                .tags("reason", "start", "outcome", "cut_over")
                .functionCounter()
                .count();
    }

    @Test
    void aRegistryThatComesLateSeesEverything() {
        Apps.reading(Apps.file(directory, "app"))
                .withConfiguration(AutoConfigurations.of(RotatingDataSourceMetricsAutoConfiguration.class))
                .run(context -> {
                    MetersTest.rotate(context.getBean(RotatingDataSource.class), 1);

                    context.getBeansOfType(MeterBinder.class).values().forEach(binder -> binder.bindTo(registry));

                    assertThat(registry.get("hikaricp.connections.max").gauge().value())
                            .isEqualTo(10);
                    awaitGeneration(2);
                    Awaitility.await().until(() -> MetersTest.timed(registry) == 2);
                    assertThat(starts()).isOne();
                });
        assertThat(registry.getMeters()).isEmpty();
    }

    @Test
    void areNotMadeAnewByWhatHappensAfterTheEnd() {
        app.run(context -> {
            RotatingDataSource dataSource = context.getBean(RotatingDataSource.class);
            dataSource.close();
            Awaitility.await().until(() -> ours(registry).isEmpty());

            dataSource.rotateNow(); // fails, which listeners hear
            context.getBeansOfType(MeterBinder.class).values().forEach(binder -> binder.bindTo(late));

            assertThat(ours(registry)).isEmpty();
            assertThat(ours(late)).isEmpty();
        });
    }

    private static List<String> ours(MeterRegistry registry) {
        return registry.getMeters().stream()
                .map(meter -> meter.getId().getName())
                .filter(name -> name.matches("(rotating|hikaricp|resilience4j).*"))
                .toList();
    }

    @Test
    void aSecondRegistrySeesEverythingToo() {
        app.run(context -> {
            MetersTest.rotate(context.getBean(RotatingDataSource.class), 3);
            Awaitility.await().until(() -> MetersTest.timed(registry) == 4);

            context.getBeansOfType(MeterBinder.class).values().forEach(binder -> binder.bindTo(late));

            assertThat(MetersTest.timed(late)).isEqualTo(4);
            assertThat(MetersTest.duration(late).totalTime(NANOSECONDS))
                    .isEqualTo(MetersTest.duration(registry).totalTime(NANOSECONDS));
            assertThat(MetersTest.duration(late).max(NANOSECONDS))
                    .isEqualTo(MetersTest.duration(registry).max(NANOSECONDS));
        });
    }

    @Test
    void oneRegistryThatIsBoundTwiceCountsOnce() {
        app.run(context -> {
            Awaitility.await().until(() -> MetersTest.timed(registry) == 1);
            context.getBeansOfType(MeterBinder.class).values().forEach(binder -> binder.bindTo(registry));
            long before = registry.get("hikaricp.connections.acquire").timer().count();

            MetersTest.rotate(context.getBean(RotatingDataSource.class), 1);

            Awaitility.await().until(() -> MetersTest.timed(registry) == 2);
            assertThat(registry.get("hikaricp.connections.acquire").timer().count())
                    .isEqualTo(before + 1);
        });
    }

    @Test
    void ofTheNewerOfTwoApplicationsOutlastTheOlderOne() {
        app.run(older -> app.run(newer -> {
            older.close();
            MetersTest.rotate(newer.getBean(RotatingDataSource.class), 2);

            Awaitility.await().until(() -> MetersTest.timed(registry) == 3);
            awaitGeneration(3);
            assertThat(starts()).isOne();
            assertThat(registry.get("hikaricp.connections.acquire").timer().count())
                    .isEqualTo(2);
            assertThat(closedBreakers()).isOne();
        }));
        assertThat(ours(registry)).isEmpty();
    }

    @Test
    void ofTheOlderOfTwoApplicationsAreBackWhenTheNewerOneEnds() {
        app.run(older -> {
            MetersTest.rotate(older.getBean(RotatingDataSource.class), 2);
            app.run(newer -> awaitGeneration(1));

            awaitGeneration(3);
            assertThat(MetersTest.timed(registry)).isEqualTo(3);
            assertThat(registry.get("hikaricp.connections.max").gauge().value()).isEqualTo(3);
            assertThat(closedBreakers()).isOne();
        });
        assertThat(ours(registry)).isEmpty();
    }

    private double closedBreakers() {
        return registry.get("resilience4j.circuitbreaker.state")
                .tag("state", "closed")
                .gauge()
                .value();
    }

    @Test
    void findWhatIsDeclaredAsAnyDataSource() {
        Apps.withoutSource()
                .withConfiguration(AutoConfigurations.of(RotatingDataSourceMetricsAutoConfiguration.class))
                .withUserConfiguration(HiddenDataSources.class)
                .run(context -> {
                    context.getBeansOfType(MeterBinder.class).values().forEach(binder -> binder.bindTo(late));

                    assertThat(pools(late)).containsExactlyInAnyOrder("declared", "qualified");
                });
    }

    @Test
    void findWhatIsMadeLater() {
        app.withUserConfiguration(HiddenDataSources.Later.class).run(context -> {
            DataSource later = context.getBean("later", DataSource.class);

            assertThat(pools(registry)).containsExactlyInAnyOrder(MetersTest.POOL, "later");
            later.unwrap(RotatingDataSource.class).close();
            Awaitility.await().until(() -> pools(registry).equals(Set.of(MetersTest.POOL)));
        });
    }

    @Test
    void ofADataSourceInAParentAreSeenByTheRegistryOfAChild() {
        app.run(parent -> MetersTest.measuredBy(late, directory)
                .withParent(parent)
                .run(child -> {
                    Awaitility.await().until(() -> MetersTest.timed(late) == 1);
                    assertThat(pools(late)).containsExactly(MetersTest.POOL);
                    assertThat(late.get("hikaricp.connections.max").gauge().value())
                            .isEqualTo(3);
                    assertThat(late.get("jdbc.connections.max").gauge().value()).isEqualTo(3);
                }));
    }

    @Test
    void areNoneWithoutARotatingDataSource() {
        Apps.withoutSource()
                .withConfiguration(AutoConfigurations.of(RotatingDataSourceMetricsAutoConfiguration.class))
                .run(context -> {
                    context.getBeansOfType(MeterBinder.class).values().forEach(binder -> binder.bindTo(late));

                    assertThat(late.getMeters()).isEmpty();
                });
    }

    private static Set<String> pools(MeterRegistry registry) {
        return registry.find("rotating.datasource.generation").gauges().stream()
                .map(gauge -> gauge.getId().getTag("pool"))
                .collect(Collectors.toSet());
    }

    /** A registry that is not an application's own, and that none closes. */
    private static final class Outlasting extends SimpleMeterRegistry {
        @Override
        public void close() {}
    }
}
