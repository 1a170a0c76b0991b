package io.github.rotatingdatasource;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * What failed statements of one generation hint at, and the proof of it: while it is doubted, each session is asked before it is
 * used.
 *
 * <p>A statement that fails for want of a right (42501) fails so because the user was dropped, or because the application
 * lacks a grant. PostgreSQL tells which: {@code SELECT session_user} fails in a session whose user is gone. If it answers, the
 * next such hint is put off, for longer each time, but never forgotten: a user that is being revoked loses its rights before
 * it is dropped.
 *
 * <p>Deaths take a moment: Vault takes a user's rights one statement after the other and then drops it, and sessions are killed
 * one by one. Whoever comes within that moment is held until it is over, rather than given a session that is about to die: a
 * thread that has failed, so that it fails once, and everybody when several threads have, or a session was killed. An
 * application that lacks a grant pays for that once, and then not again while it goes on failing at least every 2 s.
 *
 * <p>Safe for use by several threads.
 */
final class Doubt {
    private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(10);
    /** At most, so that a user who is really dropped meanwhile is found out within 100 ms. */
    private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(50);
    /** After so long without a hint the next one is looked into at once. */
    private static final long FORGOTTEN = TimeUnit.SECONDS.toNanos(2);
    /** For so long HikariCP hands out what was used last without looking whether it is alive. */
    private static final long UNVALIDATED = TimeUnit.MILLISECONDS.toNanos(500);
    /** Ended sessions are told of once in this time: all of them usually end together. */
    private static final long TOGETHER = TimeUnit.MILLISECONDS.toNanos(250);
    /** For so long at most a user may be without rights before it is dropped. */
    private static final long DYING = TimeUnit.MILLISECONDS.toNanos(50);
    /** So many threads that fail within that time are no coincidence. */
    private static final int MANY = 3;
    /** So much later than the last one the next session of several may be killed. */
    private static final long KILLING = TimeUnit.MILLISECONDS.toNanos(10);

    private static final long LOOK_AGAIN = TimeUnit.MILLISECONDS.toNanos(1);
    /** A database that cannot be asked is asked for a login instead, and not often. */
    private static final long FIRST_LOGIN_PAUSE = TimeUnit.SECONDS.toNanos(1);

    private static final long LONGEST_LOGIN_PAUSE = TimeUnit.SECONDS.toNanos(30);

    private final Mark mark;
    private final AuthFailures judge;
    private final int limitMillis;
    private final Consumer<Evidence> witness;
    private final LongSupplier nanoTime;
    private final LongConsumer pause;
    private final Pause betweenProofs = new Pause(FIRST_PAUSE, LONGEST_PAUSE);
    private final Pause betweenLogins = new Pause(FIRST_LOGIN_PAUSE, LONGEST_LOGIN_PAUSE);
    private final Set<Long> failing = new HashSet<>(); // threads, while they are few
    private volatile int hints;
    private long heldUntil;
    private long failedHeldUntil;
    private long lastHint;
    private long failingSince;
    private long ended;
    private long told;
    private boolean hasEnded;
    private volatile boolean understandsNot;

    /**
     * Creates the doubt about a generation.
     *
     * @param limitMillis how long a session may take to answer
     * @param witness told what is found, by the thread that found it
     */
    Doubt(Mark mark, AuthFailures judge, long limitMillis, Consumer<Evidence> witness) {
        this(mark, judge, limitMillis, witness, System::nanoTime, LockSupport::parkNanos);
    }

    /** The same by another clock, and with another way to let time pass. */
    Doubt(
            Mark mark,
            AuthFailures judge,
            long limitMillis,
            Consumer<Evidence> witness,
            LongSupplier nanoTime,
            LongConsumer pause) {
        this.mark = mark;
        this.judge = judge;
        this.limitMillis = (int) limitMillis;
        this.witness = witness;
        this.nanoTime = nanoTime;
        this.pause = pause;
        this.heldUntil = nanoTime.getAsLong();
        this.failedHeldUntil = heldUntil;
        this.lastHint = heldUntil - FORGOTTEN - 1;
    }

    /** Takes note that a statement has failed, on the thread that it failed for. */
    void hear(SQLException failure) {
        switch (judge.inStatement(failure)) {
            case ROLE_MAY_BE_GONE -> hint(nanoTime.getAsLong());
            case SESSION_ENDED -> {
                if (isNewsOfAnEnd(nanoTime.getAsLong())) {
                    witness.accept(Evidence.SESSION_ENDED);
                }
            }
            default -> {}
        }
    }

    private synchronized void hint(long now) {
        boolean wasQuiet = now - lastHint > FORGOTTEN;
        boolean isOver = now - failingSince > DYING && failing.size() < MANY;
        if (wasQuiet || isOver) {
            failing.clear();
            failingSince = now;
        }
        if (wasQuiet) {
            failedHeldUntil = now + DYING;
        }
        if (failing.size() < MANY && failing.add(Thread.currentThread().getId()) && failing.size() == MANY) {
            heldUntil = now + DYING;
        }
        lastHint = now;
        hints++;
        mark.doubt();
    }

