package io.github.rotatingdatasource;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
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
    /** A database that cannot be asked is asked for a login instead, and not often. */
    private static final long FIRST_LOGIN_PAUSE = TimeUnit.SECONDS.toNanos(1);

    private static final long LONGEST_LOGIN_PAUSE = TimeUnit.SECONDS.toNanos(30);

    private final Mark mark;
    private final AuthFailures judge;
    private final int limitMillis;
    private final Consumer<Evidence> witness;
    private final LongSupplier clock;
    private final Pause betweenProofs = new Pause(FIRST_PAUSE, LONGEST_PAUSE);
    private final Pause betweenLogins = new Pause(FIRST_LOGIN_PAUSE, LONGEST_LOGIN_PAUSE);
    private volatile int hints;
    private long ended;
    private long told;
    private boolean hasEnded;

    /**
     * Creates the doubt about a generation.
     *
     * @param limitMillis how long a session may take to answer
     * @param witness told what is found, by the thread that found it
     */
    Doubt(Mark mark, AuthFailures judge, long limitMillis, Consumer<Evidence> witness) {
        this(mark, judge, limitMillis, witness, System::nanoTime);
    }

    Doubt(Mark mark, AuthFailures judge, long limitMillis, Consumer<Evidence> witness, LongSupplier clock) {
        this.mark = mark;
        this.judge = judge;
        this.limitMillis = (int) limitMillis;
        this.witness = witness;
        this.clock = clock;
    }

    /** Takes note that a statement has failed, on the thread that it failed for. */
    void hear(SQLException failure) {
        switch (judge.inStatement(failure)) {
            case ROLE_MAY_BE_GONE -> hint();
            case SESSION_ENDED -> sessionEnded();
            default -> {}
        }
    }

    private synchronized void hint() {
        hints++;
        mark.doubt();
    }

    private void sessionEnded() {
        if (endsAnother(clock.getAsLong())) {
            witness.accept(Evidence.SESSION_ENDED);
        }
    }

    private synchronized boolean endsAnother(long now) {
        boolean news = !hasEnded || now - told > TOGETHER;
        if (news) {
            told = now;
        }
        ended = now;
        hasEnded = true;
        hint();
        return news;
    }

    /** Returns whether {@code session} is alive and its user still there; asks it unless that was done a moment ago. */
    boolean trusts(Session session) {
        int seen = hints;
        long now = clock.getAsLong();
        if (!isDue(now)) {
            return true;
        }
        try {
            if (!isPostgres(session)) {
                return trustsAfterLogin(session, seen, now);
            }
            ask(session);
            answered(seen, now);
            return true;
        } catch (SQLException e) {
            if (judge.inStatement(e) == AuthFailureClassifier.StatementFailure.ROLE_MAY_BE_GONE && mark.declareDead()) {
                witness.accept(Evidence.DEAD);
            }
            return false;
        } catch (RuntimeException e) {
            return false; // of a driver: whoever asked must be able to close what he holds
        }
    }

    private synchronized boolean isDue(long now) {
        return hasJustEnded(now) || betweenProofs.isOver(now);
    }

    private boolean hasJustEnded(long now) {
        return hasEnded && now - ended < UNVALIDATED;
    }

    /** Nobody can be asked here about the user: the session is asked whether it lives, and a login tells the rest. */
    private boolean trustsAfterLogin(Session session, int seen, long now) throws SQLException {
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
            if (hints == seen) {
                mark.trust();
            }
        }
    }

    private static boolean isPostgres(Session session) throws SQLException {
        return "PostgreSQL".equals(session.getMetaData().getDatabaseProductName()); // its driver knows without asking
    }

    private void ask(Session session) throws SQLException {
        int before = session.getNetworkTimeout();
        session.setNetworkTimeout(Runnable::run, limitMillis);
        try (Statement statement = session.createStatement()) {
            statement.execute("SELECT session_user");
        }
        if (!session.getAutoCommit()) {
            session.rollback();
        }
        session.setNetworkTimeout(Runnable::run, before);
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
