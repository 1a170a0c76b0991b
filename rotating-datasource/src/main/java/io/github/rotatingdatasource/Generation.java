package io.github.rotatingdatasource;

import io.github.rotatingdatasource.source.Credential;
import io.github.rotatingdatasource.source.Lease;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A credential and the pool that was opened with it. The pair never changes, but for a token whose place a newer one of the same
 * user takes; what is known about the lease may.
 *
 * <p>Only the timer writes. Callers read the pool and its {@link Mark}, which are set before they can see the generation.
 */
final class Generation {
    /** Leases count in whole seconds, and files are read some time after they were written. */
    private static final Duration ROUNDING = Duration.ofSeconds(1);

    private final int number;
    private final Candidate origin;
    private final Pool pool;
    private final Mark mark;
    private Term term;
    private boolean refused;
    private Instant hurtUntil = Instant.MIN;

    Generation(int number, Candidate origin, Pool pool) {
        this.number = number;
        this.origin = origin;
        this.term = origin.term();
        this.pool = pool;
        this.mark = pool.mark();
    }

    int number() {
        return number;
    }

    Credential credential() {
        return origin.credential();
    }

    Pool pool() {
        return pool;
    }

    Term term() {
        return term;
    }

    /** Takes note of what the lease is now, and returns whether it ends later than was thought. */
    boolean extend(Term later) {
        Instant before = term.ends();
        Instant after = later.ends();
        term = term.or(later);
        return before != null && after != null && after.isAfter(before.plus(ROUNDING));
    }

    /**
     * Has new connections log in with a newer token from now on, which leaves those that are there alone. Returns whether that is
     * what {@code newer} is; a token that was refused is not replaced, since the pool has given it up.
     */
    boolean renew(Credential newer) {
        boolean isUsed = origin.hasTokenLike(newer) && !isRefused() && !isRetired() && pool.use(newer);
        if (isUsed) {
            origin.renew(newer);
        }
        return isUsed;
    }

    /** Returns when its sessions end as the lease says, or {@code null} if nobody knows, or if that end closes nothing. */
    @Nullable
    Instant sessionsEnd() {
        return credential().isLoginOnly() ? null : term.ends();
    }

    /**
     * Returns when its sessions end as the lease says, once {@code heir} is known. If the user is the same, a password was changed in
     * place, as a static role's is: whoever is logged in stays, and only a firm end means more than the change.
     */
    @Nullable
    Instant sessionsEnd(Credential heir) {
        boolean isInPlace = heir.username().equals(credential().username());
        return isInPlace && term.lease().end() != Lease.End.FIRM ? null : sessionsEnd();
    }

    /** Returns what is left of the lease, or {@code null} if nobody knows. */
    @Nullable
    Duration leaseLeft(Instant now) {
        return term.ends() == null ? null : Duration.between(now, term.ends());
    }

    /** Returns the candidate that this generation was opened with. */
    Candidate origin() {
        return origin;
    }

    /** Returns the event that tells of its taking over, which happens now. */
    RotationEvent.Rotated rotated(boolean cutOver, Instant now) {
        Duration took = Duration.between(origin.tried(), now);
        return new RotationEvent.Rotated(
                number, credential().fingerprint(), term.lease(), origin.reason(), took, cutOver);
    }

    boolean hasSameLoginAs(Credential other) {
        return credential().hasSameLoginAs(other);
    }

    boolean isFrom(Candidate candidate) {
        return origin == candidate;
    }

    /** Takes note that the wall clock went {@code jump} further than the monotonic one: perhaps it was only set. */
    void clockJumped(Duration jump) {
        term = term.clockJumped(jump);
    }

    /** Returns when the lease ends, and not only by a wall clock that may have been set; never if it may be extended. */
    Instant endsForSure() {
        Instant ends = term.endsForSure();
        return term.lease().end() == Lease.End.FIRM && ends != null ? ends : Times.NEVER;
    }

    boolean isOverForSure(Instant now) {
        return term.isOverForSure(now);
    }

    /** Returns whether the database refuses this login, or has dropped its user. */
    boolean isRefused() {
        return refused || mark.isDead();
    }

    /** Takes note of that, and returns whether it is news. */
    boolean refuse() {
        boolean isNews = !refused;
        refused = true;
        return isNews;
    }

    /** Returns whether nothing is left of it: its user is gone, or its login is refused and it has no session. */
    boolean isLost() {
        return mark.isDead() || (refused && pool.sessions() == 0);
    }

    /** Returns what callers are told when that is so. */
    Unavailability whyLost() {
        String reason = mark.isDead() ? "the database has dropped its user" : "the database refuses it";
        return new Unavailability(RotationEvent.Part.LOGIN, reason, pool.refusal());
    }

    /** Takes note that sessions of it ended; what is decided until {@code until} takes the others for ended, too. */
    void hurt(Instant until) {
        hurtUntil = until;
    }

    boolean isHurt(Instant now) {
        return now.isBefore(hurtUntil);
    }

    /** Marks this generation: from now on its pool may hand out stand-ins. */
    void retire() {
        mark.retire();
    }

    /** Returns whether it serves nobody new any more. */
    boolean isRetired() {
        return mark.isRetired();
    }

    /** Returns a connection of this generation, waiting for it as long as the pool does. */
    Connection connect() throws SQLException {
        refuseIfDead();
        Connection connection = pool.connect();
        return mark.isSet() ? examined(connection) : connection;
    }

    /** Returns a connection of this generation, waiting for it for {@code millis} milliseconds. */
    Connection connect(long millis) throws SQLException {
        refuseIfDead();
        Connection connection = pool.connect(millis);
        return mark.isSet() ? examined(connection) : connection;
    }

    /** Returns an idle connection of this generation without waiting, or {@code null} if there is none. */
    @Nullable
    Connection tryConnect() throws SQLException {
        if (mark.isDead()) {
            return null;
        }
        Connection connection = pool.tryConnect();
        return mark.isSet() && connection != null ? examined(connection) : connection;
    }

    private void refuseIfDead() throws Moved {
        if (mark.isDead()) {
            throw Moved.DEAD;
        }
    }

    /** Returns {@code connection}, which came out of a marked pool, if it may be used. */
    Connection examined(Connection connection) throws SQLException {
        if (pool.isStandIn(connection)) {
            throw Moved.MOVED;
        }
        if (mark.isDead() || (mark.isDoubted() && !pool.isTrusted(connection))) {
            pool.evict(connection);
            throw mark.isDead() ? Moved.DEAD : Moved.MOVED;
        }
        return connection; // of a retired generation: it was asked for before
    }
}
