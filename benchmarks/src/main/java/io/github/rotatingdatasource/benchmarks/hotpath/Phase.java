package io.github.rotatingdatasource.benchmarks.hotpath;

import io.github.rotatingdatasource.benchmarks.support.Goal;
import io.github.rotatingdatasource.benchmarks.support.Loss;
import io.github.rotatingdatasource.benchmarks.support.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was measured at one time of the life of the data sources, such as before the first rotation, with so many threads.
 *
 * @param bytes by subject; the same with several threads as with one, so counted for one only
 */
record Phase(String name, List<Subject> subjects, Turns turns, Map<String, Double> bytes) {
    private static final double MOST = 1.02;
    /** A few bytes in a million checkouts are the thread's own, such as a new profile. */
    private static final double NOTHING = 0.01;

    static Phase measure(String name, List<Subject> subjects, int threads, int rounds) throws Exception {
        Turns.take(subjects, threads, Math.max(1, rounds / 5)); // warms up
        Turns turns = Turns.take(subjects, threads, rounds);
        Map<String, Double> bytes = new LinkedHashMap<>();
        for (Subject subject : threads == 1 ? subjects : List.<Subject>of()) {
            bytes.put(subject.name(), subject.bytesPerCheckout());
        }
        return new Phase(name, subjects, turns, bytes);
    }

    void addTo(Table table) {
        for (Subject subject : subjects) {
            Spread ratios = ratios(subject);
            Double allocated = bytes.get(subject.name());
            table.row(
                    name,
                    subject.name(),
                    Table.figure(turns.nanos(subject.name()).median()),
                    Table.ratio(ratios.median()),
                    ratios.range(),
                    allocated == null ? "-" : String.format("%.2f", allocated));
        }
    }

    private Spread ratios(Subject subject) {
        return turns.ratios(subject.name(), subject.base());
    }

    private double ratio(String subject) {
        return turns.ratios(subject, Subjects.HIKARI).median();
    }

    private double bytesOf(String subject) {
        return bytes.getOrDefault(subject, Double.NaN);
    }

    List<Goal> goals() {
        double more = bytesOf(Subjects.ROTATING) - bytesOf(Subjects.HIKARI);
        return List.of(
                new Goal(
                        name + ": at most 1.02 times the time of bare HikariCP",
                        Table.ratio(ratio(Subjects.ROTATING)),
                        ratio(Subjects.ROTATING) <= MOST,
                        "HikariCP again " + Table.ratio(ratio(Subjects.CONTROL)) + ", Agroal "
                                + Table.ratio(ratio(Subjects.AGROAL))),
                new Goal(
                        name + ": no byte more than bare HikariCP",
                        String.format("%.2f more", more),
                        more <= NOTHING,
                        String.format("Agroal %.2f more", bytesOf(Subjects.AGROAL) - bytesOf(Subjects.HIKARI))));
    }

    /** Agroal's checkout is shorter, with its defaults. */
    List<Loss> losses() {
        return ratio(Subjects.AGROAL) >= ratio(Subjects.ROTATING)
                ? List.of()
                : List.of(new Loss(
                        "checkout and return, " + name + ", times bare HikariCP",
                        Table.ratio(ratio(Subjects.ROTATING)),
                        "Agroal " + Table.ratio(ratio(Subjects.AGROAL)),
                        "our checkout is HikariCP's, which looks at the clock three times, to know idle connections, which"
                                + " it tests, and late callers; Agroal does not look until it is told to test"));
    }

    Map<String, Object> json() {
        Map<String, Object> all = new LinkedHashMap<>();
        for (Subject subject : subjects) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("nanosPerCheckout", turns.nanos(subject.name()).json());
            one.put("comparedWith", subject.base());
            one.put("times", ratios(subject).json());
            if (bytes.containsKey(subject.name())) {
                one.put("bytesPerCheckout", bytesOf(subject.name()));
            }
            all.put(subject.name(), one);
        }
        return all;
    }
}
