package io.github.rotatingdatasource;

import static io.github.rotatingdatasource.SimWorld.check;

import java.sql.SQLException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A model of {@link Login}: the way of one pool into the database, and its permits. */
final class SimLogin {
    final String user;
    final Consumer<Evidence> witness;
    private final SimWorld world;
    private final SimDatabase database;
    private final Permits permits;
    private boolean attempting;
    private boolean opensNothing;
    private boolean closed;
    private boolean crowdedOut;
    private @Nullable Instant parkedSince;
    private @Nullable SQLException refusal;
    private int sessions;

    /** When its pool was retired, in the order of what happened and by the time; set by the checks. */
    long retired;

    Instant retiredAt = Instant.MAX;
    Instant closedBy = Instant.MAX;
    /** Since when there is nothing left of it. */
    Instant lostAt = Instant.MAX;

    SimLogin(SimWorld world, SimDatabase database, Permits permits, String user, Consumer<Evidence> witness) {
        this.world = world;
        this.database = database;
        this.permits = permits;
        this.user = user;
        this.witness = witness;
    }

    /** Opens a session after a login that was accepted, with a permit that was taken. */
    SimSession open() {
        SimSession session = new SimSession(this, world.time());
        sessions++;
        database.opened(session);
        return session;
    }

    /** Logs in if that may be done now, and tells {@code then} of the session, or {@code null}; returns whether it does. */
    boolean attempt(Consumer<@Nullable SimSession> then) {
        if (attempting || parkedSince != null || isShut() || closed || !permits.tryTake()) {
            return false;
        }
        begin(then);
        return true;
    }

    private void begin(Consumer<@Nullable SimSession> then) {
        boolean retiredLongAgo = retired > 0 && retiredAt.isBefore(world.time().minusSeconds(1));
        check(!retiredLongAgo, "7: the retired pool of %s logs in", user);
        attempting = true;
        world.after(database.loginTakes(), () -> then.accept(ended(database.login(user))));
    }

    private @Nullable SimSession ended(SimDatabase.Answer answer) {
        attempting = false;
        crowdedOut = answer == SimDatabase.Answer.FULL;
        if (answer == SimDatabase.Answer.ACCEPTED) {
            return opened();
        }
        permits.giveBack();
        if (answer == SimDatabase.Answer.REFUSED) {
            refusal = new SQLInvalidAuthorizationSpecException("refused", "28P01");
            tell(Evidence.REFUSED);
        }
        return null;
    }

    private @Nullable SimSession opened() {
        SimSession session = open();
        if (opensNothing || closed) {
            close(session);
            return null;
        }
        return session;
    }

    /** Logs in to learn whether that works, and closes the session. */
    void prove() {
        if (!isShut() && !closed && !attempting && permits.tryTake()) {
            begin(session -> {
                if (session != null) {
                    close(session);
                }
            });
        }
    }

    /** Closes a session, which takes a moment; only then its permit is free. */
    void close(SimSession session) {
        world.after(world.millis(20), () -> gone(session));
    }

    /** Cuts a session off. */
    void gone(SimSession session) {
        if (!session.open) {
            return;
        }
        session.open = false;
        sessions--;
        database.gone(session);
        permits.giveBack();
        if (refusal != null && sessions == 0) {
            tell(Evidence.REFUSED);
        }
    }

    void tell(Evidence evidence) {
        world.tell("pool of " + user + ": " + evidence);
        if (evidence == Evidence.DEAD || (evidence == Evidence.REFUSED && sessions == 0)) {
            lostAt = Times.earlier(lostAt, world.time());
        }
        witness.accept(evidence);
    }

    boolean isShut() {
        return opensNothing || refusal != null;
    }

    void opensNothing(boolean nothing) {
        opensNothing = nothing;
    }

    boolean opensNothing() {
        return opensNothing;
    }

    void close() {
        closed = true;
        opensNothing = true;
    }

    boolean isClosed() {
        return closed;
    }

    boolean isCrowdedOut() {
        return crowdedOut;
    }

    void forgetCrowd() {
        crowdedOut = false;
    }

    void park() {
        parkedSince = parkedSince == null ? world.time() : parkedSince;
    }

    void unpark() {
        parkedSince = null;
    }

    @Nullable
    Instant parkedSince() {
        return parkedSince;
    }

    @Nullable
    SQLException refusal() {
        return refusal;
    }

    int sessions() {
        return sessions;
    }
}
