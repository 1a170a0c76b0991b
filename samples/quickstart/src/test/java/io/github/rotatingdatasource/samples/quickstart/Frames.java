package io.github.rotatingdatasource.samples.quickstart;

import io.github.rotatingdatasource.samples.quickstart.Contestant.Frame;
import io.github.rotatingdatasource.samples.quickstart.Contestant.Side;
import io.github.rotatingdatasource.samples.quickstart.EventLog.Entry;
import io.github.rotatingdatasource.samples.quickstart.Measurements.Failure;
import io.github.rotatingdatasource.samples.quickstart.Measurements.Totals;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** Moments to draw. */
final class Frames {
    static final Duration LEASE = Duration.ofSeconds(15);
    static final Duration MINUTE = Duration.ofMinutes(1);

    private Frames() {}

    static Frame frame(Side... sides) {
        return new Frame(Duration.ofSeconds(22), MINUTE, List.of(sides), events(9));
    }

    static List<Entry> events(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> new Entry(Duration.ofSeconds(2L * i), "event " + i, false))
                .toList();
    }

    static Side ours(long rotations, long failures) {
        List<Failure> kinds = failures == 0 ? List.of() : List.of(new Failure("57P01 session ended", LEASE));
        return side(
                "RotatingDataSource",
                new Standing(3, "0751d683", Duration.ofMillis(7500), 10, 2, rotations),
                totals(2000, failures, kinds));
    }

    static Side plain() {
        List<Failure> kinds = List.of(
                new Failure("42501 permission denied", LEASE),
                new Failure("28P01 login refused", Duration.ofSeconds(32)));
        return side(
                "plain HikariCP",
                new Standing(1, "3a05468e", Duration.ofSeconds(-8), 10, 0, 0),
                totals(0, 20_694, kinds));
    }

    private static Side side(String name, Standing standing, Totals second) {
        return new Side(name, standing, second, Collections.nCopies(22, second), 12);
    }

    private static Totals totals(long transactions, long failures, List<Failure> kinds) {
        Histogram histogram = new Histogram();
        for (int i = 0; i < transactions; i++) {
            histogram.add(Duration.ofMillis(1).toNanos());
        }
        return new Totals(histogram.counts(), transactions, failures, kinds);
    }
}
