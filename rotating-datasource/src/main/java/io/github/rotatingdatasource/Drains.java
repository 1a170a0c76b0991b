package io.github.rotatingdatasource;

import static io.github.rotatingdatasource.Times.NEVER;

import io.github.rotatingdatasource.source.Credential;
import io.github.rotatingdatasource.source.Lease;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The generations that were replaced and are not closed yet. The timer owns it. */
final class Drains {
    private final RotationPolicy policy;
    private final Orders orders;
    private final List<Drain> drains = new ArrayList<>();
    private final Set<Credential> gone = new LinkedHashSet<>();

    Drains(RotationPolicy policy, Orders orders) {
        this.policy = policy;
        this.orders = orders;
    }

    /** Takes over a generation that serves nobody new from now on, since {@code heir} does. */
    void add(Generation generation, Generation heir, Instant now) {
        Instant ends = generation.sessionsEnd(heir.credential());
        add(generation, ends, heir.origin().seen(), now);
    }

    /** Takes over a generation that serves nobody new from now on, and has no heir yet. */
    void add(Generation generation, Instant now) {
        add(generation, generation.sessionsEnd(), now, now);
    }

    private void add(Generation generation, @Nullable Instant ends, Instant seen, Instant now) {
        generation.retire();
        drains.add(new Drain(generation, deadline(generation, ends, seen, now), now));
    }

    /** Takes note of a login that will never be used. */
    void unused(Credential credential) {
        gone.add(credential);
    }

    /** A firm end that only a clock which may have been set has passed cuts nobody off. */
    private Instant deadline(Generation generation, @Nullable Instant ends, Instant seen, Instant now) {
        Term term = generation.term();
        Instant limit = Times.earlier(now.plus(policy.drainLimit()), generation.endsForSure());
        if (ends == null || term.lease().end() == Lease.End.FIRM) {
            return limit;
        }
        Instant end = policy.deadline(term.lease(), ends, seen);
        return end == null ? limit : Times.earlier(limit, end);
    }

    /**
     * Does what is due.
     *
     * @param heir the generation that may fill up as connections go, or {@code null} if none may
     */
    void step(@Nullable Generation heir, Instant now) {
        for (Drain drain : drains) {
            if (!now.isBefore(drain.next())) {
                drain.begin();
                order(drain, heir, now);
            }
        }
    }

    private void order(Drain drain, @Nullable Generation heir, Instant now) {
        if (drain.isDone(now)) {
            orders.close(drain);
        } else if (drain.isOverdue(now) && !drain.isEmpty()) {
            orders.cut(drain);
        } else {
            orders.sweep(drain, drain.isHopeless(now), heir);
        }
    }

    /** Takes note that a drained pool is closed. */
    void closed(Drain drain, Instant now) {
        drains.remove(drain);
        gone.add(drain.generation().credential());
        orders.publish(new RotationEvent.Drained(
                drain.generation().number(), Duration.between(drain.began(), now), drain.cut()));
    }

    /** Returns when something is due. */
    Instant next() {
        Instant earliest = NEVER;
        for (Drain drain : drains) {
            earliest = Times.earlier(earliest, drain.next());
        }
        return earliest;
    }

    /** Tells the source which logins will not be used again: those of closed pools that no generation has, nor {@code others}. */
    void tellRetired(Predicate<Credential> others) {
        gone.removeIf(credential -> {
            boolean isUsed = others.test(credential)
                    || drains.stream().anyMatch(drain -> drain.generation().hasSameLoginAs(credential));
            if (!isUsed) {
                orders.tellRetired(credential);
            }
            return !isUsed;
        });
    }

    List<Generation> generations() {
        return drains.stream().map(Drain::generation).toList();
    }
}
