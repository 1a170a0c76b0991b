package io.github.rotatingdatasource;

import static io.github.rotatingdatasource.Times.NEVER;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The end of a generation that was replaced: it serves nobody new, its connections close as they come back, callers who still
 * wait in it are moved on, and at the deadline what is left is cut off.
 *
 * <p>The timer decides, a worker does what may block; no field here is shared.
 */
final class Drain {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(100);
    /** How long those who wait may hope for a connection that comes back before a stand-in moves them on. */
    private static final Duration HOPE = Duration.ofMillis(100);
    /** How long the empty pool stays open for a caller who was about to ask it when it was retired. */
    private static final Duration LINGER = Duration.ofSeconds(1);

    private final Generation generation;
    private final Instant began;
    private final Instant deadline;
    private Duration pause = FIRST_PAUSE;
    private Instant next;
    private @Nullable Instant emptySince;
    private int cut;
    private boolean busy;

    /** What is still there. */
    record Rest(int sessions, int waiting) {}

    Drain(Generation generation, Instant deadline, Instant now) {
        this.generation = generation;
        this.began = now;
        this.deadline = deadline;
        this.next = now;
    }

    Generation generation() {
        return generation;
    }

    Instant began() {
        return began;
    }

    int cut() {
        return cut;
    }

    /** Returns when there is something to do: never, while a worker is at it. */
    Instant next() {
        return busy ? NEVER : next;
    }

    void begin() {
        busy = true;
    }

    boolean isOverdue(Instant now) {
        return !now.isBefore(deadline);
    }

    /** Returns whether nothing good will come back for those who wait. */
    boolean isHopeless(Instant now) {
        return generation.isRefused()
                || generation.isHurt(now)
                || Duration.between(began, now).compareTo(HOPE) > 0;
    }

    boolean isEmpty() {
        return emptySince != null;
    }

    /** Returns whether the pool has been empty for long enough to be closed. */
    boolean isDone(Instant now) {
        return emptySince != null && !now.isBefore(emptySince.plus(LINGER));
    }

    /** Takes note of what a worker found. */
    void ended(Rest rest, int cutNow, Instant now) {
        busy = false;
        cut += cutNow;
        if (rest.sessions > 0 || rest.waiting > 0) {
            emptySince = null;
        } else if (emptySince == null) {
            emptySince = now;
        }
        pause = rest.waiting > 0 ? FIRST_PAUSE : Times.least(pause.multipliedBy(2), LONGEST_PAUSE);
        next = isOverdue(now) ? now.plus(pause) : Times.earlier(now.plus(pause), deadline);
    }

    /**
     * Does what can be done now, on a worker.
     *
     * @param hopeless whether those who wait have waited long enough for what may come back
     */
    static void sweep(Pool pool, boolean hopeless) {
        pool.openNothing();
        if (pool.waiting() == 0) {
            pool.evictAll();
        } else if (hopeless || pool.total() == 0) {
            pool.moveWaiters();
        }
    }

    static Rest restOf(Pool pool) {
        return new Rest(pool.sessions(), pool.waiting());
    }
}
