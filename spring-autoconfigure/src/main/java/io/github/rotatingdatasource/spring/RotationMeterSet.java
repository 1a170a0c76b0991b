package io.github.rotatingdatasource.spring;

import io.github.rotatingdatasource.RotatingDataSource;
import io.github.rotatingdatasource.RotationEvent.Reason;
import io.github.rotatingdatasource.RotationStatus;
import io.github.rotatingdatasource.RotationStatus.Freshness;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * {@code rotating.datasource.*} of one data source in one registry, with its name as the tag {@code pool}. Every combination of
 * tags is there from the beginning, at zero, since a rate cannot be had of a counter that appears with its first count.
 */
final class RotationMeterSet implements Shown {
    private static final String PREFIX = "rotating.datasource.";

    private final RotatingDataSource dataSource;
    private final MeterRegistry registry;
    private final RotationTally tally;
    private final Tags tags;
    private final List<Meter> meters = new ArrayList<>();

    RotationMeterSet(RotatingDataSource dataSource, MeterRegistry registry, RotationTally tally) {
        this.dataSource = dataSource;
        this.registry = registry;
        this.tally = tally;
        this.tags = Tags.of("pool", dataSource.getName());
    }

    @Override
    public void show() {
        showRotations();
        showLogin();
        for (Freshness state : Freshness.values()) {
            showState(state);
        }
    }

    @Override
    public void hide() {
        tally.stopTiming(registry);
        meters.forEach(registry::remove);
        meters.clear();
    }

    private void showRotations() {
        for (Reason reason : Reason.values()) {
            RotationTally.OUTCOMES.forEach(outcome -> count(
                    "rotations",
                    "Rotations that ended, the first login included",
                    tags.and("reason", reason.name().toLowerCase(Locale.ROOT), "outcome", outcome),
                    tally.rotations(reason, outcome)));
        }
        count("logins.refused", "Logins that the database refused, in use or on trial", tags, tally.refusals());
        Timer timer = Timer.builder(PREFIX + "rotation.duration")
                .tags(tags)
                .description("From the moment a new login was taken up until it served alone")
                .register(registry);
        meters.add(timer);
        tally.time(registry, timer);
    }

    private void count(String name, String description, Tags tagsOfIt, LongAdder value) {
        meters.add(FunctionCounter.builder(PREFIX + name, value, LongAdder::sum)
                .tags(tagsOfIt)
                .description(description)
                .register(registry));
    }

    private void showLogin() {
        gauge("generation", "Number of the login in use, from one", null, RotationStatus::generation);
        gauge("draining", "Replaced logins whose connections are not closed yet", null, RotationStatus::draining);
        gauge(
                "lease.left",
                "What is left of the lease, negative if its stated end has passed, NaN if it is unknown",
                "seconds",
                status -> seconds(status.leaseLeftAt(Instant.now())));
    }

    private static double seconds(@Nullable Duration left) {
        return left == null ? Double.NaN : left.toMillis() / 1e3;
    }

    private void gauge(String name, String description, @Nullable String unit, ToDoubleFunction<RotationStatus> value) {
        meters.add(Gauge.builder(PREFIX + name, dataSource, of -> value.applyAsDouble(of.status()))
                .tags(tags)
                .description(description)
                .baseUnit(unit)
                .register(registry));
    }

    private void showState(Freshness state) {
        meters.add(Gauge.builder(PREFIX + "supply", dataSource, of -> isIn(state, of) ? 1 : 0)
                .tags(tags.and("state", state.name().toLowerCase(Locale.ROOT)))
                .description("How good the login in use is: 1 for the state that it is in")
                .register(registry));
    }

    private static boolean isIn(Freshness state, RotatingDataSource dataSource) {
        return dataSource.status().freshnessAt(Instant.now()) == state;
    }
}
