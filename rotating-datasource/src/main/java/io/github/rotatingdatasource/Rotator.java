package io.github.rotatingdatasource;

import static io.github.rotatingdatasource.Times.NEVER;

import io.github.rotatingdatasource.RotationEvent.Outcome;
import io.github.rotatingdatasource.RotationEvent.Part;
import io.github.rotatingdatasource.RotationEvent.Reason;
import io.github.rotatingdatasource.source.Credential;
import io.github.rotatingdatasource.source.Lease;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides when to rotate, and rotates: a state machine that never blocks. It is told what happened and the time, orders what
 * may block from {@link Orders}, and is told the answer in a later call.
 *
 * <p>All methods but {@link #checkout()} and {@link #snapshot()} are called by the timer, one at a time, which is why there is no
 * lock here. Those two fields are the only ones that other threads see.
 */
final class Rotator {
    private final Settings settings;
    private final RotationPolicy policy;
    private final Orders orders;
    private final DoubleSupplier random;
    private final Reads reads;
    private final Candidates candidates;
    private final Opening opening;
    private final Drains drains;
    private final Outcomes outcomes;
    private volatile Checkout checkout;
    private volatile Snapshot snapshot = Snapshot.STARTING;

    private @Nullable Generation current;
    private @Nullable HandOver handOver;
    private boolean refusedHalfWay;
    private boolean closed;
    private Instant lastRotation = Instant.EPOCH;
    private int lastNumber;

    /** Creates a rotator that has no generation yet; {@code random} is chance, from 0 to 1. */
    Rotator(Settings settings, Orders orders, DoubleSupplier random, Instant now) {
        this.settings = settings;
        this.policy = settings.policy();
        this.orders = orders;
        this.random = random;
        this.reads = new Reads(now);
        this.candidates = new Candidates(policy, orders);
        this.opening = new Opening(settings, orders, candidates, reads, random);
        this.drains = new Drains(policy, orders);
        this.outcomes = new Outcomes(orders);
        this.checkout = new Checkout.Waiting(settings.timeoutMillis());
    }

    /** Returns what a caller does now. For any thread. */
    Checkout checkout() {
        return checkout;
    }

    /** Returns how things stand. For any thread. */
    Snapshot snapshot() {
        return snapshot;
    }

    /** Does what is due at {@code now}, and returns how long nothing more will be. */
    Duration step(Instant now) {
        if (!closed) {
            reads.step(orders, now);
            openIfDue(now);
            handOverIfDue(now);
            drains.step(handOver == null ? current : null, now);
        }
        snapshot = Snapshot.of(closed, current, handOver, drains, outcomes, candidates.skipped(), reads.failure());
        outcomes.answer();
        return Duration.between(now, Times.later(now, nextWake()));
    }

    private Instant nextWake() {
        if (closed) {
            return NEVER;
        }
        Instant wake = Times.earlier(drains.next(), reads.next());
        wake = Times.earlier(wake, isRotating() ? NEVER : candidates.next());
        return Times.earlier(wake, handOver == null ? NEVER : handOver.next());
    }

    /** Takes note that the source may have something new. */
    void changed(Instant now) {
        reads.at(now);
    }

    /** Takes note of a wish to rotate now, which {@code answer} hears the end of; one under way counts. */
    void demand(CompletableFuture<Outcome> answer, Instant now) {
        outcomes.demand(answer);
        if (closed) {
            outcomes.tellFailed(numberInUse(), Reason.DEMAND, Part.CLOSED, "the data source was closed", null);
        } else if (!isRotating()) {
            readSoon(now);
        }
    }

    /** The answer that is on its way from a source that mints is as new as another one would be. */
    private void readSoon(Instant now) {
        if (settings.cheap() || !reads.isUnderWay()) {
            reads.at(now);
        }
    }

    /** Takes note of what the source answered; {@code began} is when the lease began by our clock. */
    void read(Credential credential, Instant began, Instant now) {
        if (closed) {
            return;
        }
        if (reads.succeeded()) {
            orders.publish(new RotationEvent.SourceRecovered());
        }
        if (settings.cheap()) {
            reads.at(now.plus(policy.pollInterval(credential.lease())));
        }
        Term term = Term.of(credential, began, current, policy, random.getAsDouble());
        if (current != null && current.hasSameLoginAs(credential)) {
            sameAgain(current, credential, term, now);
        } else if (handOver != null && handOver.incoming().hasSameLoginAs(credential)) {
            candidates.clear();
            handOver.incoming().extend(term);
        } else if (opening.isOf(credential)) {
            candidates.clear();
            opening.extend(term);
        } else {
            candidates.propose(credential, term, settings.reason(current, outcomes.areAwaited()), lastRotation, now);
        }
        if (outcomes.areAwaited()) {
            candidates.hurry(now);
        }
    }

    private void sameAgain(Generation generation, Credential credential, Term term, Instant now) {
        if (generation.extend(term)) {
            orders.publish(new RotationEvent.LeaseExtended(generation.number(), term.lease()));
        }
        if (isRotating()) {
            candidates.clear();
        } else if (outcomes.areAwaited()) {
            candidates.propose(credential, term, Reason.DEMAND, lastRotation, now);
        } else if (generation.isRefused() && settings.cheap()) {
            candidates.proposeDead(credential, term, now);
        } else if (generation.isRefused()) {
            reads.at(now.plus(policy.retryAfter(reads.repeated(), leaseLeft(now), 1)));
        } else {
            candidates.clear();
            Duration wait = policy.retryAfter(reads.repeated(), leaseLeft(now), random.getAsDouble());
            scheduleNextRead(term, now.plus(wait));
        }
    }

    /** Takes note that the source gave nothing; {@code message} holds no secret. */
    void readFailed(String message, Instant now) {
        if (closed) {
            return;
        }
        boolean news = reads.failed(message);
        Duration wait = policy.retryAfter(reads.failures(), leaseLeft(now), random.getAsDouble());
        if (settings.cheap()) {
            Lease lease = current == null ? Lease.unknown() : current.term().lease();
            wait = Times.least(wait, policy.pollInterval(lease));
        }
        reads.at(now.plus(wait));
        if (news) {
            orders.publish(new RotationEvent.SourceFailed(message));
        }
        if (outcomes.areAwaited() && !isRotating()) {
            outcomes.tellFailed(numberInUse(), Reason.DEMAND, Part.SOURCE, message, wait);
        }
    }

    /** A cheap source is polled anyway; one that mints is asked when the lease is due. */
    private void scheduleNextRead(Term term, Instant notBefore) {
        if (!settings.cheap() && term.due() != null) {
            reads.at(Times.later(term.due(), notBefore));
        }
    }

    private @Nullable Duration leaseLeft(Instant now) {
        return current == null ? null : current.leaseLeft(now);
    }

    private void openIfDue(Instant now) {
        if (!isRotating()) {
            opening.beginIfDue(current, now);
        }
    }

    /** Takes note that the database accepted a login, which took {@code loginTook}. */
    void opened(Candidate accepted, Pool pool, Duration loginTook, Instant now) {
        opening.ended();
        if (closed) {
            orders.discard(pool);
            return;
        }
        opening.accepted();
        Generation incoming = new Generation(++lastNumber, accepted, pool);
        HandOver next = current == null ? null : HandOver.between(current, incoming, settings, loginTook, now);
        if (next == null) {
            serveAlone(incoming, true, now);
        } else {
            handOver = next;
            publish(new Checkout.HandingOver(next.outgoing(), incoming, settings.timeoutMillis()));
            orders.publish(new RotationEvent.HandOverBegan(next.outgoing().number(), incoming.number()));
        }
    }

    /** Takes note that a login failed, or that no pool could be built; {@code failure} holds no secret. */
    void openFailed(Candidate failed, Failure failure, Instant now) {
        opening.ended();
        if (!closed) {
            Duration wait = opening.failed(failed, failure, current, now);
            outcomes.tellFailed(numberInUse(), failed.reason(), failure.part(), failure.message(), wait);
        }
    }

    /** Takes note that the database refused a new connection to the generation that came from {@code origin}. */
    void refused(Candidate origin, Instant now) {
        if (closed) {
            return;
        }
        if (handOver != null && handOver.incoming().isFrom(origin)) {
            refusedHalfWay = true;
            if (handOver.canGoBack()) {
                publish(new Checkout.Serving(handOver.outgoing()));
            }
        } else if (current != null && current.isFrom(origin) && !current.isRefused()) {
            current.refuse();
            if (handOver == null) {
                askForAnother(current, now);
            }
        }
    }

    private void askForAnother(Generation refused, Instant now) {
        orders.publish(new RotationEvent.LoginRefused(
                refused.number(), refused.credential().fingerprint()));
        orders.tellRefused(refused.credential());
        readSoon(now);
    }

    private void handOverIfDue(Instant now) {
        if (handOver == null || handOver.isMoving()) {
            return;
        }
        if (refusedHalfWay && handOver.canGoBack()) {
            giveUp(handOver, now);
        } else if (refusedHalfWay) {
            serveRefused(handOver.incoming(), now);
        } else if (handOver.isOver(now)) {
            serveAlone(handOver.incoming(), false, now);
        } else if (!now.isBefore(handOver.next())) {
            handOver.begin();
            orders.move(handOver);
        }
    }

    private void giveUp(HandOver failed, Instant now) {
        Candidate refused = failed.incoming().origin();
        handOver = null;
        refusedHalfWay = false;
        publish(new Checkout.Serving(failed.outgoing()));
        orders.serve(failed.outgoing());
        drains.add(failed.incoming(), now, now);
        openFailed(refused, new Failure("the login was refused while it was taking over", true, false, null), now);
    }

    /** The old login is no better: the sessions that the new one has are the best there is. */
    private void serveRefused(Generation incoming, Instant now) {
        incoming.refuse();
        serveAlone(incoming, false, now);
        askForAnother(incoming, now);
    }

    /** From here on nothing can fail: the new generation serves, and the one before goes. */
    private void serveAlone(Generation incoming, boolean cutOver, Instant now) {
        Generation outgoing = current;
        current = incoming;
        handOver = null;
        refusedHalfWay = false;
        lastRotation = now;
        candidates.keepDistance(now);
        publish(new Checkout.Serving(incoming));
        orders.serve(incoming);
        if (outgoing != null) {
            drains.add(outgoing, incoming.origin().seen(), now);
        }
        reads.newlyAnswered();
        scheduleNextRead(incoming.term(), now);
        outcomes.tell(incoming.rotated(cutOver, now));
    }

    private void publish(Checkout next) {
        Checkout before = checkout;
        checkout = next;
        if (before instanceof Checkout.Waiting waiting) {
            waiting.end(next);
        }
    }

    /** Takes note that the pool of a retired generation is closed. */
    void drained(Drain drain, Instant now) {
        drains.closed(drain, now);
        Credential gone = drain.generation().credential();
        boolean isUsed = isRotating()
                || candidates.isNext(gone)
                || drains.isUsed(gone)
                || (current != null && current.hasSameLoginAs(gone));
        if (!closed && !isUsed) {
            orders.tellRetired(gone);
        }
    }

    /** Ends it all, and returns the generations whose pools are to be closed. */
    List<Generation> close() {
        List<Generation> left = new ArrayList<>(drains.generations());
        if (handOver != null) {
            left.add(handOver.incoming());
        }
        if (current != null) {
            left.add(current);
        }
        closed = true;
        publish(new Checkout.Closed(settings.name()));
        left.forEach(Generation::retire);
        if (outcomes.areAwaited()) {
            outcomes.tellFailed(numberInUse(), Reason.DEMAND, Part.CLOSED, "the data source was closed", null);
        }
        orders.publish(new RotationEvent.Closed());
        snapshot = Snapshot.of(closed, current, handOver, drains, outcomes, candidates.skipped(), reads.failure());
        outcomes.answer();
        return left;
    }

    private boolean isRotating() {
        return opening.isUnderWay() || handOver != null;
    }

    private int numberInUse() {
        return current == null ? 0 : current.number();
    }
}
