package io.github.rotatingdatasource;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The only class that reads a clock. Its time moves on by what the wall clock or the monotonic clock says has passed,
 * whichever is more, and never back: a machine that was suspended (where Linux stops the monotonic clock) and a wall clock
 * that was stepped make things due early, never late.
 *
 * <p>Not safe for use by several threads; the timer owns it.
 */
final class Clocks {
    /** What is older is as old: far from where calculating with instants overflows. */
    private static final Duration LONGEST_AGE = Duration.ofDays(36_500);
    /** Less is how clocks are kept right all the time. */
    private static final Duration SHORTEST_JUMP = Duration.ofSeconds(1);

    private final InstantSource wall;
    private final LongSupplier nanoTime;
    private Instant now;
    private Instant lastWall;
    private Duration jump = Duration.ZERO;
    private long lastNanos;

    Clocks() {
        this(InstantSource.system(), System::nanoTime);
    }

    Clocks(InstantSource wall, LongSupplier nanoTime) {
        this.wall = wall;
        this.nanoTime = nanoTime;
        this.lastWall = wall.instant();
        this.lastNanos = nanoTime.getAsLong();
        this.now = lastWall;
    }

    /** Returns the time, which never goes back. */
    Instant now() {
        Instant wallNow = wall.instant();
        long nanos = nanoTime.getAsLong();
        Duration byWall = Duration.between(lastWall, wallNow);
        Duration byNanos = Duration.ofNanos(Math.max(0, nanos - lastNanos));
        now = now.plus(byWall.compareTo(byNanos) > 0 ? byWall : byNanos);
        Duration ahead = byWall.minus(byNanos);
        jump = ahead.compareTo(SHORTEST_JUMP) > 0 ? jump.plus(ahead) : jump;
        lastWall = wallNow;
        lastNanos = nanos;
        return now;
    }

    /**
     * Returns how much further the wall clock went than the monotonic one, in steps of more than a second, since this was last
     * asked: somebody set it, or the machine was suspended. Nobody can tell which, so what follows from the time is certain
     * only less that much.
     */
    Duration takeJump() {
        Duration taken = jump;
        jump = Duration.ZERO;
        return taken;
    }

    /**
     * Returns the time of {@code event}, an instant of the wall clock, on this clock: as long ago as the wall clock says
     * now. An event that the wall clock puts into the future, or an unknown one, is taken to be happening now.
     */
    Instant timeOf(@Nullable Instant event) {
        Instant current = now();
        if (event == null || event.isAfter(lastWall)) {
            return current;
        }
        return current.minus(Times.least(Duration.between(event, lastWall), LONGEST_AGE));
    }
}
