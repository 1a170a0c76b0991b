package io.github.rotatingdatasource;

import static io.github.rotatingdatasource.Times.NEVER;

import io.github.rotatingdatasource.source.Credential;
import io.github.rotatingdatasource.source.Lease;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which generation serves, and which takes over from it, whatever happens to either in between. The timer owns it.
 *
 * <p>It writes the checkout state whenever a generation is there to serve; {@link Outage} does when none is.
 */
final class Succession {
    /** Whoever must know what came of it. */
    interface Heir {
        /** A generation serves alone from now on. */
        void serves(Generation generation, boolean cutOver);

        /** The login that was taking over was refused, and the one before serves on. */
        void gaveUp(Generation refused);

        /** The database does not accept the login that serves any more; its sessions may live. */
        void isRefused(Generation generation);

        /** Nothing is left of the generation that served. */
        void isLost(Generation generation);
    }

    private final Settings settings;
    private final Orders orders;
    private final Published published;
    private final Drains drains;
    private @Nullable Generation current;
    private @Nullable HandOver handOver;
    private boolean incomingIsRefused;
    private int lastNumber;
    private int servedLast;

    Succession(Settings settings, Orders orders, Inheritance inheritance, Drains drains) {
        this.settings = settings;
        this.orders = orders;
        this.published = inheritance.published();
        this.drains = drains;
        this.lastNumber = inheritance.generation();
        this.servedLast = lastNumber;
    }

    /** Returns the newest generation that has served alone, even if it is out of service. */
    @Nullable
    Generation current() {
        return current;
    }

    /** Returns the generation that serves, or hands over, or {@code null} if none does. */
    @Nullable
    Generation serving() {
        return current == null || current.isRetired() ? null : current;
    }

    /** Returns the generation that serves alone, or {@code null} if none does. */
    @Nullable
    Generation alone() {
        return handOver == null ? serving() : null;
    }

    @Nullable
    Generation incoming() {
        return handOver == null ? null : handOver.incoming();
    }

    /**
     * Takes note of what the source gives: a newer token is used from now on by whatever is in service with its user, and the lease
     * of what takes over may last longer. Returns whether this login is the one that takes over.
     */
    boolean take(Credential credential, Term later) {
        if (current != null) {
            current.renew(credential);
        }
        if (handOver != null) {
            handOver.incoming().renew(credential);
        }
        if (handOver == null || !handOver.incoming().hasSameLoginAs(credential)) {
            return false;
        }
        handOver.incoming().extend(later);
        return true;
    }

    boolean isHandingOver() {
        return handOver != null;
    }

    /** Returns the number of the generation that serves, or 0 if none does. */
    int number() {
        Generation serving = serving();
        return serving == null ? 0 : serving.number();
    }

    /** Returns the number of the newest generation that has served alone, or 0 if none has. */
    int servedLast() {
        return servedLast;
    }

    /** Returns the lease in use, or used last. */
    Lease lease() {
        return current == null ? Lease.unknown() : current.term().lease();
    }

    /** Returns what is left of the lease of the generation that serves, or {@code null} if none does or nobody knows. */
    @Nullable
    Duration leaseLeft(Instant now) {
        Generation serving = serving();
        return serving == null ? null : serving.leaseLeft(now);
    }

    /** Takes note that the wall clock was perhaps set. */
    void clockJumped(Duration jump) {
        if (current != null) {
            current.clockJumped(jump);
        }
        if (handOver != null) {
            handOver.incoming().clockJumped(jump);
        }
    }

    /** Takes a login that was accepted, and the pool that was opened with it, into service. */
    void accepted(Candidate accepted, Pool pool, Duration loginTook, Heir heir, Instant now) {
        Generation incoming = new Generation(++lastNumber, accepted, pool);
        Generation serving = serving();
        HandOver next = serving == null || serving.isHurt(now)
                ? null
                : HandOver.between(serving, incoming, settings, loginTook, now);
        if (serving == null || next == null) {
            serveAlone(incoming, true, heir, now);
        } else {
            handOver = next;
            published.publish(new Checkout.HandingOver(serving, incoming, settings.timeoutMillis()));
            orders.publish(new RotationEvent.HandOverBegan(serving.number(), incoming.number()));
        }
    }

