package io.github.rotatingdatasource.testkit.drill;

import io.github.rotatingdatasource.testkit.drill.DrillReport.Counts;
import io.github.rotatingdatasource.testkit.drill.DrillReport.Period;
import java.io.IOException;
import java.util.OptionalLong;

/** A load that is ready to begin. For one use, by one thread. */
public final class DrillLoad {
    private final Drill drill;
    private final Acts acts;
    private final Crowd crowd;

    DrillLoad(Drill drill, int threads, Request request) {
        this.drill = drill;
        this.acts = drill.acts();
        this.crowd = new Crowd(threads, request, acts.logins().secrets());
    }

    /**
     * Begins the load, waits until it is warm, does the acts one by one, waits after each until nothing has failed for a second,
     * for three at most, and stops the load.
     *
     * @return what came of it; nothing is asserted yet
     * @throws AssertionError if the application serves nothing before the first act
     * @throws Exception what an act throws
     */
    public DrillReport through(Act... doings) throws Exception {
        OptionalLong refused = acts.logins().refused();
        long left = acts.leftBehind();
        try (Sightings sightings = Sightings.begin(drill.database(), acts.logins());
                Crowd load = crowd) {
            load.begin();
            long begun = System.nanoTime();
            for (Act doing : doings) {
                doing.run();
                load.settle();
            }
            var attempts = load.stop();
            Counts counts = new Counts(since(refused), OptionalLong.of(sightings.peak()), acts.leftBehind() - left);
            Period period = new Period(begun, System.nanoTime(), acts.goodSince());
            return new DrillReport(attempts, period, acts.timeline().since(begun), counts);
        }
    }

    private OptionalLong since(OptionalLong before) throws IOException {
        OptionalLong now = acts.logins().refused();
        return now.isPresent() ? OptionalLong.of(now.getAsLong() - before.orElse(0)) : now;
    }
}
