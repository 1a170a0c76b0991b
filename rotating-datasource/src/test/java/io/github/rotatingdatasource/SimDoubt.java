package io.github.rotatingdatasource;

import java.time.Duration;
import java.time.Instant;

/** A model of {@link Doubt}: what the statements of callers show, and what a session answers that is asked. */
final class SimDoubt {
    private static final Duration TOGETHER = Duration.ofMillis(250);
    private static final Duration UNVALIDATED = Duration.ofMillis(500);
    private static final Duration BETWEEN_LOGINS = Duration.ofSeconds(1);

    private final SimWorld world;
    private final SimDatabase database;
    private final Mark mark;
    private final SimLogin login;
    private Instant toldNext = Instant.MIN;
    private Instant endedUntil = Instant.MIN;
    private Instant askedNext = Instant.MIN;

    SimDoubt(SimWorld world, SimDatabase database, Mark mark, SimLogin login) {
        this.world = world;
        this.database = database;
        this.mark = mark;
        this.login = login;
    }

    /** Runs a statement, and returns whether it worked. */
    boolean use(SimSession session) {
        if (!session.open) {
            return false; // it was cut off
        }
        boolean userIsThere = database.user(session.user).exists;
        if (!session.alive) {
            mark.doubt();
            sessionEnded();
        } else if (!userIsThere) {
            mark.doubt();
        }
        return session.alive && userIsThere;
    }

    private void sessionEnded() {
        endedUntil = world.time().plus(UNVALIDATED);
        if (!world.time().isBefore(toldNext)) {
            toldNext = world.time().plus(TOGETHER);
            login.park();
            login.tell(Evidence.SESSION_ENDED);
        }
    }

    boolean trusts(SimSession session) {
        boolean userIsThere = database.user(session.user).exists;
        if (!session.alive) {
            return false;
        }
        if (!userIsThere && database.canBeAsked) {
            die();
            return false;
        }
        if (!database.canBeAsked && !world.time().isBefore(askedNext)) {
            askedNext = world.time().plus(BETWEEN_LOGINS);
            login.tell(Evidence.DOUBTED);
        }
        if (!world.time().isBefore(endedUntil)) {
            mark.trust();
        }
        return true;
    }

    private void die() {
        if (mark.declareDead()) {
            login.park();
            login.tell(Evidence.DEAD);
        }
    }
}
