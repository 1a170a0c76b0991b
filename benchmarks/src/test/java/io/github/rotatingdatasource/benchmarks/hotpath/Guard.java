package io.github.rotatingdatasource.benchmarks.hotpath;

import java.time.Duration;
import java.util.List;

/** What a checkout and its return cost beside bare HikariCP, measured in seconds: enough to find what was broken, no more. */
record Guard(double times, double bytesMore) {
    private static final int ROUNDS = 101;
    private static final Duration TURN = Duration.ofMillis(3);

    /** Measures a world beside bare HikariCP, as the thread's time on a processor, which other processes do not count for. */
    static Guard of(Class<? extends World> type) throws Exception {
        try (Subjects subjects = new Subjects(
                new Subject(Subjects.HIKARI, Subjects.HIKARI, HikariWorld.class),
                new Subject("guarded", Subjects.HIKARI, type))) {
            List<Subject> all = subjects.list();
            Turns.take(all, 1, ROUNDS / 2, TURN); // warms up
            Turns turns = Turns.take(all, 1, ROUNDS, TURN);
            double more = all.get(1).bytesPerCheckout() - all.get(0).bytesPerCheckout();
            return new Guard(turns.ratios("guarded", Subjects.HIKARI).median(), more);
        }
    }
}
