package io.github.rotatingdatasource;

import io.github.rotatingdatasource.RotationEvent.Outcome;
import io.github.rotatingdatasource.RotationEvent.Part;
import io.github.rotatingdatasource.RotationEvent.Reason;
import io.github.rotatingdatasource.internal.SharedThreads;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The rotation of one data source, which may be suspended and resumed. Each time it goes on with a new {@link RotationLoop}, so
 * that nothing of the one before is left, least of all a credential; what callers read, the source, the listeners and what all pools
 * share stay. A loop whose suspension takes too long goes on by itself until its pools are closed.
 *
 * <p>Safe for use by several threads. Whoever suspends or resumes holds {@code turn}, since he may have to wait. The monitor of this
 * object guards changes of all fields that change and is never held for long: a close does not wait for a suspension, but cuts
 * it short.
 */
final class Engine {
    /** How long a suspension waits, first for the end of the drains after their deadline, then for a login that was under way. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Settings settings;
    private final Supply supply;
    private final HikariPools pools;
    private final Breaker breaker;
    private final List<Audience> listeners;
    private final long failTimeoutMillis;
    private final Duration patience;
    private final ReentrantLock turn = new ReentrantLock();
    /** Those that were suspended and are not at their end. */
    private final List<RotationLoop> unfinished = new ArrayList<>();

    private Inheritance inheritance;
    private boolean closed;
    /** What runs, or {@code null} while suspended, as it is at first. */
    private volatile @Nullable RotationLoop loop;
    /** How it stood when it was suspended. */
    private volatile Snapshot rest = Snapshot.SUSPENDED;

    /** Creates an engine that rests; {@code failTimeoutMillis} is HikariCP's {@code initializationFailTimeout}. */
    Engine(
            Settings settings,
            Supply supply,
            HikariPools pools,
            Breaker breaker,
            List<RotationListener> listeners,
            long failTimeoutMillis) {
        this(settings, supply, pools, breaker, listeners, failTimeoutMillis, PATIENCE);
    }

    /** Creates one that has {@code patience} with what does not end in time. */
    Engine(
            Settings settings,
            Supply supply,
            HikariPools pools,
            Breaker breaker,
            List<RotationListener> listeners,
            long failTimeoutMillis,
            Duration patience) {
        this.patience = patience;
        this.settings = settings;
        this.supply = supply;
        this.pools = pools;
        this.breaker = breaker;
        this.listeners = listeners.stream().map(Audience::new).toList();
        this.failTimeoutMillis = failTimeoutMillis;
        this.inheritance = Inheritance.none(settings.name());
    }

    /** Returns what callers read, which is the same for good. */
    Published published() {
        return inheritance.published();
    }

    RotationStatus status() {
        RotationLoop running = loop;
        return (running == null ? rest : running.rotator().snapshot()).status();
    }

    CompletableFuture<Outcome> rotateNow() {
        RotationLoop running = loop;
        return running == null
                ? CompletableFuture.completedFuture(new RotationEvent.RotationFailed(
                        0, Reason.DEMAND, Part.SUSPENDED, "the data source was suspended", null))
                : running.rotateNow();
    }

    /**
     * Starts, or goes on with a credential that is read anew, and waits for the first login as {@code initializationFailTimeout} asks.
     * Does nothing if it is running.
     *
     * @throws SQLException if none works in time, while it goes on trying; or if it was closed
     */
    void resume() throws SQLException {
        Start start = begin();
        if (start != null) {
            start.await(settings.name(), () -> published().checkout().whyNot());
        }
    }

    private @Nullable Start begin() throws SQLException {
        turn.lock(); // a suspension may be under way
        try {
            Start start = new Start(settings.policy(), failTimeoutMillis);
            return begins(start) ? start : null;
        } finally {
            turn.unlock();
        }
    }

    private synchronized boolean begins(Start start) throws SQLException {
        if (closed) {
            throw new SQLNonTransientConnectionException(
                    "data source " + settings.name() + " has been closed", "08003");
        }
        if (loop != null) {
            return false;
        }
        List<Audience> all = new ArrayList<>(listeners);
        all.add(new Audience(start));
        supply.resume();
        pools.resume();
        start(newLoop(all));
        return true;
    }

    private void start(RotationLoop next) {
        loop = next;
        try {
            next.start();
        } catch (RuntimeException | Error e) {
            loop = null; // or it would never be started
            throw e;
        }
    }

    private RotationLoop newLoop(List<Audience> all) {
        return new RotationLoop(settings, supply, pools, breaker, all, inheritance);
    }

    /**
     * Gives up every connection and the login, and returns when all of it is gone: when what is out has come back, or at the deadline
     * of the drain. Does nothing if it is suspended or closed.
     *
     * <p>On a worker, which nobody interrupts: the caller keeps an interrupt for later, since it would leave a checkpoint with what must
     * be gone.
     */
    void suspend() {
        CompletableFuture.runAsync(this::suspendInTurn, SharedThreads::run).join();
    }

    private void suspendInTurn() {
        turn.lock();
        try {
            RotationLoop running = loop;
            if (running != null && !isClosed()) {
                suspend(running);
            }
        } finally {
            turn.unlock();
        }
    }

    private void suspend(RotationLoop running) {
        CompletableFuture<Boolean> drained = new CompletableFuture<>();
        try {
            running.suspend(() -> drained.complete(true));
            boolean isDrained =
                    Closing.await(drained, settings.policy().drainLimit().plus(patience));
            boolean isEmpty = pools.suspend(patience);
            if (!isDrained || !isEmpty) {
                RotationLog.suspensionIsSlow(settings.name());
            }
        } finally {
            release(running, drained);
        }
    }

    /** Whatever has failed before: a resume must find nothing of {@code left}. */
    private void release(RotationLoop left, CompletableFuture<?> drained) {
        try {
            supply.suspend();
        } finally {
            leave(left, drained);
        }
    }

    private synchronized void leave(RotationLoop left, CompletableFuture<?> drained) {
        if (closed) {
            return; // with it
        }
        left.leave();
        Snapshot atRest = left.rotator().snapshot();
        rest = atRest;
        inheritance = inheritance.after(atRest);
        loop = null;
        unfinished.add(left);
        CompletableFuture<Void> unused = drained.thenRun(() -> finish(left, atRest));
    }

    /** Forgets a loop, and what is known of its generations. At once if it has come to its end in time. */
    private synchronized void finish(RotationLoop left, Snapshot atRest) {
        unfinished.remove(left);
        if (rest.equals(atRest)) {
            rest = left.rotator().snapshot();
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    /** Ends it for good. Does nothing the second time. */
    void close() {
        RotationLoop running = loopToClose();
        if (running != null) {
            running.close(unfinished());
        }
    }

    private synchronized List<RotationLoop> unfinished() {
        return List.copyOf(unfinished);
    }

    private synchronized @Nullable RotationLoop loopToClose() {
        if (closed) {
            return null;
        }
        closed = true;
        RotationLoop running = loop == null ? newLoop(listeners) : loop; // one that rests ends like any other
        loop = running;
        return running;
    }
}
