package io.github.rotatingdatasource.spring;

import io.github.rotatingdatasource.RotationEvent;
import io.github.rotatingdatasource.RotationEvent.LoginRefused;
import io.github.rotatingdatasource.RotationEvent.Part;
import io.github.rotatingdatasource.RotationEvent.Reason;
import io.github.rotatingdatasource.RotationEvent.Rotated;
import io.github.rotatingdatasource.RotationEvent.RotationFailed;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What happened to one data source so far, for any number of registries. A registry that comes late is told how many rotations
 * there were, how long they took together and how long the longest took, which is all that is kept of them.
 *
 * <p>Safe for use by several threads: everything is done under one lock, and happens rarely.
 */
final class RotationTally {
    static final List<String> OUTCOMES = List.of("handed_over", "cut_over", "failed");

    private final Map<String, LongAdder> rotations = new TreeMap<>();
    private final LongAdder refusals = new LongAdder();
    private final Map<MeterRegistry, Timer> timers = new HashMap<>();
    private long timed;
    private Duration total = Duration.ZERO;
    private Duration longest = Duration.ZERO;

    synchronized void note(RotationEvent event) {
        if (event instanceof Rotated rotated) {
            rotations(rotated.reason(), rotated.cutOver() ? "cut_over" : "handed_over")
                    .increment();
            took(rotated.took());
        } else if (event instanceof RotationFailed failed) {
            rotations(failed.reason(), "failed").increment();
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

    private void took(Duration took) {
        timed++;
        total = total.plus(took);
        longest = longest.compareTo(took) < 0 ? took : longest;
        timers.values().forEach(timer -> timer.record(took));
    }

    /** Returns how many rotations for this reason ended like this, which goes on counting. */
    synchronized LongAdder rotations(Reason reason, String outcome) {
        return rotations.computeIfAbsent(reason + " " + outcome, first -> new LongAdder());
    }

    /** Returns how many logins were refused, which goes on counting. */
    LongAdder refusals() {
        return refusals;
    }

    /** Tells {@code timer} of {@code registry} what was, and from now on what comes. */
    synchronized void time(MeterRegistry registry, Timer timer) {
        Duration left = total;
        for (long more = timed; more > 0; more--) {
            Duration one = more == timed ? longest : left.dividedBy(more);
            timer.record(one);
            left = left.minus(one);
        }
        timers.put(registry, timer);
    }

    synchronized void stopTiming(MeterRegistry registry) {
        timers.remove(registry);
    }
}
