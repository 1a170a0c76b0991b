package io.github.rotatingdatasource.spring;

import io.github.rotatingdatasource.RotatingDataSource;
import io.github.rotatingdatasource.RotationEvent;
import io.github.rotatingdatasource.RotationListener;
import io.github.rotatingdatasource.RotationStatus;
import io.github.rotatingdatasource.RotationStatus.Freshness;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * {@code rotating.datasource.*} of all rotating data sources, each with its name as the tag {@code pool}. What happened before
 * there was a registry is counted, too.
 *
 * <p>Safe for use by several threads.
 */
final class RotationMeters implements MeterBinder, RotationListener {
    private static final String PREFIX = "rotating.datasource.";

    private final Supplier<Collection<RotatingDataSource>> dataSources;
    private final Map<String, RotationTally> tallies = new ConcurrentHashMap<>();

    /** Creates meters of {@code dataSources}, which are asked for whenever a registry comes. */
    RotationMeters(Supplier<Collection<RotatingDataSource>> dataSources) {
        this.dataSources = dataSources;
    }

    @Override
    public void onEvent(String dataSource, RotationEvent event) {
        tally(dataSource).note(event);
        if (event instanceof RotationEvent.Closed) {
            tally(dataSource).close();
            tallies.remove(dataSource);
        }
    }

    private RotationTally tally(String dataSource) {
        return tallies.computeIfAbsent(dataSource, name -> new RotationTally(PREFIX, Tags.of("pool", name)));
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (RotatingDataSource dataSource : dataSources.get()) {
            RotationTally tally = tally(dataSource.getName());
            tally.bindTo(registry);
            gauges(dataSource, registry, tally);
        }
    }

    private static void gauges(RotatingDataSource dataSource, MeterRegistry registry, RotationTally tally) {
        Gauges gauges = new Gauges(dataSource, registry, tally);
        gauges.add("generation", "Number of the login in use, from one", null, RotationStatus::generation);
        gauges.add("draining", "Replaced logins whose connections are not closed yet", null, RotationStatus::draining);
        gauges.add(
                "lease.left",
                "What is left of the lease, negative if its stated end has passed, NaN if it is unknown",
                "seconds",
                status -> seconds(status.leaseLeftAt(Instant.now())));
        for (Freshness state : Freshness.values()) {
            gauges.addState(state);
        }
    }

    private static double seconds(@Nullable Duration left) {
        return left == null ? Double.NaN : left.toMillis() / 1e3;
    }

    /** Registers gauges of one data source. */
    private record Gauges(RotatingDataSource dataSource, MeterRegistry registry, RotationTally tally) {
        void add(String name, String description, @Nullable String unit, ToDoubleFunction<RotationStatus> value) {
            tally.keep(
                    registry,
                    Gauge.builder(PREFIX + name, dataSource, of -> value.applyAsDouble(of.status()))
                            .tags(tally.tags())
                            .description(description)
                            .baseUnit(unit)
                            .register(registry));
        }

        void addState(Freshness state) {
            tally.keep(
                    registry,
                    Gauge.builder(PREFIX + "supply", dataSource, of -> isIn(state, of) ? 1 : 0)
                            .tags(tally.tags().and("state", state.name().toLowerCase(Locale.ROOT)))
                            .description("How good the login in use is: 1 for the state that it is in")
                            .register(registry));
        }

        private static boolean isIn(Freshness state, RotatingDataSource dataSource) {
            return dataSource.status().freshnessAt(Instant.now()) == state;
        }
    }
}
