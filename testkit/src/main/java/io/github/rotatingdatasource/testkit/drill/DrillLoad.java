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
     * @throws AssertionError if before the first act the application serves nothing, or has no session with a login of the drill's
     * @throws Exception what an act throws
     */
    public DrillReport through(Act... doings) throws Exception {
        OptionalLong refused = acts.logins().refused();
        long left = acts.leftBehind();
        long late = acts.notMoved();
        try (Sightings sightings = Sightings.begin(drill.database(), acts);
                Crowd load = crowd) {
            load.begin();
            acts.awaitUse();
            long begun = System.nanoTime();
            Recoveries recoveries = settledAfterEach(doings, load);
            var attempts = load.stop();
            long end = System.nanoTime();
            OptionalLong peak = OptionalLong.of(sightings.peak());
            Counts counts = new Counts(since(refused), peak, acts.leftBehind() - left, acts.notMoved() - late);
            Period period = new Period(begun, end, recoveries.loadEnds(end));
            return new DrillReport(attempts, period, acts.timeline().since(begun), counts);
        }
    }

    private Recoveries settledAfterEach(Act[] doings, Crowd load) throws Exception {
        Recoveries recoveries = new Recoveries();
        for (Act doing : doings) {
            long begun = System.nanoTime();
            recoveries.actBegins(begun);
            doing.run();
            recoveries.actEnded(begun, acts.goodSince(), System.nanoTime());
            load.settle();
        }
        return recoveries;
    }

    private OptionalLong since(OptionalLong before) throws IOException {
        OptionalLong now = acts.logins().refused();
        return now.isPresent() ? OptionalLong.of(now.getAsLong() - before.orElse(0)) : now;
    }
}
