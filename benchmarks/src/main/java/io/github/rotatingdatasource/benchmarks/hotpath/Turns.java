package io.github.rotatingdatasource.benchmarks.hotpath;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Lets the subjects take turns in one thread, in another order in each round, so that whatever slows the machine down for a
 * while slows all of them down.
 */
final class Turns {
    private static final Duration TURN = Duration.ofMillis(20);
    private static final long SEED = 42;

    private final List<List<Double>> nanos = new ArrayList<>();

    private Turns(int subjects) {
        for (int i = 0; i < subjects; i++) {
            nanos.add(new ArrayList<>());
        }
    }

    /** Runs so many rounds. */
    static Turns take(List<Subject> subjects, int rounds) throws SQLException {
        Turns turns = new Turns(subjects.size());
        Random random = new Random(SEED);
        List<Integer> order = new ArrayList<>(indexes(subjects.size()));
        for (int round = 0; round < rounds; round++) {
            Collections.shuffle(order, random);
            for (int subject : order) {
                turns.nanos.get(subject).add(subjects.get(subject).nanosPerCheckout(TURN.toNanos()));
            }
        }
        return turns;
    }

    private static List<Integer> indexes(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    /** Returns what a checkout and its return took in each turn of {@code subject}. */
    Spread nanos(int subject) {
        return Spread.of(nanos.get(subject));
    }

    /** Returns, over the rounds, how long {@code subject} took by how long {@code base} took in the same round. */
    Spread ratios(int subject, int base) {
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < nanos.get(subject).size(); round++) {
            ratios.add(nanos.get(subject).get(round) / nanos.get(base).get(round));
        }
        return Spread.of(ratios);
    }
}
