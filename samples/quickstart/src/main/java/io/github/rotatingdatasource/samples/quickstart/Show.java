package io.github.rotatingdatasource.samples.quickstart;

import com.zaxxer.hikari.HikariDataSource;
import io.github.rotatingdatasource.RotatingDataSource;
import io.github.rotatingdatasource.samples.quickstart.Contestant.Frame;
import io.github.rotatingdatasource.samples.quickstart.Screen.TerminalSize;
import io.github.rotatingdatasource.source.Credential;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The data sources under load, and what is seen of them on the screen. Belongs to the thread that looks on. */
final class Show implements AutoCloseable {
    private static final int LOOKS_PER_DRAWING = 4;

    private final Duration length;
    private final Rig rig;
    private final Screen screen;
    private final View view;
    private final PlainView plainView = new PlainView();
    private final Stopwatch stopwatch;
    private final EventLog events;
    private final List<Contestant> contestants = new ArrayList<>();
    private TerminalSize size;
    private long looks;
    private long seconds;
    private long droppedUsers;

    /** Logs in and starts the load. */
    Show(Arguments arguments, Duration lease, Rig rig, Screen screen, Stopwatch stopwatch) throws Exception {
        this.length = arguments.length();
        this.rig = rig;
        this.screen = screen;
        this.view = new View(screen.paint(), lease);
        this.stopwatch = stopwatch;
        this.events = new EventLog(stopwatch);
        this.size = screen.size();
        Credential first = rig.credential();
        addRotating();
        if (arguments.withPlainHikari()) {
            addPlain(first);
        }
    }

    private void addRotating() throws Exception {
        RotatingDataSource dataSource = rig.rotating(events);
        contestants.add(new Contestant(
                "RotatingDataSource", dataSource, now -> Standing.of(dataSource.status(), now), stopwatch, events));
    }

    private void addPlain(Credential credential) {
        HikariDataSource dataSource = rig.plain(credential);
        contestants.add(new Contestant(
                "plain HikariCP", dataSource, now -> standing(dataSource, credential, now), stopwatch, events));
    }

    private static Standing standing(HikariDataSource dataSource, Credential credential, Instant now) {
        Instant began = credential.lease().began();
        Duration left = began == null
                ? null
                : Duration.between(now, began.plus(credential.lease().length()));
        int connections = dataSource.getHikariPoolMXBean().getTotalConnections();
        return new Standing(1, credential.fingerprint(), left, connections, 0, 0);
    }

    /** Looks at everything, and draws it when it is time to. To be called about 20 times a second. */
    void look() {
        Instant now = Instant.now();
        contestants.forEach(contestant -> contestant.look(now));
        for (; seconds < stopwatch.elapsed().toSeconds(); seconds++) {
            secondIsOver();
        }
        if (looks++ % LOOKS_PER_DRAWING == 0) {
            draw(frame(now));
        }
    }

    private void secondIsOver() {
        contestants.forEach(Contestant::secondIsOver);
        size = screen.size();
        for (long dropped = rig.droppedUsers(); droppedUsers < dropped; droppedUsers++) {
            events.add("PostgreSQL has dropped the user of generation " + (droppedUsers + 1));
        }
    }

    private void draw(Frame frame) {
        if (screen.isTerminal()) {
            screen.draw(view.lines(frame, size.columns(), size.rows()));
        } else {
            screen.print(plainView.lines(frame));
        }
    }

    private Frame frame(Instant now) {
        return new Frame(
                stopwatch.elapsed(),
                length,
                contestants.stream().map(contestant -> contestant.side(now)).toList(),
                events.entries());
    }

    /** Ends the load, prints the summary, and returns whether it is a good one. */
    boolean end(boolean isCutShort) {
        contestants.forEach(Contestant::end);
        Summary summary = new Summary(frame(Instant.now()), isCutShort);
        screen.close();
        screen.print(summary.lines(screen.paint(), size.columns()));
        return summary.isGood();
    }

    /** Waits for the workers. */
    @Override
    public void close() {
        for (Contestant contestant : contestants) {
            contestant.close();
        }
    }
}
