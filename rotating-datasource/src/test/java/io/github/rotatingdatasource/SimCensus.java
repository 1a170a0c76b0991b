package io.github.rotatingdatasource;

import io.github.rotatingdatasource.RotationEvent.RotationFailed;
import io.github.rotatingdatasource.RotationEvent.Unavailable;
import io.github.rotatingdatasource.source.Lease;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts in how many ways a run went: what never happens in any run is not tested by it. */
final class SimCensus {
    /** What the design has a word about. */
    enum Happening {
        REFUSED_HALF_WAY,
        OLD_ONE_LOST_IN_A_HAND_OVER,
        BOTH_LOST_IN_A_HAND_OVER,
        FIRM_END_IN_A_HAND_OVER,
        NEWER_LOGIN_IN_A_HAND_OVER,
        SESSION_ENDED_IN_A_HAND_OVER,
        LEASE_ENDED_FOR_SURE,
        PROOF_OF_A_LOWER_BOUND,
        GRACE_OVER_WHILE_A_READ_HANGS,
        GRACE_OVER_AFTER_REFUSAL,
        HALF_OPEN_TRIAL,
        TRIAL_FORBIDDEN,
        NEWS_WHILE_UNAVAILABLE,
        NEWS_WHILE_WAITING,
        NEWS_IN_A_HAND_OVER,
        CLOCK_JUMP_IN_A_HAND_OVER,
        CLOCK_JUMP_WITHOUT_SERVICE,
        DEADLINE_CUTS_A_LEAK,
        CLOSED_IN_A_HAND_OVER,
        CLOSED_WITHOUT_SERVICE,
        NEWER_TOKEN_USED,
        OLDER_TOKEN_REFUSED
    }

    private final Map<Happening, Integer> counts = new EnumMap<>(Happening.class);

    void add(Happening happening) {
        counts.merge(happening, 1, Integer::sum);
    }

    void addAll(SimCensus others) {
        others.counts.forEach((happening, count) -> counts.merge(happening, count, Integer::sum));
    }

    /** Adds what came in while {@code checkout} was published, by what that is. */
    void cameIn(Checkout checkout, Happening inHandOver, Happening waiting, Happening unavailable) {
        if (checkout instanceof Checkout.HandingOver) {
            add(inHandOver);
        } else if (checkout instanceof Checkout.Waiting) {
            add(waiting);
        } else if (checkout instanceof Checkout.Unavailable) {
            add(unavailable);
        }
    }

    void event(RotationEvent event, boolean isReading) {
        if (event instanceof RotationFailed failed && failed.message().contains("taking over")) {
            add(Happening.REFUSED_HALF_WAY);
        } else if (event instanceof RotationEvent.Drained drained && drained.cut() > 0) {
            add(Happening.DEADLINE_CUTS_A_LEAK);
        } else if (event instanceof Unavailable gone && gone.part() == RotationEvent.Part.LEASE) {
            add(Happening.LEASE_ENDED_FOR_SURE);
        } else if (event instanceof Unavailable) {
            add(isReading ? Happening.GRACE_OVER_WHILE_A_READ_HANGS : Happening.GRACE_OVER_AFTER_REFUSAL);
        }
    }

    /** Takes note of the end of a hand-over away from {@code outgoing}, which {@code serving} came out of, if any did. */
    void handedOver(Generation outgoing, @Nullable Generation serving, RotationPolicy policy, Instant now) {
        Instant ends = outgoing.term().ends();
        Lease lease = outgoing.term().lease();
        if (serving == null) {
            add(Happening.BOTH_LOST_IN_A_HAND_OVER);
        } else if (outgoing.isLost() && !serving.equals(outgoing)) {
            add(Happening.OLD_ONE_LOST_IN_A_HAND_OVER);
        } else if (lease.end() == Lease.End.FIRM
                && ends != null
                && !now.isBefore(ends.minus(policy.margin(lease.length())))) {
            add(Happening.FIRM_END_IN_A_HAND_OVER);
        }
    }

    @Override
    public String toString() {
        return counts.toString();
    }

    /** Returns how often something happened. */
    int of(Happening happening) {
        return counts.getOrDefault(happening, 0);
    }
}