    /** Returns the generation that came from {@code origin} and serves, or takes over, or {@code null} if there is none. */
    @Nullable
    Generation inService(Candidate origin) {
        if (handOver != null && handOver.incoming().isFrom(origin)) {
            return handOver.incoming();
        }
        Generation serving = serving();
        return serving != null && serving.isFrom(origin) ? serving : null;
    }

    /** Takes note that the login of a generation in service is refused, or its user gone. */
    void refused(Generation refused, Heir heir) {
        if (handOver == null || !handOver.incoming().equals(refused)) {
            currentIsRefused(refused, heir);
            return;
        }
        incomingIsRefused = true;
        if (handOver.canGoBack()) {
            published.publish(new Checkout.Serving(handOver.outgoing()));
        }
    }

    private void currentIsRefused(Generation refused, Heir heir) {
        boolean isNews = refused.refuse();
        if (handOver != null) {
            if (refused.isLost()) {
                published.publish(new Checkout.Serving(handOver.incoming()));
            }
            return;
        }
        if (isNews) {
            heir.isRefused(refused);
        }
        if (refused.isLost()) {
            heir.isLost(refused);
        }
    }

    /** Makes the next move of a hand-over, or ends it, if that is due. */
    void step(Heir heir, Instant now) {
        HandOver running = handOver;
        if (running == null || running.isMoving()) {
            return;
        }
        if (incomingIsRefused && running.canGoBack()) {
            goBack(running, heir, now);
        } else if (incomingIsRefused) {
            serveRefused(running.incoming(), heir, now);
        } else if (running.outgoing().isLost() || running.isOver(now)) {
            serveAlone(running.incoming(), false, heir, now);
        } else if (!now.isBefore(running.next())) {
            running.begin();
            orders.move(running);
        }
    }

    private void goBack(HandOver failed, Heir heir, Instant now) {
        handOver = null;
        incomingIsRefused = false;
        published.publish(new Checkout.Serving(failed.outgoing()));
        orders.serve(failed.outgoing());
        drains.add(failed.incoming(), now);
        heir.gaveUp(failed.incoming());
        if (failed.outgoing().isRefused()) {
            heir.isRefused(failed.outgoing()); // meanwhile, and nobody was told since another was there
        }
    }

    /** The old login is no better: the sessions that the new one has are the best there is, if it has any. */
    private void serveRefused(Generation incoming, Heir heir, Instant now) {
        serveAlone(incoming, false, heir, now);
        currentIsRefused(incoming, heir);
    }

    /** From here on nothing can fail: the new generation serves, and the one before goes. */
    private void serveAlone(Generation incoming, boolean cutOver, Heir heir, Instant now) {
        Generation outgoing = serving();
        current = incoming;
        servedLast = incoming.number();
        handOver = null;
        incomingIsRefused = false;
        published.publish(new Checkout.Serving(incoming));
        orders.serve(incoming);
        if (outgoing != null) {
            drains.add(outgoing, incoming, now);
        }
        heir.serves(incoming, cutOver);
    }

    /** Takes the generation that serves out of service; whoever calls has told callers what to do. */
    void suspend(Generation lost, Instant now) {
        drains.add(lost, now);
    }

    /** Returns whether the newest generation has the login of {@code other}, even if it is out of service. */
    boolean hasLogin(Credential other) {
        return current != null && current.hasSameLoginAs(other);
    }

    /** Returns when something is due. */
    Instant next() {
        return handOver == null ? NEVER : handOver.next();
    }

    /** Ends it with {@code last} for callers, and returns the generations that were in service. */
    List<Generation> end(Checkout last) {
        List<Generation> left = new ArrayList<>();
        if (handOver != null) {
            left.add(handOver.incoming());
            handOver = null;
        }
        Generation serving = serving();
        if (serving != null) {
            left.add(serving);
        }
        published.publish(last);
        return left;
    }

    /** Forgets the last generation and its credential; no other gets the number of one that was seen. */
    void forget() {
        current = null;
        servedLast = lastNumber;
    }
}
