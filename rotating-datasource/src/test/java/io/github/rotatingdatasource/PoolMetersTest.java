package io.github.rotatingdatasource;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.health.HealthCheckRegistry;
import com.zaxxer.hikari.metrics.IMetricsTracker;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** HikariCP's meters keep one name over all generations, and count what its user would count. */
@Tag("hikari")
class PoolMetersTest {
    private final MeterRegistry micrometer = new SimpleMeterRegistry();

    private double gauge(PoolRig rig, String name) {
        return micrometer.get(name).tag("pool", rig.name).gauge().value();
    }

    private void awaitGauge(PoolRig rig, String name, int value) {
        Await.until(() -> gauge(rig, name) == value); // HikariCP counts once a second
    }

    private long acquired(PoolRig rig) {
        return micrometer
                .get("hikaricp.connections.acquire")
                .tag("pool", rig.name)
                .timer()
                .count();
    }

    private double timeOuts(PoolRig rig) {
        return micrometer
                .get("hikaricp.connections.timeout")
                .tag("pool", rig.name)
                .counter()
                .count();
    }

    private PoolRig rig() {
        return new PoolRig(config -> config.setMetricRegistry(micrometer));
    }

    @Test
    void showTheSumsOfTwoGenerationsThatOverlap() throws Exception {
        try (PoolRig rig = rig()) {
            OneLoginPool old = rig.open();
            OneLoginPool next = rig.open();
            next.grow();
            PoolRig.awaitTotal(next, 2);
            old.connect();

            awaitGauge(rig, "hikaricp.connections", 3);
            awaitGauge(rig, "hikaricp.connections.active", 1);
            awaitGauge(rig, "hikaricp.connections.idle", 2);
            assertThat(gauge(rig, "hikaricp.connections.max")).isEqualTo(PoolRig.MAXIMUM);
            assertThat(gauge(rig, "hikaricp.connections.min")).isEqualTo(PoolRig.MAXIMUM);
        }
    }

    @Test
    void goOnOverThreeGenerationsUnderOneName() throws Exception {
        try (PoolRig rig = rig();
                LogLines log = new LogLines()) {
            for (int generation = 1; generation <= 3; generation++) {
                OneLoginPool pool = rig.open();
                pool.connect().close();
                assertThat(acquired(rig)).isEqualTo(generation);
                pool.close();
            }

            assertThat(micrometer.find("hikaricp.connections").gauges()).hasSize(1);
            assertThat(log.complaints()).isEmpty();
        }
    }

    @Test
    void areGoneAfterTheEnd() throws Exception {
        PoolRig rig = rig();
        rig.open();
        assertThat(micrometer.getMeters()).isNotEmpty();

        rig.end();

        assertThat(micrometer.getMeters()).isEmpty();
    }

    @Test
    void countWhoTookAConnectionAndWhoWaitedInVain() throws Exception {
        try (PoolRig rig = rig()) {
            OneLoginPool pool = rig.open();
            List<Connection> out = PoolRig.drain(pool);

            Callers.start(1, () -> pool.connect(50)).awaitDone();

            assertThat(out).hasSize(1);
            assertThat(acquired(rig)).isEqualTo(2); // as HikariCP counts, who waits in vain too
            assertThat(timeOuts(rig)).isOne();
        }
    }

    @Test
    void countNoneOfOurOwnAttempts() throws Exception {
        try (PoolRig rig = rig()) {
            OneLoginPool pool = rig.openFull();
            pool.openNothing();
            pool.evictNext(20);
            PoolRig.drain(pool);

            pool.tryConnect();
            pool.evictNext(20);

            assertThat(acquired(rig)).isEqualTo(PoolRig.MAXIMUM - 1);
            assertThat(timeOuts(rig)).isZero();
        }
    }

    @Test
    void reachATrackerOfTheUsersOwn() throws Exception {
        List<String> calls = new ArrayList<>();
        IMetricsTracker tracker = new Tracker(calls);
        PoolRig rig = new PoolRig(config -> config.setMetricsTrackerFactory((name, stats) -> {
            calls.add("created for " + name);
            return tracker;
        }));
        rig.open().connect().close();
        rig.open().connect().close();
        rig.end();

        assertThat(calls).containsExactly("created for " + rig.name, "acquired", "used", "acquired", "used", "closed");
    }

    /** A tracker that writes down what it is told. */
    private record Tracker(List<String> calls) implements IMetricsTracker {
        @Override
        public void recordConnectionAcquiredNanos(long nanos) {
            calls.add("acquired");
        }

        @Override
        public void recordConnectionUsageMillis(long millis) {
            calls.add("used");
        }

        @Override
        public void close() {
            calls.add("closed");
        }
    }

    @Test
    void areDropwizardsWhereThatIsAskedFor() throws Exception {
        MetricRegistry dropwizard = new MetricRegistry();
        try (PoolRig rig = new PoolRig(config -> config.setMetricRegistry(dropwizard))) {
            rig.open();
            rig.open();

            Gauge<?> total = dropwizard.getGauges().get(rig.name + ".pool.TotalConnections");
            Await.until(() -> total.getValue().equals(2));
            rig.end();

            assertThat(dropwizard.getNames()).isEmpty();
        }
    }

    @Test
    void comeWithAHealthCheckOfTheGenerationThatServes() throws Exception {
        HealthCheckRegistry checks = new HealthCheckRegistry();
        try (PoolRig rig = new PoolRig(config -> {
            config.setHealthCheckRegistry(checks);
            config.addHealthCheckProperty("connectivityCheckTimeoutMs", "1000");
        })) {
            String check = rig.name + ".pool.ConnectivityCheck";
            OneLoginPool old = rig.open();
            old.serve();
            OneLoginPool next = rig.open();
            next.serve();
            old.close();

            assertThat(checks.getNames()).containsExactly(check);
            assertThat(checks.runHealthCheck(check).isHealthy()).isTrue();
            rig.pools.close();

            assertThat(checks.getNames()).isEmpty();
        }
    }

    @Test
    void checkTheTimeOfAConnectionToo() throws Exception {
        HealthCheckRegistry checks = new HealthCheckRegistry();
        try (PoolRig rig = new PoolRig(config -> {
            config.setMetricRegistry(new MetricRegistry());
            config.setHealthCheckRegistry(checks);
            config.addHealthCheckProperty("expected99thPercentileMs", "1000");
        })) {
            rig.open().serve();
            rig.open().serve();

            assertThat(checks.getNames())
                    .containsExactly(rig.name + ".pool.Connection99Percent", rig.name + ".pool.ConnectivityCheck");
        }
    }
}
