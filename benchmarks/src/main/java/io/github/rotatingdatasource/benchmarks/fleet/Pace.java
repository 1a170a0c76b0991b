package io.github.rotatingdatasource.benchmarks.fleet;

import io.github.rotatingdatasource.PolicyDecisions;
import io.github.rotatingdatasource.RotationPolicy;
import java.time.Duration;
import java.util.List;

/**
 * When a replica asks for a login: the policy of the library, and what it was compared with. Immutable.
 *
 * @param name what it is called in tables
 * @param policy decides
 * @param first when the first lease of a replica is replaced
 * @param retry when a replica asks again whose login is still good
 */
record Pace(String name, RotationPolicy policy, First first, Retry retry) {
    /** When the first lease is replaced. */
    enum First {
        /** As every other. */
        USUAL,
        /** At any time before. */
        SPREAD
    }

    /** When to ask again. */
    enum Retry {
        /** After at most 30 s, as a database that does not answer is tried again. */
        LIMITED,
        /** At any time in the first half of what is left of the lease. */
        HALF,
        /** At any time that is left. */
        SPREAD
    }

    private static final RotationPolicy DEFAULTS = RotationPolicy.defaults();

    /** The library as it is. */
    static final Pace OURS = new Pace("this library", DEFAULTS, First.SPREAD, Retry.SPREAD);

    /** As it would be without any of this. */
    static final Pace FIXED = with("no jitter, retries within 30 s", 0, First.USUAL, Retry.LIMITED);

    /** As it was at first. */
    static final Pace LITTLE = with("jitter of 5 %, retries within 30 s", 0.05, First.USUAL, Retry.LIMITED);

    /** What was tried, ours last. */
    static final List<Pace> ALL = List.of(
            FIXED,
            LITTLE,
            with("jitter of 37.5 %, retries within 30 s", 0.375, First.USUAL, Retry.LIMITED),
            with("jitter of 5 %, first lease spread, retries within 30 s", 0.05, First.SPREAD, Retry.LIMITED),
            with("jitter of 5 %, first lease spread, retries in half of the rest", 0.05, First.SPREAD, Retry.HALF),
            with("jitter of 5 %, first lease and retries spread", 0.05, First.SPREAD, Retry.SPREAD),
            OURS);

    private static Pace with(String name, double jitter, First first, Retry retry) {
        return new Pace(name, DEFAULTS.withRotationPoint(0.75, jitter), first, retry);
    }

    Duration due(Duration lease, boolean isFirst, double random) {
        return isFirst && first == First.SPREAD
                ? PolicyDecisions.firstDueAfter(policy, lease, random)
                : PolicyDecisions.dueAfter(policy, lease, random);
    }

    Duration retry(int failures, Duration lease, Duration left, double random) {
        return switch (retry) {
            case LIMITED -> PolicyDecisions.retryAfter(policy, failures, left, random);
            case HALF -> PolicyDecisions.mintAgainAfter(policy, failures, lease, left, random / 2);
            case SPREAD -> PolicyDecisions.mintAgainAfter(policy, failures, lease, left, random);
        };
    }

    Duration trial(int trials) {
        return PolicyDecisions.halfOpenAfter(policy, trials);
    }

    /** Returns the time between two logins of a replica while all is well, on average. */
    Duration usual(Duration lease) {
        return due(lease, false, 0.5);
    }

    @Override
    public String toString() {
        return name;
    }
}
