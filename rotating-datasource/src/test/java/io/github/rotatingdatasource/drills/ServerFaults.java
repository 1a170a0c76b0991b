package io.github.rotatingdatasource.drills;

import io.github.rotatingdatasource.testkit.WorkReport.Failure;
import io.github.rotatingdatasource.testkit.WorkReport.Stage;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Faults that are none of rotation's business. */
final class ServerFaults {
    private ServerFaults() {}

    /** The server is stopped for so long under all contestants at once, and started again. */
    static List<Measured> restarted(Duration down, Drill... drills) throws Exception {
        for (Drill drill : drills) {
            drill.start();
        }
        drills[0].database.stop();
        Watch.pass(down);
        List<Mark> starts = marks(drills);
        drills[0].database.startAgain();
        for (Drill drill : drills) {
            drill.awaitService(Duration.ofSeconds(10));
        }
        Watch.pass(Duration.ofMillis(500));
        List<Mark> ends = marks(drills);
        List<Measured> all = new ArrayList<>();
        for (int i = 0; i < drills.length; i++) {
            String title = "PostgreSQL down for " + down.toSeconds() + " s: from its start";
            all.add(drills[i].measured(title, starts.get(i), ends.get(i)));
        }
        return all;
    }

    private static List<Mark> marks(Drill... drills) throws Exception {
        List<Mark> marks = new ArrayList<>();
        for (Drill drill : drills) {
            marks.add(drill.mark());
        }
        return marks;
    }

    /**
     * What callers of an exhausted pool came to.
     *
     * @param texts the messages that they got, with the numbers left out
     * @param states the SQLStates
     */
    record Exhausted(Measured measured, Set<String> texts, Set<String> states) {}

    /** All connections are out for so long, and whoever asks waits for a second. */
    static Exhausted exhausted(Drill drill, Duration length) throws Exception {
        drill.pool.setConnectionTimeout(1_000);
        drill.start();
        drill.hold(Drill.POOL);
        Mark begin = drill.mark();
        drill.watch(length);
        Mark end = drill.mark();
        drill.release();
        Measured measured = drill.measured("pool exhausted for " + length.toSeconds() + " s", begin, end);
        List<Exception> causes = drill.report().failures().stream()
                .filter(failure -> failure.stage() == Stage.CHECKOUT)
                .map(Failure::cause)
                .toList();
        return new Exhausted(
                measured,
                causes.stream().map(ServerFaults::text).collect(Collectors.toSet()),
                causes.stream()
                        .map(cause -> String.valueOf(((SQLException) cause).getSQLState()))
                        .collect(Collectors.toSet()));
    }

    private static String text(Exception cause) {
        return cause.getClass().getName() + ": "
                + String.valueOf(cause.getMessage()).replaceAll("[0-9]+", "N");
    }
}
