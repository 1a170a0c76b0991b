package io.github.rotatingdatasource;

import io.github.rotatingdatasource.source.Lease;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A lease, tied to our own clock.
 *
 * @param ends when the lease ends by {@link Clocks}, or {@code null} if nobody told
 * @param due when the next credential is due, or {@code null} if that cannot be told
 */
record Term(Lease lease, @Nullable Instant ends, @Nullable Instant due) {
    /** Returns the term of a lease that began at {@code began}; {@code random} spreads when it is due. */
    static Term of(Lease lease, Instant began, RotationPolicy policy, double random) {
        return lease.end() == Lease.End.UNKNOWN
                ? new Term(lease, null, null)
                : new Term(lease, began.plus(lease.length()), policy.rotateAt(began, lease.length(), random));
    }
}
