package io.github.rotatingdatasource;

import static io.github.rotatingdatasource.Times.NEVER;

import io.github.rotatingdatasource.RotationEvent.Outcome;
import io.github.rotatingdatasource.RotationEvent.Part;
import io.github.rotatingdatasource.RotationEvent.Reason;
import io.github.rotatingdatasource.source.Credential;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides when to rotate, and rotates: a state machine that never blocks. It is told what happened and the time, orders what
 * may block from {@link Orders}, and is told the answer in a later call.
 *
 * <p>All methods but {@link #published()} and {@link #snapshot()} are called by the timer, one at a time, which is why there is
 * no lock here. What those two return is all that other threads see.
 */
final class Rotator implements Succession.Heir {
    private final Settings settings;
    private final RotationPolicy policy;
    private final Orders orders;
    private final DoubleSupplier random;
    private final Reads reads;
    private final Candidates candidates;
    private final Opening opening;
    private final Drains drains;
    private final Outcomes outcomes;
    private final Outage outage;
    private final Suspicion suspicion;
    private final Succession succession;
    private final Pace pace;
    private final Ending ending;
    private volatile Snapshot snapshot;

    private boolean closed;
    private Duration jumps = Duration.ZERO;
    private Instant now;
    private Instant lastRotation = Instant.EPOCH;

    /** Creates a rotator that has no generation yet, and lets callers wait for one; {@code random} is chance, from 0 to 1. */
    Rotator(Settings settings, Orders orders, Inheritance inheritance, DoubleSupplier random, Instant now) {
        this.settings = settings;
        this.policy = settings.policy();
        this.orders = orders;
        this.random = random;
        this.now = now;
        this.reads = new Reads(settings, now);
        this.drains = new Drains(policy, orders);
        this.candidates = new Candidates(policy, orders, drains::unused, inheritance.skipped());
        this.opening = new Opening(settings, orders, candidates, reads, random);
        this.outcomes = new Outcomes(orders, inheritance);
        this.outage = new Outage(settings, orders, inheritance.published(), now.plus(policy.startLimit()));
        this.suspicion = new Suspicion(settings, orders);
        this.succession = new Succession(settings, orders, inheritance, drains);
        this.pace = new Pace(settings, outage, succession, candidates, opening);
        this.ending = new Ending(settings, orders, succession, drains, outcomes);
        this.snapshot = newSnapshot();
    }

    /** Returns what callers read. For any thread. */
    Published published() {
        return outage.published();
    }

    /** Returns how things stand. For any thread. */
    Snapshot snapshot() {
        return snapshot;
    }

    /** Does what is due at {@code time}, and returns how long nothing more will be. */
    Duration step(Instant time) {
        now = time;
        if (!closed) {
            read();
            endLease();
            open();
            succession.step(this, now);
            suspicion.step(succession.alone(), now);
            outage.step(opening.isUnderWay(), now);
            drains.step(succession.alone(), now);
        }
        ending.step(opening.isUnderWay(), now);
        snapshot = newSnapshot();
        outcomes.answer();
        return Duration.between(now, Times.later(now, nextWake()));
    }

    private Snapshot newSnapshot() {
        return Snapshot.of(ending.phase(), succession, drains, outcomes, candidates.skipped(), reads, outage);
    }

    private Instant nextWake() {
        if (closed) {
            return ending.next();
        }
        Instant trial = isRotating() ? NEVER : candidates.next();
        return Times.earliest(reads.next(), trial, succession.next(), suspicion.next(), outage.next(), drains.next());
    }

    private void read() {
        if ((!reads.isDue(now) || outage.permits(reads, now)) && reads.step(orders, now)) {
            outage.because(Part.SOURCE, Reads.OVERDUE, null);
        }
    }

    /** A firm lease that is over has no grace: the database is about to drop the user. */
    private void endLease() {
        Generation serving = succession.alone();
        if (serving != null && serving.isOverForSure(now)) {
            lose(serving, new Unavailability(Part.LEASE, "its lease has ended", null), now);
            outage.step(false, now);
        }
    }

    private void open() {
        opening.dropIfOver(now);
        if (!isRotating() && !now.isBefore(candidates.next()) && outage.permits(candidates, now)) {
            opening.begin(succession.serving(), now);
        }
    }

    /** Takes note that the wall clock went {@code jump} further than the monotonic one: perhaps it was only set. */
    void clockJumped(Duration jump) {
        jumps = jumps.plus(jump);
        succession.clockJumped(jump);
        opening.clockJumped(jump);
    }

    /** Takes note that the source may have something new. */
    void changed(Instant time) {
        now = time;
        reads.changed(now);
    }

    /** Takes note of a wish to rotate now, which {@code answer} hears the end of; one under way counts. */
    void demand(CompletableFuture<Outcome> answer, Instant time) {
        now = time;
        outcomes.demand(answer);
        if (closed) {
            ending.refuseDemands();
        } else if (!isRotating()) {
            reads.urgently(now);
        }
    }

    /** Takes note of what the source answered; {@code began} is when the lease began by our clock. */
    void read(Credential credential, Instant began, Instant time) {
        now = time;
        if (closed) {
            return;
        }
        Generation current = succession.current();
        Instant due = pace.due(credential.lease(), began, random.getAsDouble(), now);
        Term term = Term.of(credential, began, current, jumps, due);
        if (term.isOverForSure(now) && !succession.hasLogin(credential)) {
            readFailed(Reads.OVER, Duration.ZERO, now); // of no use, and it would cost the one that serves
            return;
        }
        if (reads.succeeded()) {
            orders.publish(new RotationEvent.SourceRecovered());
        }
        if (settings.cheap()) {
            reads.at(pace.after(credential, term, now));
        }
        boolean isUnderWay = succession.take(credential, term) || opening.extend(credential, term);
        if (current != null && current.hasSameLoginAs(credential)) {
            sameAgain(current, credential, term);
        } else if (isUnderWay) {
            candidates.clear();
        } else {
            propose(credential, term, settings.reason(current, outcomes.areAwaited(), now));
        }
        if (outcomes.areAwaited()) {
            candidates.hurry(now);
        }
    }

    /** While nobody serves there is nothing to keep a distance from. */
    private void propose(Credential credential, Term term, Reason reason) {
        candidates.propose(credential, term, reason, outage.isOver() ? lastRotation : Instant.EPOCH, now);
    }

    private void sameAgain(Generation generation, Credential credential, Term term) {
        if (generation.extend(term)) {
            orders.publish(new RotationEvent.LeaseExtended(generation.number(), term.lease()));
        }
        suspicion.nothingNewer();
        if (isRotating()) {
            candidates.clear();
        } else if (outcomes.areAwaited()) {
            propose(credential, term, Reason.DEMAND);
        } else if (generation.isRefused()) {
            candidates.proposeDead(credential, term, now);
            if (!settings.cheap()) {
                reads.at(now.plus(outage.retry(policy.retryAfter(reads.repeated(), succession.leaseLeft(now), 1))));
            }
        } else if (generation.isRetired() && !term.isOver(now)) {
            propose(credential, term, Reason.LEASE); // its lease was over, and is not any more
        } else {
            candidates.clear();
            Duration wait = policy.retryAfter(reads.repeated(), succession.leaseLeft(now), random.getAsDouble());
            reads.whenDue(term, now.plus(outage.retry(wait)));
        }
    }

    /** Takes note that the source gave nothing, and wants to rest; {@code message} holds no secret. */
    void readFailed(String message, Duration rest, Instant time) {
        now = time;
        if (closed) {
            return;
        }
        boolean news = reads.failed(message, rest, now);
        suspicion.nothingNewer();
        outage.because(Part.SOURCE, message, null);
        Duration wait = reads.atLeast(pace.afterFailure(reads.failures(), random.getAsDouble(), now), now);
        reads.at(now.plus(wait));
        if (news) {
            orders.publish(new RotationEvent.SourceFailed(message));
        }
        if (outcomes.areAwaited() && !isRotating()) {
            tellFailed(Reason.DEMAND, Part.SOURCE, message, wait);
        }
    }

    /** Takes note that the database accepted a login, which took {@code loginTook}. */
    void opened(Candidate accepted, Pool pool, Duration loginTook, Instant time) {
        now = time;
        opening.ended();
        if (closed) {
            orders.discard(pool);
        } else {
            opening.accepted(accepted, pool);
            succession.accepted(accepted, pool, loginTook, this, now);
        }
    }

    /** Takes note that a login failed, or that no pool could be built; {@code failure} holds no secret. */
    void openFailed(Candidate failed, Failure failure, Instant time) {
        now = time;
        opening.ended();
        if (!closed) {
            suspicion.nothingNewer();
            failed(failed, failure);
        }
    }

    private void failed(Candidate failed, Failure failure) {
        Duration wait = opening.failed(failed, failure, succession.current(), now);
        outage.because(failure.part(), failure.message(), failure.cause());
        outage.trialFailed(wait);
        tellFailed(failed.reason(), failure.part(), failure.message(), wait);
    }

    private void tellFailed(Reason reason, Part part, String message, @Nullable Duration retryIn) {
        outcomes.tellFailed(succession.number(), reason, part, message, retryIn);
    }

    /** Takes note of what the generation that came from {@code origin} shows about its login. */
    void learned(Candidate origin, Evidence evidence, Instant time) {
        now = time;
        Generation generation = succession.inService(origin);
        if (closed || generation == null) {
            return;
        }
        switch (evidence) {
            case REFUSED, DEAD -> succession.refused(generation, this);
            case SESSION_ENDED -> {
                if (suspicion.sessionEnded(generation, now)) {
                    reads.at(now);
                }
            }
            case DOUBTED -> orders.prove(generation);
        }
    }

    @Override
    public void isRefused(Generation refused) {
        orders.publish(new RotationEvent.LoginRefused(
                refused.number(), refused.credential().fingerprint()));
        orders.tellRefused(refused.credential());
        candidates.died(refused.credential(), now);
        candidates.need(now);
        reads.urgently(now);
    }

    @Override
    public void isLost(Generation lost) {
        lose(lost, lost.whyLost(), now.plus(policy.grace()));
    }

    private void lose(Generation lost, Unavailability why, Instant graceEnds) {
        outage.begin(why, graceEnds);
        succession.suspend(lost, now);
        candidates.need(now);
        reads.soon(now);
    }

    @Override
    public void gaveUp(Generation refused) {
        failed(refused.origin(), new Failure("the login was refused while it was taking over", true, false, null));
    }

    @Override
    public void serves(Generation generation, boolean cutOver) {
        lastRotation = now;
        outage.end();
        candidates.keepDistance(now);
        reads.newlyAnswered();
        reads.whenDue(generation.term(), now);
        reads.relax(pace.whileServing(generation, now), now);
        outcomes.tell(generation.rotated(cutOver, now));
        tellRetired();
    }

    /** Takes note that the pool of a retired generation is closed. */
    void drained(Drain drain, Instant time) {
        now = time;
        drains.closed(drain, now);
        if (!ending.isClosed()) {
            tellRetired();
        }
    }

    private void tellRetired() {
        drains.tellRetired(it -> !closed && (isRotating() || candidates.isNext(it) || succession.hasLogin(it)));
    }

    /** Ends it all, and returns the generations whose pools are to be closed. */
    List<Generation> close() {
        closed = true;
        List<Generation> left = ending.close();
        step(now);
        return left;
    }

    /** Ends it gently: {@code whenDrained} runs when no generation and no trial is left, or at once after {@link #close()}. */
    void suspend(Runnable whenDrained, Instant time) {
        closed = true;
        ending.suspend(whenDrained, time);
    }

    private boolean isRotating() {
        return opening.isUnderWay() || succession.isHandingOver();
    }
}
