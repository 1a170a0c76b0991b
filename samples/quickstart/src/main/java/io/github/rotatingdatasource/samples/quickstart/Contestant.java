package io.github.rotatingdatasource.samples.quickstart;

import io.github.rotatingdatasource.samples.quickstart.Measurements.Totals;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A data source under load, and what was seen of it second by second. Belongs to the thread that looks on. */
final class Contestant implements AutoCloseable {
    private final String name;
    private final Function<Instant, Standing> pool;
    private final Measurements measurements;
    private final Load load;
    private final List<Totals> seconds = new ArrayList<>();
    private Totals atLastSecond;
    private int mostConnections;

    Contestant(
            String name,
            DataSource dataSource,
            Function<Instant, Standing> pool,
            Stopwatch stopwatch,
            EventLog events) {
        this.name = name;
        this.pool = pool;
        this.measurements =
                new Measurements(stopwatch, failure -> events.bad("first failure of " + name + ": " + failure.what()));
        this.atLastSecond = measurements.totals();
        this.load = Load.start(name, dataSource, measurements);
    }

    /** Notes how many connections there are; to be called as often as a peak of them lasts. */
    void look(Instant now) {
        mostConnections = Math.max(mostConnections, pool.apply(now).allConnections());
    }

    /** Closes the books of a second. */
    void secondIsOver() {
        Totals now = measurements.totals();
        seconds.add(now.since(atLastSecond));
        atLastSecond = now;
    }

    Side side(Instant now) {
        return new Side(name, pool.apply(now), measurements.totals(), List.copyOf(seconds), mostConnections);
    }

    /** Lets the workers begin nothing more. */
    void end() {
        load.end();
    }

    @Override
    public void close() {
        load.close();
    }

    /**
     * What there is to show of a data source.
     *
     * @param totals since the beginning
     * @param seconds of each full second
     */
    record Side(String name, Standing standing, Totals totals, List<Totals> seconds, int mostConnections) {
        /** Returns the last full second, or {@code null} in the first. */
        @Nullable
        Totals lastSecond() {
            return seconds.isEmpty() ? null : seconds.get(seconds.size() - 1);
        }
    }

    /**
     * What there is to show at one moment.
     *
     * @param elapsed since the load began
     * @param length for how long it is to run
     */
    record Frame(Duration elapsed, Duration length, List<Side> sides, List<EventLog.Entry> events) {}
}
