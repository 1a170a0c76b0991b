package io.github.rotatingdatasource;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** Writes how each rotation ended to the flight recorder, where a recording asks for it. */
final class RotationJfr implements RotationListener {
    /** One rotation. */
    @Name("io.github.rotatingdatasource.Rotation")
    @Label("Credential Rotation")
    @Category("Rotating DataSource")
    @Description("A rotation of a data source's login, and how it ended")
    @StackTrace(false)
    static final class Rotation extends Event {
        @Label("Data Source")
        String dataSource = "";

        @Label("Generation in Use")
        int generation;

        @Label("Reason")
        String reason = "";

        @Label("Outcome")
        String outcome = "";

        @Label("Took")
        @Timespan(Timespan.MILLISECONDS)
        long took;
    }

    @Override
    public void onEvent(String dataSource, RotationEvent event) {
        if (event instanceof RotationEvent.Rotated rotated) {
            Rotation record = record(dataSource, rotated.generation(), rotated.reason());
            record.outcome = rotated.cutOver() ? "cut over" : "handed over";
            record.took = rotated.took().toMillis();
            record.commit();
        } else if (event instanceof RotationEvent.RotationFailed failed) {
            Rotation record = record(dataSource, failed.serving(), failed.reason());
            record.outcome = "failed: " + failed.message();
            record.commit();
        }
    }

    private static Rotation record(String dataSource, int generation, RotationEvent.Reason reason) {
        Rotation record = new Rotation();
        record.dataSource = dataSource;
        record.generation = generation;
        record.reason = reason.name();
        return record;
    }
}
