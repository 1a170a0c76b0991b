package io.github.rotatingdatasource;

import static io.github.rotatingdatasource.SimWorld.check;

import io.github.rotatingdatasource.SimCensus.Happening;
import io.github.rotatingdatasource.source.Credential;
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
    private final Key key;
    private final SimCensus census;
    private int sessions;

    /** When its pool was retired, in the order of what happened and by the time; set by the checks. */
    long retired;

    Instant retiredAt = Instant.MAX;
    Instant closedBy = Instant.MAX;
    /** Since when there is nothing left of it. */
    Instant lostAt = Instant.MAX;

    SimLogin(Simulation run, Credential login, Consumer<Evidence> witness) {
        this.world = run.world;
        this.database = run.database;
        this.permits = run.permits;
        this.census = run.census;
        this.user = login.username();
        this.key = new Key(login);
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
        Credential used = key.newest();
        world.after(database.loginTakes(), () -> ended(database.login(used), used, then));
    }

    private void ended(SimDatabase.Answer answer, Credential used, Consumer<@Nullable SimSession> then) {
        boolean isRefused = answer == SimDatabase.Answer.REFUSED;
        if (isRefused && !key.refused(used, new SQLInvalidAuthorizationSpecException("refused", "28P01"))) {
            census.add(Happening.OLDER_TOKEN_REFUSED);
            if (!opensNothing) {
                begin(then);
                return;
            }
            answer = SimDatabase.Answer.DOWN;
        }
        then.accept(ended(answer));
    }

    private @Nullable SimSession ended(SimDatabase.Answer answer) {
        attempting = false;
        crowdedOut = answer == SimDatabase.Answer.FULL;
        if (answer == SimDatabase.Answer.ACCEPTED) {
            return opened();
        }
        permits.giveBack();
        if (answer == SimDatabase.Answer.REFUSED) {
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
        if (refusal() != null && sessions == 0) {
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
        return opensNothing || refusal() != null;
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
        return key.refusal();
    }

    boolean use(Credential newer) {
        boolean used = key.replace(newer);
        if (used) {
            census.add(Happening.NEWER_TOKEN_USED);
        }
        return used;
    }

    int sessions() {
        return sessions;
    }
}
