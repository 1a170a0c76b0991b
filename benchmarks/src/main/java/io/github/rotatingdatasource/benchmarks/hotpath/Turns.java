package io.github.rotatingdatasource.benchmarks.hotpath;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Lets the subjects take turns, in another order in each round, so that whatever slows the machine down for a while slows all of
 * them down.
 */
final class Turns {
    private static final Duration TURN = Duration.ofMillis(20);
    private static final long SEED = 42;

    private final Map<String, List<Double>> nanos = new LinkedHashMap<>();

    private Turns() {}

    /** Runs so many rounds, in each turn with so many threads at the same time. */
    static Turns take(List<Subject> subjects, int threads, int rounds) throws Exception {
        return take(subjects, threads, rounds, TURN);
    }

    static Turns take(List<Subject> subjects, int threads, int rounds, Duration turn) throws Exception {
        Turns turns = new Turns();
        subjects.forEach(subject -> turns.nanos.put(subject.name(), new ArrayList<>()));
        Random random = new Random(SEED);
        List<Subject> order = new ArrayList<>(subjects);
        for (int round = 0; round < rounds; round++) {
            Collections.shuffle(order, random);
            for (Subject subject : order) {
                turns.of(subject.name()).add(subject.nanosPerCheckout(turn.toNanos(), threads));
            }
        }
        return turns;
    }

    private List<Double> of(String subject) {
        List<Double> all = nanos.get(subject);
        if (all == null) {
            throw new IllegalArgumentException("wanted one of " + nanos.keySet() + ", found " + subject);
        }
        return all;
    }

    /** Returns what a checkout and its return took in each turn of {@code subject}. */
    Spread nanos(String subject) {
        return Spread.of(of(subject));
    }

    /** Returns, over the rounds, how long {@code subject} took by how long {@code base} took in the same round. */
    Spread ratios(String subject, String base) {
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < of(subject).size(); round++) {
            ratios.add(of(subject).get(round) / of(base).get(round));
        }
        return Spread.of(ratios);
    }
}
