package io.github.rotatingdatasource;

import io.github.rotatingdatasource.source.Credential;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A credential and the pool that was opened with it. The pair never changes; what is known about the lease may.
 *
 * <p>Only the timer writes. Callers read the pool, which is set before they can see the generation, and the mark: a plain
 * field, because it is set before anything that a marked pool hands out, and the pool's hand-off orders the two.
 */
final class Generation {
    private static final int RETIRED = 1;
    /** Leases count in whole seconds, and files are read some time after they were written. */
    private static final Duration ROUNDING = Duration.ofSeconds(1);

    private final int number;
    private final Candidate origin;
    private final Pool pool;
    private Term term;
    private boolean refused;
    private int mark;

    Generation(int number, Candidate origin, Pool pool) {
        this.number = number;
        this.origin = origin;
        this.term = origin.term();
        this.pool = pool;
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
        term = later;
        return before != null && after != null && after.isAfter(before.plus(ROUNDING));
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

    boolean isRefused() {
        return refused;
    }

    void refuse() {
        refused = true;
    }

    /** Marks this generation: from now on its pool may hand out stand-ins. */
    void retire() {
        mark = RETIRED;
    }

    boolean isMarked() {
        return mark != 0;
    }

    /** Returns a connection of this generation, waiting for it as long as the pool does. */
    Connection connect() throws SQLException {
        Connection connection = pool.connect();
        return mark == 0 ? connection : examined(connection);
    }

    /** Returns a connection of this generation, waiting for it for {@code millis} milliseconds. */
    Connection connect(long millis) throws SQLException {
        Connection connection = pool.connect(millis);
        return mark == 0 ? connection : examined(connection);
    }

    /** Returns an idle connection of this generation without waiting, or {@code null} if there is none. */
    @Nullable
    Connection tryConnect() throws SQLException {
        Connection connection = pool.tryConnect();
        return mark == 0 || connection == null ? connection : examined(connection);
    }

    /** Returns {@code connection}, which came out of a marked pool, if it is one. */
    Connection examined(Connection connection) throws SQLException {
        if (pool.isStandIn(connection)) {
            throw Moved.MOVED;
        }
        return connection; // began before this generation was retired
    }
}
