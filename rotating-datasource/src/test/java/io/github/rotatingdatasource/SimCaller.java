package io.github.rotatingdatasource;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A caller of {@link RotatingDataSource#getConnection()}, second try included, who can be looked at while he waits. */
final class SimCaller implements SimQueue.Waiter {
    private final Simulation run;
    private final SimWorld world;
    private final Duration holds;
    private final boolean leaks;
    private final long arrival;
    private final Instant began;
    private final Duration limit;
    private Checkout tried;
    private @Nullable SimPool queue;
    private boolean waits;
    private boolean awaitsOther;
    private boolean secondTry;
    private Instant until;
    private Instant queuedAt = Instant.MAX;
    private @Nullable SimSession got;
    private @Nullable SQLException failed;
    private boolean works;
    private int attempts;
    private Instant lastAttempt = Instant.MIN;

    SimCaller(Simulation run, Duration holds, boolean leaks) {
        this.run = run;
        this.world = run.world;
        this.holds = holds;
        this.leaks = leaks;
        this.arrival = world.tick();
        this.began = world.time();
        this.limit = Duration.ofMillis(run.settings.timeoutMillis());
        this.until = began.plus(limit);
        this.tried = run.rotator.published().checkout();
    }

    /** Asks for a connection. */
    void call() {
        attempt(() -> tried instanceof Checkout.Serving serving ? firstOf(serving) : tried.connect(1));
    }

    private static Connection firstOf(Checkout.Serving serving) throws SQLException {
        Connection connection = serving.pool().connect();
        return serving.isMarked() ? serving.examined(connection) : connection;
    }

    private interface Attempt {
        Connection connect() throws SQLException;
    }

    private void attempt(Attempt attempt) {
        attempts = world.time().equals(lastAttempt) ? attempts + 1 : 0;
        lastAttempt = world.time();
        SimWorld.check(attempts < 500, "5: a caller looks again and again, and finds nothing");
        if (tried instanceof Checkout.Waiting && run.rotator.published().isCurrent(tried)) {
            waits = true;
            wakeAt(until);
            return;
        }
        tryOnce(attempt);
    }

    private void tryOnce(Attempt attempt) {
        try {
            got(attempt.connect());
        } catch (SimQueue.Queued queued) {
            queue = queued.pool;
            queuedAt = world.time();
            queue.enqueue(this);
            wakeAt(until);
        } catch (SQLException e) {
            failed(e);
        }
    }

    private void wakeAt(Instant time) {
        world.after(Duration.between(world.time(), Times.later(time, world.time())), this::timeOut);
    }

    private void timeOut() {
        if (isOver() || world.time().isBefore(until)) {
            return;
        }
        if (queue != null) {
            timeOutIn(queue);
        } else if (awaitsOther) {
            lookAgain();
        } else if (waits) {
            waits = false;
            tryOnce(() -> tried.connect(0));
        }
    }

    private void timeOutIn(SimPool pool) {
        if (pool.queue.leave(this)) {
            queue = null;
            failed(new SQLTransientConnectionException("request timed out", "08001"));
        }
    }

    /** Goes on if what he waits for has come: something else than what he tried. */
    void look() {
        if (run.rotator.published().isCurrent(tried)) {
            return;
        }
        if (awaitsOther) {
            lookAgain();
        } else if (waits) {
            waits = false;
            tryOnce(this::sentOn);
        }
    }

    /** Whoever waited for a login is sent on when there is one. */
    private Connection sentOn() throws SQLException {
        try {
            return tried.connect(0);
        } catch (CredentialsUnavailableException e) {
            boolean fails = run.rotator.published().checkout() instanceof Checkout.Unavailable;
            SimWorld.check(fails, "5: a caller waits on, though there is something newer");
            throw e;
        }
    }

    private void lookAgain() {
        awaitsOther = false;
        tried = run.rotator.published().checkout();
        attempt(() -> tried.connect(1));
    }

    @Override
    public void receive(Connection connection) {
        if (queue == null) {
            throw new AssertionError("a connection for a caller who does not wait");
        }
        Generation generation = run.generationOf(queue);
        queue = null;
        queuedAt = Instant.MAX;
        try {
            boolean isMarked = generation.pool().mark().isSet();
            got(isMarked ? generation.examined(connection) : connection);
        } catch (SQLException e) {
            failed(e);
        }
    }

    private void failed(SQLException e) {
        Instant now = world.time();
        if (!secondTry) {
            secondTry = true;
            until = now.plus(limit);
        } else if (!now.isBefore(until) && e instanceof Moved) {
            end(new SQLTransientConnectionException("request timed out", "08001"));
            return;
        }
        boolean isCurrent = run.rotator.published().isCurrent(tried);
        if (!(e instanceof Moved) && isCurrent) {
            end(e);
        } else if (e == Moved.DEAD && isCurrent && now.isBefore(until)) {
            awaitsOther = true;
            wakeAt(until);
        } else {
            lookAgain();
        }
    }

    private void got(Connection connection) {
        SimSession session = SimSession.of(connection);
        got = session;
        run.checks.got(this, session);
        SimPool pool = run.poolOf(session);
        works = pool.use(session);
        if (!works && !session.alive) {
            pool.evict(connection); // as HikariCP does when a statement fails so
        } else if (leaks) {
            run.leaked.add(session);
        } else {
            world.after(holds, () -> {
                run.checks.comesBack(session);
                pool.back(session);
            });
        }
    }

    private void end(SQLException failure) {
        failed = failure;
        run.checks.failed(this, failure);
    }

    long arrival() {
        return arrival;
    }

    Instant began() {
        return began;
    }

    boolean isOver() {
        return got != null || failed != null;
    }

    /** Returns whether he was given a connection that works. */
    boolean isServed() {
        return works;
    }

    @Nullable
    SQLException failure() {
        return failed;
    }

    @Nullable
    SimPool queue() {
        return queue;
    }

    Instant queuedAt() {
        return queuedAt;
    }
}
