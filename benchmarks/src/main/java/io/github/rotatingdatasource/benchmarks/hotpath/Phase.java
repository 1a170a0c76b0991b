package io.github.rotatingdatasource.benchmarks.hotpath;

import io.github.rotatingdatasource.benchmarks.support.Goal;
import io.github.rotatingdatasource.benchmarks.support.Table;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was measured at one time of the life of a data source: before the first rotation, or after some. */
record Phase(String name, List<String> subjects, Turns turns, List<Double> bytes) {
    private static final double MOST = 1.02;
    /** A few bytes in a million checkouts are the thread's own, such as a new profile. */
    private static final double NOTHING = 0.01;

    static Phase measure(String name, Subjects subjects, int rounds) throws SQLException {
        Turns.take(subjects.all(), Math.max(1, rounds / 5)); // warms up
        Turns turns = Turns.take(subjects.all(), rounds);
        List<Double> bytes = new ArrayList<>();
        for (Subject subject : subjects.all()) {
            bytes.add(subject.bytesPerCheckout());
        }
        return new Phase(name, subjects.all().stream().map(Subject::name).toList(), turns, bytes);
    }

    void addTo(Table table) {
        for (int i = 0; i < subjects.size(); i++) {
            Spread ratios = turns.ratios(i, Subjects.HIKARI);
            table.row(
                    name,
                    subjects.get(i),
                    Table.figure(turns.nanos(i).median()),
                    Table.ratio(ratios.median()),
                    ratios.range(),
                    String.format("%.2f", bytes.get(i)));
        }
    }

    List<Goal> goals() {
        Spread ours = turns.ratios(Subjects.ROTATING, Subjects.HIKARI);
        Spread control = turns.ratios(Subjects.CONTROL, Subjects.HIKARI);
        double limit = Math.max(MOST, control.distance());
        double more = bytes.get(Subjects.ROTATING) - bytes.get(Subjects.HIKARI);
        return List.of(
                new Goal(
                        name + ": at most 1.02 times the time of bare HikariCP, or within its distance from itself",
                        Table.ratio(ours.median()) + ", the control " + Table.ratio(control.median()),
                        ours.median() <= limit),
                new Goal(
                        name + ": no byte more than bare HikariCP", String.format("%.2f more", more), more <= NOTHING));
    }

    Map<String, Object> json() {
        Map<String, Object> all = new LinkedHashMap<>();
        for (int i = 0; i < subjects.size(); i++) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("nanosPerCheckout", turns.nanos(i).json());
            one.put("timesBareHikariCP", turns.ratios(i, Subjects.HIKARI).json());
            one.put("bytesPerCheckout", bytes.get(i));
            all.put(subjects.get(i), one);
        }
        return all;
    }
}
