package io.github.rotatingdatasource;

import io.github.rotatingdatasource.source.Credential;
import io.github.rotatingdatasource.source.Lease;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A lease, tied to our own clock.
 *
 * @param ends when the lease ends by {@link Clocks}, or {@code null} if nobody told
 * @param due when the next credential is due, or {@code null} if that cannot be told
 * @param endsForSure when it ends if the wall clock was only set each time that it jumped, or {@code null} if nobody told
 */
record Term(
        Lease lease,
        @Nullable Instant ends,
        @Nullable Instant due,
        @Nullable Instant endsForSure) {
    /** Creates a term since which no clock has jumped. */
    Term(Lease lease, @Nullable Instant ends, @Nullable Instant due) {
        this(lease, ends, due, ends);
    }

    boolean isOver(Instant now) {
        return ends != null && !now.isBefore(ends);
    }

    /** Returns whether the lease has ended, and not only by a wall clock that may have been set. */
    boolean isOverForSure(Instant now) {
        return lease.end() == Lease.End.FIRM && endsForSure != null && !now.isBefore(endsForSure);
    }

    /** Returns this term after the wall clock went {@code jump} further than the monotonic one: perhaps it was only set. */
    Term clockJumped(Duration jump) {
        return new Term(lease, ends, due, endsForSure == null ? null : endsForSure.plus(jump));
    }

    /** Returns {@code later}, or this if it says the same, so that what is known about a jump of the clock stays known. */
    Term or(Term later) {
        boolean isSame = later.lease.equals(lease) && Objects.equals(later.ends, ends);
        return isSame ? this : later;
    }

    /**
     * Returns the term of a credential whose lease began at {@code began}. The lease that is in use already keeps its term: one
     * that nobody dated does not begin anew each time it is read.
     *
     * @param inUse the generation in use, if any
     * @param jumps how much further the wall clock has gone than the monotonic one: a date that it reads may be as wrong
     * @param due when the next credential is due if this is another lease
     */
    static Term of(
            Credential credential, Instant began, @Nullable Generation inUse, Duration jumps, @Nullable Instant due) {
        Lease lease = credential.lease();
        if (inUse != null
                && inUse.hasSameLoginAs(credential)
                && inUse.term().lease().equals(lease)) {
            return inUse.term();
        }
        if (lease.end() == Lease.End.UNKNOWN) {
            return new Term(lease, null, null);
        }
        Term term = new Term(lease, began.plus(lease.length()), due);
        return lease.began() == null ? term : term.clockJumped(jumps);
    }
}
