package io.github.rotatingdatasource.testkit;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When Vault Agent renews a lease, and when it gives up renewing and asks for a new one.
 *
 * <p>After each renewal it sleeps two thirds of what remains and a third of a grace, which is 10 to 20 % of the lease;
 * once the end of that sleep would leave no more than the grace, the lease is replaced. So a lease that cannot be
 * extended is replaced at 70 to 73 % of its length. Not thread-safe.
 */
final class RenewalPace {
    private final RandomGenerator random;
    private Duration grace = Duration.ZERO;
    private Duration longest = Duration.ZERO;

    RenewalPace(RandomGenerator random) {
        this.random = random;
    }

    /** Returns how long to sleep before the next renewal, or zero if it is time for a new lease. */
    Duration after(Duration remaining) {
        if (remaining.compareTo(longest) > 0) {
            grace = part(remaining, 0.1 + 0.1 * random.nextDouble());
        }
        longest = remaining;
        Duration sleep = remaining.multipliedBy(2).plus(grace).dividedBy(3);
        boolean last = remaining.minus(sleep).compareTo(grace) <= 0;
        return last ? Duration.ZERO : sleep;
    }

    private static Duration part(Duration whole, double share) {
        return Duration.ofNanos((long) (whole.toNanos() * share));
    }
}
