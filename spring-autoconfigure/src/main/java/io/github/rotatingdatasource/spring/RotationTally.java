package io.github.rotatingdatasource.spring;

import io.github.rotatingdatasource.RotationEvent;
import io.github.rotatingdatasource.RotationEvent.LoginRefused;
import io.github.rotatingdatasource.RotationEvent.Part;
import io.github.rotatingdatasource.RotationEvent.Reason;
import io.github.rotatingdatasource.RotationEvent.Rotated;
import io.github.rotatingdatasource.RotationEvent.RotationFailed;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What happened to one data source so far, and the meters that show it. Every combination is there from the beginning, at zero,
 * since a rate cannot be had of a counter that appears with its first count.
 *
 * <p>Safe for use by several threads: everything is done under one lock, and happens rarely.
 */
final class RotationTally {
    private static final List<String> OUTCOMES = List.of("handed_over", "cut_over", "failed");

    private final String prefix;
    private final Tags tags;
    private final Map<String, LongAdder> rotations = new TreeMap<>();
    private final LongAdder refusals = new LongAdder();
    private final List<Duration> before = new ArrayList<>();
    private final List<Timer> timers = new ArrayList<>();
    private final List<Runnable> removals = new ArrayList<>();

    RotationTally(String prefix, Tags tags) {
        this.prefix = prefix;
        this.tags = tags;
    }

    Tags tags() {
        return tags;
    }

    synchronized void note(RotationEvent event) {
        if (event instanceof Rotated rotated) {
            counts(rotated.reason(), rotated.cutOver() ? "cut_over" : "handed_over")
                    .increment();
            time(rotated.took());
        } else if (event instanceof RotationFailed failed) {
            counts(failed.reason(), "failed").increment();
            countIf(failed.part() == Part.LOGIN);
        } else {
            countIf(event instanceof LoginRefused);
        }
    }

    private void countIf(boolean isRefused) {
        if (isRefused) {
            refusals.increment();
        }
    }

    private LongAdder counts(Reason reason, String outcome) {
        return rotations.computeIfAbsent(reason + " " + outcome, first -> new LongAdder());
    }

    private void time(Duration took) {
        if (timers.isEmpty()) {
            before.add(took);
        }
        timers.forEach(timer -> timer.record(took));
    }

    synchronized void bindTo(MeterRegistry registry) {
        for (Reason reason : Reason.values()) {
            OUTCOMES.forEach(outcome -> countsOf(registry, reason, outcome));
        }
        keep(
                registry,
                FunctionCounter.builder(prefix + "logins.refused", refusals, LongAdder::sum)
                        .tags(tags)
                        .description("Logins that the database refused, in use or on trial")
                        .register(registry));
        Timer timer = Timer.builder(prefix + "rotation.duration")
                .tags(tags)
                .description("From the moment a new login was taken up until it served alone")
                .register(registry);
        keep(registry, timer);
        timers.add(timer);
        before.forEach(timer::record);
    }

    private void countsOf(MeterRegistry registry, Reason reason, String outcome) {
        keep(
                registry,
                FunctionCounter.builder(prefix + "rotations", counts(reason, outcome), LongAdder::sum)
                        .tags(tags.and("reason", reason.name().toLowerCase(Locale.ROOT), "outcome", outcome))
                        .description("Rotations that ended, the first login included")
                        .register(registry));
    }

    /** Notes that {@code meter} is to go when the data source does. */
    synchronized void keep(MeterRegistry registry, Meter meter) {
        removals.add(() -> registry.remove(meter));
    }

    /** Takes all meters away. */
    synchronized void close() {
        removals.forEach(Runnable::run);
        removals.clear();
    }
}
