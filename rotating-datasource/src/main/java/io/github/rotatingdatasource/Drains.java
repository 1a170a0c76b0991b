package io.github.rotatingdatasource;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The generations that were replaced and are not closed yet. The timer owns it. */
final class Drains {
    private final Orders orders;
    private final List<Drain> drains = new ArrayList<>();

    Drains(Orders orders) {
        this.orders = orders;
    }

    /** Takes over a generation that serves nobody new from now on. */
    void add(Generation generation, Instant deadline, Instant now) {
        generation.retire();
        drains.add(new Drain(generation, deadline, now));
    }

    /**
     * Does what is due.
     *
     * @param heir the generation that may fill up as connections go, or {@code null} if none may
     */
    void step(@Nullable Generation heir, Instant now) {
        for (Drain drain : drains) {
            Instant next = drain.next();
            if (next != null && !now.isBefore(next)) {
                drain.begin();
                order(drain, heir, now);
            }
        }
    }

    private void order(Drain drain, @Nullable Generation heir, Instant now) {
        if (drain.isDone(now)) {
            orders.close(drain);
        } else if (drain.isOverdue(now)) {
            orders.cut(drain);
        } else {
            orders.sweep(drain, drain.isHopeless(now), heir);
        }
    }

    /** Takes note that a drained pool is closed. */
    void closed(Drain drain, Instant now) {
        drains.remove(drain);
        orders.publish(new RotationEvent.Drained(
                drain.generation().number(), Duration.between(drain.began(), now), drain.cut()));
    }

    /** Returns when something is due, or {@code null} if nothing is by itself. */
    @Nullable
    Instant next() {
        Instant earliest = null;
        for (Drain drain : drains) {
            Instant next = drain.next();
            if (next != null) {
                earliest = earliest == null ? next : Times.earlier(earliest, next);
            }
        }
        return earliest;
    }

    List<Generation> generations() {
        return drains.stream().map(Drain::generation).toList();
    }
}
