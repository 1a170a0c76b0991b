package io.github.rotatingdatasource;

import static io.github.rotatingdatasource.Times.NEVER;

import io.github.rotatingdatasource.RotationEvent.Part;
import io.github.rotatingdatasource.RotationEvent.Reason;
import io.github.rotatingdatasource.RotationStatus.Phase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a rotator ends: closed at once, or suspended as soon as what was out has come back or was cut off, and no login is being tried.
 * Either is for good; a data source that goes on does so with another rotator. The timer owns it.
 */
final class Ending {
    private final Settings settings;
    private final Orders orders;
    private final Succession succession;
    private final Drains drains;
    private final Outcomes outcomes;
    private @Nullable Phase phase;
    private @Nullable Runnable drained;

    Ending(Settings settings, Orders orders, Succession succession, Drains drains, Outcomes outcomes) {
        this.settings = settings;
        this.orders = orders;
        this.succession = succession;
        this.drains = drains;
        this.outcomes = outcomes;
    }

    /** Returns how it ended, or {@code null} if it has not. */
    @Nullable
    Phase phase() {
        return phase;
    }

    boolean isClosed() {
        return phase == Phase.CLOSED;
    }

    /** Ends it all, and returns the generations whose pools are to be closed. */
    List<Generation> close() {
        phase = Phase.CLOSED;
        List<Generation> left = new ArrayList<>(drains.generations());
        left.addAll(succession.end(new Checkout.Closed(settings.name())));
        left.forEach(Generation::retire);
        refuseDemands();
        orders.publish(new RotationEvent.Closed());
        drains.tellRetired(gone -> left.stream().anyMatch(one -> one.hasSameLoginAs(gone)));
        tellDrained();
        return left;
    }

    /**
     * Ends all but the drains, which every generation goes to; {@code whenDrained} runs when the last of them is over, and the login
     * under way, if one is. The last generation and its credential are forgotten at once, its number is not.
     */
    void suspend(Runnable whenDrained, Instant now) {
        if (phase != null) {
            whenDrained.run(); // closed meanwhile
            return;
        }
        phase = Phase.SUSPENDED;
        drained = whenDrained;
        succession.end(new Checkout.Suspended(settings.name())).forEach(generation -> drains.add(generation, now));
        succession.forget();
        refuseDemands();
        orders.closeBreaker(); // open, it would say that a login is looked for
        orders.publish(new RotationEvent.Suspended());
    }

    /** Tells those who wait for a rotation that none comes. */
    void refuseDemands() {
        if (outcomes.areAwaited()) {
            String message = "the data source was " + (isClosed() ? "closed" : "suspended");
            Part part = isClosed() ? Part.CLOSED : Part.SUSPENDED;
            outcomes.tellFailed(succession.number(), Reason.DEMAND, part, message, null);
        }
    }

    /** Does what is due of the drains of a suspension. A trial that no worker has begun yet would log in afterwards. */
    void step(boolean trialIsUnderWay, Instant now) {
        if (phase == Phase.SUSPENDED) {
            drains.step(null, now);
            if (drains.generations().isEmpty() && !trialIsUnderWay) {
                tellDrained();
            }
        }
    }

    private void tellDrained() {
        Runnable told = drained;
        drained = null;
        if (told != null) {
            told.run();
        }
    }

    /** Returns when something is due. */
    Instant next() {
        return phase == Phase.SUSPENDED ? drains.next() : NEVER;
    }
}
