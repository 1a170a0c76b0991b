package io.github.rotatingdatasource.benchmarks.fleet;

import java.time.Duration;
import java.util.SplittableRandom;

/** As many requests as a fleet makes in five hours, each at any time: how high they pile up is nobody's fault. */
record Chance(Traffic traffic) {
    private static final Duration HORIZON = Duration.ofHours(5);

    static Chance of(int replicas, long seed) {
        Traffic traffic = new Traffic(HORIZON);
        SplittableRandom random = new SplittableRandom(seed);
        long count =
                replicas * HORIZON.toSeconds() / Pace.OURS.usual(Role.LEASE).toSeconds();
        random.longs(count, 0, HORIZON.toNanos()).forEach(traffic::request);
        return new Chance(traffic);
    }

    double peak(int window) {
        return traffic.peak(window, Duration.ZERO, HORIZON) / traffic.mean(Duration.ZERO, HORIZON);
    }
}
