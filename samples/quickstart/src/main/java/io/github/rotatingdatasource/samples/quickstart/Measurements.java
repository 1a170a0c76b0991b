package io.github.rotatingdatasource.samples.quickstart;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/** What the workers of one data source count. Thread-safe without a lock. */
final class Measurements {
    private final Stopwatch stopwatch;
    private final Consumer<Failure> firstOfItsKind;
    private final Histogram checkouts = new Histogram();
    private final LongAdder transactions = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final Map<String, Failure> kinds = new ConcurrentHashMap<>();

    /** Returns new measurements that tell {@code firstOfItsKind}, on a worker, of each new kind of failure. */
    Measurements(Stopwatch stopwatch, Consumer<Failure> firstOfItsKind) {
        this.stopwatch = stopwatch;
        this.firstOfItsKind = firstOfItsKind;
    }

    void checkedOut(long nanos) {
        checkouts.add(nanos);
    }

    void committed() {
        transactions.increment();
    }

    void failed(Exception cause) {
        failures.increment();
        Failure failure = Failure.of(cause, stopwatch.elapsed());
        if (kinds.putIfAbsent(failure.what(), failure) == null) {
            firstOfItsKind.accept(failure);
        }
    }

    /** Returns what was counted so far. */
    Totals totals() {
        List<Failure> seen = kinds.values().stream()
                .sorted(Comparator.comparing(Failure::firstAt))
                .toList();
        return new Totals(checkouts.counts(), transactions.sum(), failures.sum(), seen);
    }

    /**
     * What was counted in some time.
     *
     * @param checkouts how long each took
     * @param transactions how many were committed
     * @param failures how many checkouts and transactions failed
     * @param kinds the first failure of each kind ever seen, in the order they appeared
     */
    record Totals(Histogram.Counts checkouts, long transactions, long failures, List<Failure> kinds) {
        Totals since(Totals before) {
            return new Totals(
                    checkouts.since(before.checkouts),
                    transactions - before.transactions,
                    failures - before.failures,
                    kinds);
        }
    }

    /**
     * What failed, in words that hold no secret: a driver's message would name the user.
     *
     * @param what the SQLState and what it means
     * @param firstAt when that was seen first
     */
    record Failure(String what, Duration firstAt) {
        static Failure of(Exception cause, Duration at) {
            String state = cause instanceof SQLException sql ? String.valueOf(sql.getSQLState()) : "no SQLState";
            return new Failure(state + " " + meaning(state, cause), at);
        }

        private static String meaning(String state, Exception cause) {
            return switch (state) {
                case "42501" -> "permission denied";
                case "28P01" -> "login refused";
                case "57P01" -> "session ended";
                default -> cause.getClass().getSimpleName();
            };
        }
    }
}
