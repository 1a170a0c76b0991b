package io.github.rotatingdatasource;

import java.time.Duration;
import java.time.Instant;

/**
 * What {@link RotationPolicy} decides about a source that mints logins, for a simulation. In this package because its decisions
 * are not public; nothing is decided here.
 */
public final class PolicyDecisions {
    private PolicyDecisions() {}

    /** Returns how long after a lease began the next one is asked for, if the login before was replaced on time. */
    public static Duration dueAfter(RotationPolicy policy, Duration lease, double random) {
        return Duration.between(Instant.EPOCH, policy.rotateAt(Instant.EPOCH, lease, random));
    }

    /** Returns how long after a lease began the next one is asked for, if it is the first, or came at a time of others' choosing. */
    public static Duration firstDueAfter(RotationPolicy policy, Duration lease, double random) {
        return Duration.between(Instant.EPOCH, policy.firstRotateAt(Instant.EPOCH, lease, random));
    }

    /** Returns how long to wait after a failure, wherever it comes from. */
    public static Duration retryAfter(RotationPolicy policy, int failures, Duration left, double random) {
        return policy.retryAfter(failures, left, random);
    }

    /** Returns how long to wait after a failure of the source while so much is left of a lease. */
    public static Duration mintAgainAfter(
            RotationPolicy policy, int failures, Duration lease, Duration left, double random) {
        return policy.mintAgainAfter(failures, lease, left, random);
    }

    /** Returns how long to wait between two trials without any login. */
    public static Duration halfOpenAfter(RotationPolicy policy, int trials) {
        return policy.halfOpenAfter(trials);
    }
}
