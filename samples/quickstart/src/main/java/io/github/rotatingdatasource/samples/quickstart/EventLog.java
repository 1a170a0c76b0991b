package io.github.rotatingdatasource.samples.quickstart;

import io.github.rotatingdatasource.RotationEvent;
import io.github.rotatingdatasource.RotationEvent.Drained;
import io.github.rotatingdatasource.RotationEvent.HandOverBegan;
import io.github.rotatingdatasource.RotationEvent.LoginRefused;
import io.github.rotatingdatasource.RotationEvent.Reason;
import io.github.rotatingdatasource.RotationEvent.Rotated;
import io.github.rotatingdatasource.RotationEvent.RotationFailed;
import io.github.rotatingdatasource.RotationListener;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What has happened so far, in words. Thread-safe: events come from workers, readers from anywhere. */
final class EventLog implements RotationListener {
    private final Stopwatch stopwatch;
    private final List<Entry> entries = new CopyOnWriteArrayList<>();

    EventLog(Stopwatch stopwatch) {
        this.stopwatch = stopwatch;
    }

    void add(String text) {
        entries.add(new Entry(stopwatch.elapsed(), text, false));
    }

    void bad(String text) {
        entries.add(new Entry(stopwatch.elapsed(), text, true));
    }

    List<Entry> entries() {
        return List.copyOf(entries);
    }

    @Override
    public void onEvent(String dataSource, RotationEvent event) {
        if (event instanceof HandOverBegan began) {
            add("generation %d is logged in and takes over from generation %d".formatted(began.to(), began.from()));
        } else if (event instanceof Rotated rotated) {
            add(text(rotated));
        } else if (event instanceof Drained drained) {
            drained(drained);
        } else if (event instanceof LoginRefused refused) {
            bad("PostgreSQL refuses new logins of generation %d".formatted(refused.generation()));
        } else if (event instanceof RotationFailed failed) {
            bad("no rotation: " + failed.message());
        }
    }

    private static String text(Rotated rotated) {
        return rotated.reason() == Reason.START
                ? "generation 1 serves"
                : "generation %d serves %s, after %d ms"
                        .formatted(
                                rotated.generation(),
                                rotated.cutOver() ? "at once" : "alone",
                                rotated.took().toMillis());
    }

    private void drained(Drained drained) {
        if (drained.cut() > 0) {
            bad("generation %d is closed, %d connections were cut off".formatted(drained.generation(), drained.cut()));
        } else {
            add("generation %d is drained and closed".formatted(drained.generation()));
        }
    }

    /**
     * One event.
     *
     * @param at how long after the beginning
     * @param isBad whether somebody felt it
     */
    record Entry(Duration at, String text, boolean isBad) {}
}
