package io.github.rotatingdatasource.testkit;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * What {@link Workers} did and measured. Immutable; times are those of {@link System#nanoTime()}, so that a drill can
 * note when it rotated and look at the time around it.
 */
public final class WorkReport {
    private final List<Samples> samples;
    private final List<Failure> failures;
    private final List<Samples> failedCheckouts;
    private final List<Samples> failedStatements;
    private final List<Map<String, Samples>> kinds;
    private final long started;
    private final long stopped;

    WorkReport(List<Worker> workers, long started, long stopped) {
        this.samples = workers.stream().map(Worker::samples).toList();
        this.failures = workers.stream()
                .flatMap(worker -> worker.failures().stream())
                .sorted((one, other) -> Long.signum(one.nanoTime() - other.nanoTime()))
                .toList();
        this.failedCheckouts = workers.stream().map(Worker::failedCheckouts).toList();
        this.failedStatements = workers.stream().map(Worker::failedStatements).toList();
        this.kinds = workers.stream().map(Worker::kinds).toList();
        this.started = started;
        this.stopped = stopped;
    }

    /** What went wrong. */
    public enum Stage {
        /** No connection came out of the data source. */
        CHECKOUT,
        /** A connection came out, but a statement, the commit or the close failed. */
        STATEMENT
    }

    /**
     * One failure.
     *
     * @param nanoTime when it was caught
     * @param stage what went wrong
     * @param waited how long the checkout had taken, up to its success or failure
     * @param cause the exception
     */
    public record Failure(long nanoTime, Stage stage, Duration waited, Exception cause) {}

    /** Returns how many connections came out of the data source. */
    public long checkouts() {
        return samples.stream().mapToLong(Samples::size).sum();
    }

    /** Returns how many of them did their work and were closed. */
    public long completed() {
        return successes().count();
    }

    /** Returns how many checkouts failed. */
    public long failedCheckouts() {
        return failedCheckouts.stream().mapToLong(Samples::size).sum();
    }

    /** Returns how many checkouts failed from {@code from} to before {@code to}, whenever they were asked for. */
    public long failedCheckouts(long from, long to) {
        return failedCheckouts.stream()
                .mapToLong(one -> ends(one, from, to).count())
                .sum();
    }

    /** Returns how many connections came out and failed at their work. */
    public long failedStatements() {
        return failedStatements.stream().mapToLong(Samples::size).sum();
    }

    /** Returns how many pieces of work of each worker failed from {@code from} to before {@code to}. */
    public List<Long> failedStatementsPerWorker(long from, long to) {
        return failedStatements.stream().map(one -> ends(one, from, to).count()).toList();
    }

    /** Returns the failures in the order of time; of each worker the first {@value Worker#KEPT_FAILURES}. */
    public List<Failure> failures() {
        return failures;
    }

    /**
     * Returns how many failures of each kind there were from {@code from} to before {@code to}, all of them; a kind is the stage,
     * the simple name of the exception's class and its SQLState, {@code -} if it can have none, with a space between.
     */
    public Map<String, Long> failuresByKind(long from, long to) {
        Map<String, Long> counts = new TreeMap<>();
        for (Map<String, Samples> one : kinds) {
            one.forEach((kind, samples) -> {
                long count = ends(samples, from, to).count();
                if (count > 0) {
                    counts.merge(kind, count, Long::sum);
                }
            });
        }
        return counts;
    }

    /** Returns how long the connections took to come out of the data source. */
    public Latencies checkoutLatencies() {
        return checkoutLatencies(started, stopped);
    }

    /** Returns the same for what was asked for from {@code from} to before {@code to}, both as of {@code nanoTime}. */
    public Latencies checkoutLatencies(long from, long to) {
        return Latencies.of(
                samples.stream().flatMapToLong(one -> waits(one, from, to)).toArray());
    }

    /** Returns how long the checkouts took to fail that were asked for from {@code from} to before {@code to}. */
    public Latencies failedCheckoutLatencies(long from, long to) {
        return Latencies.of(failedCheckouts.stream()
                .flatMapToLong(one -> waits(one, from, to))
                .toArray());
    }

    /** Returns how many pieces of work were completed from {@code from} to before {@code to}. */
    public long completed(long from, long to) {
        return samples.stream().mapToLong(one -> ends(one, from, to).count()).sum();
    }

    /** Returns when the first piece of work was completed from {@code from} on. */
    public OptionalLong firstSuccess(long from) {
        OptionalLong wait =
                successes().map(done -> done - from).filter(later -> later >= 0).min();
        return wait.isPresent() ? OptionalLong.of(from + wait.getAsLong()) : wait;
    }

    /** Returns the longest time, from start to stop, in which no worker completed anything. */
    public Duration longestStandstill() {
        return longestStandstill(started, stopped);
    }

    /** Returns the longest time, from {@code from} to {@code to}, in which no worker completed anything. */
    public Duration longestStandstill(long from, long to) {
        LongStream within = samples.stream().flatMapToLong(one -> ends(one, from, to));
        long[] times = LongStream.concat(within, LongStream.of(from, to))
                .map(time -> time - from)
                .sorted()
                .toArray();
        return Duration.ofNanos(LongStream.range(1, times.length)
                .map(i -> times[(int) i] - times[(int) i - 1])
                .max()
                .orElse(0));
    }

    /** Returns how long the workers worked. */
    public Duration duration() {
        return Duration.ofNanos(stopped - started);
    }

    private LongStream successes() {
        return samples.stream().flatMapToLong(WorkReport::endsOf);
    }

    private static LongStream endsOf(Samples one) {
        return LongStream.range(0, one.size()).map(i -> one.doneAt((int) i)).filter(done -> done != Samples.NEVER);
    }

    private static LongStream ends(Samples one, long from, long to) {
        return endsOf(one).filter(done -> done - from >= 0 && done - to < 0);
    }

    private static LongStream waits(Samples one, long from, long to) {
        return LongStream.range(0, one.size())
                .filter(i -> one.askedAt((int) i) - from >= 0 && one.askedAt((int) i) - to < 0)
                .map(i -> one.waited((int) i));
    }

    @Override
    public String toString() {
        return "WorkReport[" + checkouts() + " checkouts in " + duration() + ", " + completed() + " completed, "
                + failedCheckouts() + " checkouts and " + failedStatements() + " pieces of work failed, "
                + checkoutLatencies() + ", longest standstill " + longestStandstill() + firstFailures() + "]";
    }

    private String firstFailures() {
        return failures.stream()
                .limit(3)
                .map(failure -> ", " + failure.stage() + ": " + failure.cause())
                .collect(Collectors.joining());
    }
}
