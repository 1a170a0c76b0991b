package io.github.rotatingdatasource;

import io.github.rotatingdatasource.source.Credential;
import java.time.Duration;
import java.time.Instant;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/** The login that is being tried, and what becomes of one that fails. The timer owns it. */
final class Opening {
    private final Settings settings;
    private final Orders orders;
    private final Candidates candidates;
    private final Reads reads;
    private final DoubleSupplier random;
    private @Nullable Candidate underWay;
    private @Nullable Credential newerToken;
    private boolean crowdedOut;
    private int failures;
    private int sizeThatGave;

    Opening(Settings settings, Orders orders, Candidates candidates, Reads reads, DoubleSupplier random) {
        this.settings = settings;
        this.orders = orders;
        this.candidates = candidates;
        this.reads = reads;
        this.random = random;
    }

    boolean isUnderWay() {
        return underWay != null;
    }

    /** Returns whether the login that is being tried was refused before. */
    boolean isRefused() {
        return underWay != null && underWay.refusals() > 0;
    }

    /** Takes note of what the lease of this login is now, and returns whether it is the one that is being tried. */
    boolean extend(Credential credential, Term later) {
        if (underWay == null) {
            return false;
        }
        boolean isNewer = underWay.hasTokenLike(credential);
        if (!isNewer && !underWay.credential().hasSameLoginAs(credential)) {
            return false;
        }
        newerToken = isNewer ? credential : null;
        underWay.extend(later);
        return true;
    }

    /** Takes note that the wall clock was perhaps set. */
    void clockJumped(Duration jump) {
        candidates.clockJumped(jump, underWay);
    }

    /** Forgets the candidate that waits if its lease has ended: a source that mints is asked for another, since nothing else does. */
    void dropIfOver(Instant now) {
        if (candidates.dropIfOver(now) && !settings.cheap()) {
            reads.soon(now);
        }
    }

    /** Tries the candidate that is due, if one is; {@code serving} may have to give up a connection for it. */
    void begin(@Nullable Generation serving, Instant now) {
        newerToken = null;
        underWay = candidates.takeDue(now);
        if (underWay != null && serving != null && underWay.isPlanned() && serving.renew(underWay.credential())) {
            serving.extend(underWay.term());
            underWay = null; // a token of the user who serves by now: that is no reason to replace a pool
        }
        if (underWay != null) {
            orders.open(underWay, crowdedOut && serving != null && mayGiveRoom(serving.pool()) ? serving : null);
        }
    }

    /** A pool gives one connection up, never its last, and no other until it has got that one back. */
    private boolean mayGiveRoom(Pool pool) {
        int size = pool.total();
        if (size <= 1 || size < sizeThatGave) {
            return false;
        }
        sizeThatGave = size;
        return true;
    }

    /** Takes note that the attempt has ended, however. */
    void ended() {
        underWay = null;
    }

    /** Takes note that the login was accepted, of which {@code pool} was made. */
    void accepted(Candidate accepted, Pool pool) {
        if (newerToken != null && pool.use(newerToken)) {
            accepted.renew(newerToken);
        }
        newerToken = null;
        failures = 0;
        crowdedOut = false;
        sizeThatGave = 0;
        candidates.accepted();
    }

    /** Decides how to go on after a failure, and returns how long that will take. */
    Duration failed(Candidate tried, Failure failure, @Nullable Generation current, Instant now) {
        Candidate failed = newerToken == null ? tried.again() : tried.with(newerToken);
        boolean isRefusal = failure.isRefusal() && newerToken == null; // else nothing is known about the newer one
        newerToken = null;
        if (crowdedOut && current != null && !current.isRetired()) {
            orders.serve(current); // it had given up a connection for nothing
        }
        crowdedOut = failure.databaseIsFull();
        boolean isDead = current != null && current.hasSameLoginAs(failed.credential());
        Duration wait = isRefusal ? refused(failed, isDead, now) : retryAfter(current, now);
        boolean hopeless = isRefusal
                ? isDead || !candidates.mayStillArrive(failed)
                : failed.term().isOver(now);
        if (hopeless && !settings.cheap()) {
            failed.tryAt(now.plus(wait)); // should the source give it again before that
            candidates.giveUp(failed);
            reads.at(now.plus(wait)); // it will not get better, but the source can mint another
        } else {
            candidates.tryAgain(failed, now.plus(wait));
        }
        return wait;
    }

    private Duration refused(Candidate refused, boolean isDead, Instant now) {
        orders.tellRefused(refused.credential());
        if (settings.cheap()) {
            reads.at(now.plus(settings.policy().pollInterval(refused.term().lease()))); // at whatever pace it is asked
        }
        return candidates.refused(refused, isDead);
    }

    private Duration retryAfter(@Nullable Generation current, Instant now) {
        Duration left = current == null || current.isRetired() ? null : current.leaseLeft(now);
        return settings.policy().retryAfter(++failures, left, random.getAsDouble());
    }
}