    private synchronized boolean isNewsOfAnEnd(long now) {
        boolean isNews = !hasEnded || now - told > TOGETHER;
        if (isNews) {
            told = now;
        }
        ended = now;
        hasEnded = true;
        hints++;
        mark.doubt();
        heldUntil = heldUntil - now > KILLING ? heldUntil : now + KILLING;
        return isNews;
    }

    /** Returns whether {@code session} is alive and its user still there; asks it unless that was done a moment ago. */
    boolean trusts(Session session) {
        int seen = hints;
        long now = nanoTime.getAsLong();
        if (!isDue(now)) {
            return true;
        }
        try {
            return canBeAsked(session) ? answers(session, seen, now) : isValid(session, seen, now);
        } catch (SQLException | RuntimeException e) { // of a driver: whoever asked must be able to close what he holds
            return false;
        }
    }

    private boolean answers(Session session, int seen, long now) throws SQLException {
        try {
            ask(session);
            while (isHeld()) {
                pause.accept(LOOK_AGAIN);
                ask(session);
            }
        } catch (SQLException e) {
            return survives(e, session, seen, now);
        }
        answered(seen, now);
        return !mark.isDead();
    }

    private boolean survives(SQLException answer, Session session, int seen, long now) throws SQLException {
        switch (judge.inStatement(answer)) {
            case ROLE_MAY_BE_GONE -> {
                if (mark.declareDead()) {
                    witness.accept(Evidence.DEAD);
                }
                return false;
            }
            case SESSION_ENDED -> {
                return isNewborn(session); // nobody can do better now: what the database says is the caller's to hear
            }
            default -> {
                // a syntax that is unknown: it speaks PostgreSQL's protocol, and is none
                if (String.valueOf(answer.getSQLState()).matches("(42|0A).*")) {
                    understandsNot = true;
                }
                rollBack(session);
                return isValid(session, seen, now);
            }
        }
    }

    /** Returns whether a session was made after the last hint, so that making another would be no better. */
    private synchronized boolean isNewborn(Session session) {
        return session.born() - lastHint > 0 && (!hasEnded || session.born() - ended > 0);
    }

    /** Returns whether sessions may be dying just now, and nobody has found out, nor something better been published. */
    private boolean isHeld() {
        return mayBeDying(nanoTime.getAsLong())
                && !mark.isDead()
                && !mark.isRetired()
                && !Thread.currentThread().isInterrupted();
    }

    private synchronized boolean mayBeDying(long now) {
        boolean hasFailed = failing.contains(Thread.currentThread().getId());
        return now - heldUntil < 0 || (hasFailed && now - failedHeldUntil < 0);
    }

    private synchronized boolean isDue(long now) {
        return hasJustEnded(now) || mayBeDying(now) || betweenProofs.isOver(now);
    }

    private boolean hasJustEnded(long now) {
        return hasEnded && now - ended < UNVALIDATED;
    }

    /** Nobody can be asked here about the user: the session is asked whether it lives, and a login tells the rest. */
    private boolean isValid(Session session, int seen, long now) throws SQLException {
        boolean isDue;
        synchronized (this) {
            isDue = betweenLogins.isOver(now);
            if (isDue) {
                betweenLogins.begin(now);
            }
        }
        if (isDue) {
            witness.accept(Evidence.DOUBTED);
        }
        boolean alive = session.isValid(Math.max(1, limitMillis / 1_000));
        if (alive) {
            answered(seen, now);
        }
        return alive;
    }

    private synchronized void answered(int seen, long now) {
        if (!hasJustEnded(now)) {
            betweenProofs.begin(now);
            long then = nanoTime.getAsLong();
            boolean isSomebodyHeld = then - heldUntil < 0 || then - failedHeldUntil < 0;
            if (hints == seen && !isSomebodyHeld) {
                mark.trust();
            }
        }
    }

    private boolean canBeAsked(Session session) throws SQLException {
        // its driver knows that without asking the server
        return !understandsNot && "PostgreSQL".equals(session.getMetaData().getDatabaseProductName());
    }

    private void ask(Session session) throws SQLException {
        int before = session.getNetworkTimeout();
        session.setNetworkTimeout(Runnable::run, limitMillis);
        try (Statement statement = session.createStatement()) {
            statement.execute("SELECT session_user");
            rollBack(session);
        } finally {
            session.setNetworkTimeout(Runnable::run, before);
        }
    }

    private static void rollBack(Session session) throws SQLException {
        if (!session.getAutoCommit()) {
            session.rollback();
        }
    }

    /** A pause that grows each time it is taken, until nothing has happened for a while. */
    private static final class Pause {
        private final long first;
        private final long longest;
        private long until;
        private long length;

        Pause(long first, long longest) {
            this.first = first;
            this.longest = longest;
        }

        boolean isOver(long now) {
            return length == 0 || now - until >= 0;
        }

        void begin(long now) {
            boolean again = length > 0 && now - until < FORGOTTEN;
            length = again ? Math.min(2 * length, longest) : first;
            until = now + length;
        }
    }
}
