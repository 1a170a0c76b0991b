package io.github.rotatingdatasource.benchmarks.rotation;

import io.github.rotatingdatasource.testkit.Latencies;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What one way came to under one load; times in milliseconds.
 *
 * @param windows those of all JVMs
 * @param jvms those of each JVM
 */
record Figures(Order order, Windows windows, List<Windows> jvms) {
    private static final double NANOS = 1e6;

    static Figures of(Order order, List<Recording> recordings) {
        return of(order, recordings, Windows::ofRotations);
    }

    static Figures of(Order order, List<Recording> recordings, Function<Recording, Windows> windowsOf) {
        return new Figures(
                order,
                windowsOf.apply(Recording.joined(recordings)),
                recordings.stream().map(windowsOf).toList());
    }

    static double millis(Duration time) {
        return time.toNanos() / NANOS;
    }

    Recording recording() {
        return windows.recording();
    }

    int checkouts() {
        return windows.latencies().count();
    }

    double percentile(double percent) {
        return millis(windows.latencies().percentile(percent));
    }

    /** Returns a percentile of each JVM by itself: how far apart they are is what a difference must exceed to be one. */
    List<Double> percentiles(double percent) {
        return jvms.stream()
                .map(one -> millis(one.latencies().percentile(percent)))
                .toList();
    }

    double medianMaximum() {
        return millis(windows.maxima().percentile(50));
    }

    double rotation(double percent) {
        return millis(windows.rotations().percentile(percent));
    }

    long failures() {
        return recording().failedCheckouts() + recording().failedStatements();
    }

    int oldAtRevoke() {
        return windows.all().stream()
                .mapToInt(window -> window.turn().oldSessions())
                .sum();
    }

    /** Returns how many connections the pool had at the end of a window, at least. */
    int leastAfter() {
        return windows.all().stream()
                .mapToInt(window -> window.turn().newSessions())
                .min()
                .orElse(0);
    }

    Stages stages() {
        return Stages.of(recording(), rotates());
    }

    /** Returns how many rotations were not a hand-over; only ours tells. */
    long withoutHandOver() {
        return recording().marks().stream()
                .filter(mark -> mark.name().equals(RotatingWay.NO_HAND_OVER))
                .count();
    }

    boolean rotates() {
        return order.way() != Way.Kind.NONE;
    }

    Map<String, Object> json() {
        Latencies waits = windows.latencies();
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("rotations", windows.all().size());
        all.put("checkouts", waits.count());
        all.put("p50", millis(waits.percentile(50)));
        all.put("p99", millis(waits.percentile(99)));
        all.put("p99.9", millis(waits.percentile(99.9)));
        all.put("max", millis(waits.max()));
        all.put("p99OfEachJvm", percentiles(99));
        all.put("p99.9OfEachJvm", percentiles(99.9));
        all.put("medianOfMaxima", medianMaximum());
        if (rotates()) {
            all.put("rotation", Map.of("p50", rotation(50), "p99", rotation(99), "max", rotation(100)));
        }
        all.put("failedCheckouts", recording().failedCheckouts());
        all.put("failedStatements", recording().failedStatements());
        all.put("deniedStatements", recording().deniedStatements());
        all.put("failures", recording().failures());
        all.put("withoutHandOver", withoutHandOver());
        all.put("peakOfConnections", recording().peak());
        all.put("oldSessionsAtRevoke", oldAtRevoke());
        all.put("leastConnectionsAfterwards", leastAfter());
        all.put("stages", stages().json());
        all.put("steps", Phases.of(windows).json());
        all.put("slowest", Slowest.of(windows).json());
        return all;
    }
}
