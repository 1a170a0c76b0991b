package io.github.rotatingdatasource;

import static io.github.rotatingdatasource.Times.NEVER;

import io.github.rotatingdatasource.RotationEvent.Part;
import io.github.rotatingdatasource.source.Lease;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The time in which no generation serves: callers wait for the grace, then each checkout fails at once, until there is a login
 * that works. The timer owns it.
 */
final class Outage {
    /** How often a cheap source is asked while callers wait. */
    private static final Duration POLL = Duration.ofMillis(100);
    /** So much longer callers wait for a login that is being tried when the grace ends. */
    private static final Duration LAST_TRIAL = Duration.ofMillis(250);
    /** How often it is looked whether an operator who forbids all trials still does. */
    private static final Duration FORBIDDEN = Duration.ofSeconds(1);

    private enum State {
        NONE,
        WAITING,
        DRY
    }

    private final Settings settings;
    private final Orders orders;
    private final Published published;
    private State state = State.WAITING;
    private Unavailability why = new Unavailability(Part.SOURCE, "nothing was heard from the source yet", null);
    private Checkout.Waiting waiting;
    private Instant graceEnds;
    private Instant failsAt;
    private int trials;

    /** Creates the time before the first generation, of which callers wait for {@code graceEnds} at most. */
    Outage(Settings settings, Orders orders, Published published, Instant graceEnds) {
        this.settings = settings;
        this.orders = orders;
        this.graceEnds = graceEnds;
        this.failsAt = graceEnds;
        this.waiting = new Checkout.Waiting(settings.name(), why, settings.timeoutMillis());
        this.published = published;
        published.publish(waiting);
    }

    /** Returns what callers read, which is theirs to wait for at first. */
    Published published() {
        return published;
    }

    /** Takes note that nobody serves any more, or yet, and lets callers wait until {@code graceEnds}. */
    void begin(Unavailability why, Instant graceEnds) {
        this.why = why;
        this.graceEnds = graceEnds;
        this.failsAt = graceEnds;
        this.trials = 0;
        this.state = State.WAITING;
        this.waiting = new Checkout.Waiting(settings.name(), why, settings.timeoutMillis());
        published.publish(waiting);
    }

    /** Does what is due: when the grace is over, nobody waits any more, but for a login that is being tried just then. */
    void step(boolean trialIsUnderWay, Instant now) {
        if (state != State.WAITING) {
            return;
        }
        failsAt = trialIsUnderWay ? graceEnds.plus(LAST_TRIAL) : graceEnds;
        if (!now.isBefore(failsAt)) {
            state = State.DRY;
            fail();
            orders.publish(new RotationEvent.Unavailable(why.part(), why.reason()));
            orders.openBreaker(settings.policy().halfOpenAfter(1));
        }
    }

    private void fail() {
        published.publish(new Checkout.Unavailable(settings.name(), why));
    }

    /** Takes note of the newest reason why there is no login that works. */
    void because(Part part, String reason, @Nullable SQLException cause) {
        Unavailability newest = new Unavailability(part, reason, cause);
        if (state != State.NONE && !newest.equals(why)) {
            why = newest;
            waiting.because(newest);
            if (state == State.DRY) {
                fail();
            }
        }
    }

    /** Takes note that a generation serves. */
    void end() {
        if (state == State.DRY) {
            orders.closeBreaker();
        }
        state = State.NONE;
        graceEnds = NEVER;
    }

    boolean isOver() {
        return state == State.NONE;
    }

    /** Returns why every checkout fails, or {@code null} if they do not. */
    @Nullable
    Unavailability unavailable() {
        return state == State.DRY ? why : null;
    }

    /** Returns how long to wait before a cheap source is asked again while the lease in use, or used last, is {@code lease}. */
    Duration poll(Lease lease) {
        Duration usual = settings.policy().pollInterval(lease);
        return switch (state) {
            case NONE -> usual;
            case WAITING -> Times.least(usual, POLL);
            case DRY -> Times.least(usual, settings.policy().halfOpenWait());
        };
    }

    /**
     * Returns how long to wait before a source that mints is asked again, where {@code usual} is the back-off. A cheap one is
     * polled, and that is no trial.
     */
    Duration retry(Duration usual) {
        if (state == State.NONE || settings.cheap()) {
            return usual;
        }
        if (state == State.WAITING) {
            // or the first half-open trial would come later than that
            return Times.least(usual, settings.policy().halfOpenWait());
        }
        Duration wait = settings.policy().halfOpenAfter(++trials);
        orders.openBreaker(wait);
        return wait;
    }

    /** Returns whether a login may be tried, which is due; while every checkout fails it is the breaker's half-open trial. */
    boolean permits(Candidates candidates, Instant now) {
        boolean permitted = permitsTrial();
        if (!permitted) {
            candidates.putOff(now.plus(FORBIDDEN));
        }
        return permitted;
    }

    /** Returns whether the source may be asked, which is due; if it mints, that is the half-open trial. */
    boolean permits(Reads reads, Instant now) {
        boolean permitted = settings.cheap() || permitsTrial();
        if (!permitted) {
            reads.putOff(now.plus(FORBIDDEN));
        }
        return permitted;
    }

    private boolean permitsTrial() {
        if (state != State.DRY) {
            return true;
        }
        boolean permitted = !orders.isForbidden();
        if (permitted) {
            orders.halfOpenBreaker();
        }
        return permitted;
    }

    /** Takes note that a trial failed and the next one comes after {@code wait}. */
    void trialFailed(Duration wait) {
        if (state == State.DRY) {
            orders.openBreaker(wait);
        }
    }

    /** Returns when something is due. */
    Instant next() {
        return state == State.WAITING ? failsAt : NEVER;
    }
}
