package io.github.rotatingdatasource.drills;

import io.github.rotatingdatasource.testkit.Latencies;
import io.github.rotatingdatasource.testkit.WorkReport;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What one contestant came to between two marks.
 *
 * @param length how long it was watched
 * @param standstill the longest time in which no worker completed anything
 * @param isServed whether somebody was served in the last half second
 * @param untilServed how long it took to the first success, if there was one
 * @param failedStatements how many pieces of work failed
 * @param mostOfOneWorker how many of one and the same worker
 * @param failedCheckouts how many checkouts failed
 * @param failing how long the checkouts took that were asked for in this time, and failed
 * @param refused how many logins the server refused
 * @param accepted how many logins the server accepted
 * @param reads how often the source was asked
 * @param kinds what failed and how, and how often
 */
record Measured(
        Duration length,
        Duration standstill,
        boolean isServed,
        Optional<Duration> untilServed,
        long failedStatements,
        long mostOfOneWorker,
        long failedCheckouts,
        Latencies failing,
        long refused,
        long accepted,
        int reads,
        Map<String, Long> kinds) {
    private static final long LATELY = Duration.ofMillis(500).toNanos();

    static Measured between(WorkReport report, Mark from, Mark to) {
        long begin = from.nanoTime();
        long end = to.nanoTime();
        var failed = report.failedStatementsPerWorker(begin, end);
        return new Measured(
                Duration.ofNanos(end - begin),
                report.longestStandstill(begin, end),
                report.completed(end - Math.min(LATELY, end - begin), end) > 0,
                report.firstSuccess(begin).stream()
                        .filter(success -> success < end)
                        .mapToObj(success -> Duration.ofNanos(success - begin))
                        .findFirst(),
                failed.stream().mapToLong(Long::longValue).sum(),
                failed.stream().mapToLong(Long::longValue).max().orElse(0),
                report.failedCheckouts(begin, end),
                report.failedCheckoutLatencies(begin, end),
                to.refused() - from.refused(),
                to.accepted() - from.accepted(),
                to.reads() - from.reads(),
                report.failuresByKind(begin, end));
    }

    /** Returns how slow the slowest checkout was that failed; zero if none did. */
    Duration slowestFailure() {
        return failing.count() == 0 ? Duration.ZERO : failing.max();
    }

    /** Returns how slow all but one in a hundred of the failing checkouts were; zero if none failed. */
    Duration failureP99() {
        return failing.count() == 0 ? Duration.ZERO : failing.percentile(99);
    }
}
