package io.github.rotatingdatasource.samples.springboot.stage;

import io.github.rotatingdatasource.RotationStatus;
import io.github.rotatingdatasource.RotationStatus.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How things stand at one moment, as the page gets it.
 *
 * @param at milliseconds since 1970
 * @param state what the data source does, in words
 * @param sentence the state with all that belongs to it
 * @param works whether a login works
 * @param generation the number of the login in use
 * @param newest the number of the login to which {@code connections} belong: the next one during a hand-over
 * @param oldConnections those of logins before
 * @param leaseLeft in seconds, negative when it is over, or {@code null} if it is unknown
 * @param throughput answers per second
 * @param p99 milliseconds that one checkout in a hundred exceeded, or {@code null} if none succeeded
 * @param failures since the sample before
 * @param answered since the start
 * @param failed since the start
 * @param news what happened since the sample before
 */
record Sample(
        long at,
        String state,
        String sentence,
        boolean works,
        int generation,
        int newest,
        @Nullable String login,
        int connections,
        int oldConnections,
        @Nullable Double leaseLeft,
        String breaker,
        boolean sidecarRuns,
        double throughput,
        @Nullable Double p99,
        long failures,
        long answered,
        long failed,
        List<Happening> news) {

    static Sample of(Instant now, RotationStatus status, Setting setting, Rates rates, List<Happening> news) {
        boolean handsOver = status.phase() == Phase.HANDING_OVER;
        return new Sample(
                now.toEpochMilli(),
                state(status),
                sentence(status, setting, now),
                status.phase() == Phase.SERVING || handsOver,
                status.generation(),
                status.generation() + (handsOver ? 1 : 0),
                status.fingerprint(),
                status.connections(),
                status.oldConnections(),
                units(status.leaseLeftAt(now), Duration.ofSeconds(1)),
                setting.breaker(),
                setting.sidecarRuns(),
                rates.throughput(),
                units(rates.p99(), Duration.ofMillis(1)),
                rates.failures(),
                rates.answered(),
                rates.failed(),
                news);
    }

    static String state(RotationStatus status) {
        return switch (status.phase()) {
            case STARTING -> "Starting";
            case SERVING -> "Generation " + status.generation() + " serves";
            case HANDING_OVER -> "Generation " + status.generation() + " hands over to the next";
            case WAITING -> "No login works; callers wait for one";
            case UNAVAILABLE -> "No login works; checkouts fail at once";
            case SUSPENDED -> "Suspended";
            case CLOSED -> "Closed";
        };
    }

    static String sentence(RotationStatus status, Setting setting, Instant now) {
        String sidecar = setting.sidecarRuns() ? "" : "; sidecar stopped";
        return state(status) + "; " + lease(status.leaseLeftAt(now)) + "; breaker " + setting.breaker() + sidecar + ".";
    }

    private static String lease(@Nullable Duration left) {
        if (left == null) {
            return "lease unknown";
        }
        return left.isNegative()
                ? "lease over for " + left.negated().toSeconds() + " s"
                : "lease left " + left.toSeconds() + " s";
    }

    private static @Nullable Double units(@Nullable Duration duration, Duration unit) {
        return duration == null ? null : (double) duration.toNanos() / unit.toNanos();
    }

    /** What stands around a data source. */
    record Setting(String breaker, boolean sidecarRuns) {
        static Setting of(Enum<?> breaker, boolean sidecarRuns) {
            return new Setting(breaker.name().toLowerCase(Locale.ROOT).replace('_', '-'), sidecarRuns);
        }
    }

    /** What the load has seen, per second and in all. */
    record Rates(double throughput, @Nullable Duration p99, long failures, long answered, long failed) {
        static Rates between(Tally.Reading before, Tally.Reading now, Duration elapsed) {
            return new Rates(
                    (now.answered() - before.answered()) * 1e9 / elapsed.toNanos(),
                    now.p99(),
                    now.failed() - before.failed(),
                    now.answered(),
                    now.failed());
        }
    }
}
