package io.github.rotatingdatasource;

import static io.github.rotatingdatasource.Times.NEVER;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Moves capacity from one generation to the next while both serve, one connection at a time.
 *
 * <p>The timer decides when to move and when it is over; a worker makes the move. The one is told of the other's progress as
 * an event, so no field here is shared.
 */
final class HandOver {
    private static final Duration PAUSE = Duration.ofMillis(2);
    /** A login that takes long must not look like a stall. */
    private static final int LOGINS_TO_STALL = 4;

    private final Generation outgoing;
    private final Generation incoming;
    private final Duration stallLimit;
    private final @Nullable Instant by;
    private final int target;
    private final Duration turnLimit;
    private boolean hasMadeRoom; // of the worker that moves
    private Size size = new Size(0, 0);
    private Instant lastProgress;
    private Instant nextMove;
    private boolean moving;

    /** How many connections the two have. */
    record Size(int incoming, int outgoing) {}

    private HandOver(
            Generation outgoing,
            Generation incoming,
            Duration stallLimit,
            @Nullable Instant by,
            int target,
            Duration turnLimit,
            Instant now) {
        this.outgoing = outgoing;
        this.incoming = incoming;
        this.stallLimit = stallLimit;
        this.by = by;
        this.target = target;
        this.turnLimit = turnLimit;
        this.lastProgress = now;
        this.nextMove = now;
    }

    /**
     * Returns the hand-over from one generation to the next, or {@code null} if there is nothing to hand over, or no time: then
     * the new one serves at once.
     *
     * @param loginTook how long the trial login of the new one took
     */
    static @Nullable HandOver between(
            Generation outgoing, Generation incoming, Settings settings, Duration loginTook, Instant now) {
        RotationPolicy policy = settings.policy();
        Instant ends = outgoing.sessionsEnd(incoming.credential());
        Instant by = ends == null
                ? null
                : policy.handOverBy(
                        outgoing.term().lease(), ends, incoming.origin().seen());
        int size = outgoing.pool().total();
        if (size == 0 || (by != null && !now.isBefore(by))) {
            return null;
        }
        int target = Math.min(settings.maximum(), Math.max(settings.minimumIdle(), size));
        Duration stallLimit = Times.most(policy.stallLimit(), loginTook.multipliedBy(LOGINS_TO_STALL));
        return new HandOver(outgoing, incoming, stallLimit, by, target, policy.stallLimit(), now);
    }

    Generation outgoing() {
        return outgoing;
    }

    Generation incoming() {
        return incoming;
    }

    /** Returns whether the new generation has what it needs, or will not get it. */
    boolean isOver(Instant now) {
        boolean nothingLeft = size.outgoing == 0 && size.incoming > 0;
        return size.incoming >= target || nothingLeft || !now.isBefore(end());
    }

    /** Returns when it is over if nothing moves any more. */
    Instant end() {
        Instant stalled = lastProgress.plus(stallLimit);
        return by == null ? stalled : Times.earlier(stalled, by);
    }

    /** Returns whether the old generation can serve alone again; its login may be refused, as long as it has sessions. */
    boolean canGoBack() {
        return !outgoing.isLost() && outgoing.pool().total() > 0;
    }

    /** Returns when to make the next move, or to look whether it is over: never, while a worker is at it. */
    Instant next() {
        return moving ? NEVER : nextMove;
    }

    boolean isMoving() {
        return moving;
    }

    void begin() {
        moving = true;
    }

    /** Takes note of what a move came to. */
    void moved(Size reached, Instant now) {
        moving = false;
        if (!reached.equals(size)) {
            size = reached;
            lastProgress = now;
        }
        nextMove = now.plus(PAUSE);
    }

    /**
     * Makes one move, on a worker: lets the new pool grow while permits are free, else makes room in the old one. May wait in
     * the old pool's queue for as long as the stall limit says.
     *
     * @param permits what the two have in common
     */
    void move(Permits permits) {
        Pool from = outgoing.pool();
        Pool to = incoming.pool();
        if (to.total() >= target) {
            return; // and it is over
        }
        if (to.isCrowdedOut()) {
            growInPlaceOf(from, to);
        } else if (!to.isGrowing()) {
            growOrMakeRoom(from, to, permits);
        }
    }

    /** Returns how many connections the two have now. */
    Size size() {
        return new Size(incoming.pool().total(), outgoing.pool().total());
    }

    /** The server is full: one connection goes, and when it is gone another comes. */
    private void growInPlaceOf(Pool from, Pool to) {
        if (from.sessions() > from.total()) {
            return; // being closed
        }
        if (hasMadeRoom) {
            to.grow();
        } else {
            makeRoom(from, to);
        }
        hasMadeRoom = !hasMadeRoom;
    }

    private void growOrMakeRoom(Pool from, Pool to, Permits permits) {
        if (permits.free() > 0) {
            to.grow();
        } else if (from.sessions() <= from.total()) { // else one is being closed, and its permit comes back in a moment
            makeRoom(from, to);
        }
    }

    /**
     * Closes a connection of the old pool: an idle one that nobody will miss, or, where there is never one, the next that comes
     * back, in turn with the callers who wait for it. HikariCP adds no connection for a caller who waits already, so taking one
     * away from a queue in any other way would starve him.
     */
    private void makeRoom(Pool from, Pool to) {
        if (from.total() == 0) {
            return;
        }
        boolean spare = from.waiting() == 0 && from.idle() + to.idle() > 1;
        if (!spare || !from.evictIdle()) {
            from.evictNext(turnLimit.toMillis());
        }
    }
}
