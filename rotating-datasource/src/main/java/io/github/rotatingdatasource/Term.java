package io.github.rotatingdatasource;

import io.github.rotatingdatasource.source.Credential;
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
    boolean isOver(Instant now) {
        return ends != null && !now.isBefore(ends);
    }

    /**
     * Returns the term of a credential whose lease began at {@code began}. The lease that is in use already keeps its term: one
     * that nobody dated does not begin anew each time it is read.
     *
     * @param inUse the generation in use, if any
     * @param random spreads when the next credential is due
     */
    static Term of(
            Credential credential, Instant began, @Nullable Generation inUse, RotationPolicy policy, double random) {
        Lease lease = credential.lease();
        if (inUse != null
                && inUse.hasSameLoginAs(credential)
                && inUse.term().lease().equals(lease)) {
            return inUse.term();
        }
        return lease.end() == Lease.End.UNKNOWN
                ? new Term(lease, null, null)
                : new Term(lease, began.plus(lease.length()), policy.rotateAt(began, lease.length(), random));
    }
}
