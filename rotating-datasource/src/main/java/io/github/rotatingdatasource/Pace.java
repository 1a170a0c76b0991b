package io.github.rotatingdatasource;

import io.github.rotatingdatasource.source.Credential;
import io.github.rotatingdatasource.source.Lease;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How soon a source is asked again: as the policy says, or at the own pace of one that may be polled, if that is slower and
 * nothing is wrong. The timer owns it.
 */
final class Pace {
    private final Settings settings;
    private final Outage outage;
    private final Succession succession;
    private final Candidates candidates;
    private final Opening opening;

    Pace(Settings settings, Outage outage, Succession succession, Candidates candidates, Opening opening) {
        this.settings = settings;
        this.outage = outage;
        this.succession = succession;
        this.candidates = candidates;
        this.opening = opening;
    }

    /**
     * Returns when the next login is due after one with this lease, or {@code null} if that cannot be told. One that was asked for
     * before the last was due came at a time of others' choosing, and those may ask when we do.
     */
    @Nullable
    Instant due(Lease lease, Instant began, double random, Instant now) {
        if (lease.end() == Lease.End.UNKNOWN) {
            return null;
        }
        return settings.cheap() || isDue(now)
                ? settings.policy().rotateAt(began, lease.length(), random)
                : settings.policy().firstRotateAt(began, lease.length(), random);
    }

    private boolean isDue(Instant now) {
        Generation serving = succession.serving();
        Instant due =
                serving == null || serving.isRefused() ? null : serving.term().due();
        return due != null && !now.isBefore(due);
    }

    /** Returns when to ask again after the source gave {@code answer}, which is good for {@code term}. */
    Instant after(Credential answer, Term term, Instant now) {
        Lease lease = term.lease();
        Duration usual = succession.hasLogin(answer)
                ? outage.poll(lease)
                : settings.policy().pollInterval(lease);
        return next(usual, term.ends(), now);
    }

    /**
     * Returns how long to wait after the {@code failures}th failure of the source in a row. What was asked for because it is due may
     * be asked for by a whole fleet.
     */
    Duration afterFailure(int failures, double random, Instant now) {
        Duration left = succession.leaseLeft(now);
        Duration backOff = settings.policy().retryAfter(failures, left, random);
        if (settings.cheap()) {
            return Times.least(backOff, untilPolled(now));
        }
        return left != null && !left.isNegative() && isDue(now) && isWell()
                ? settings.policy().mintAgainAfter(failures, succession.lease().length(), left, random)
                : outage.retry(backOff);
    }

    private Duration untilPolled(Instant now) {
        Generation current = succession.current();
        Instant ends = current == null ? null : current.term().ends();
        return Duration.between(now, next(outage.poll(succession.lease()), ends, now));
    }

    /** Returns when a source is asked next that has a pace of its own, now that {@code serving} serves; else no time in particular. */
    Instant whileServing(Generation serving, Instant now) {
        Duration usual = settings.policy().pollInterval(serving.term().lease());
        return settings.pace().isZero()
                ? Instant.MIN
                : next(usual, serving.term().ends(), now);
    }

    /** When a lease ends the next login must be there, so that is when to look, and from then on nothing is slowed. */
    private Instant next(Duration usual, @Nullable Instant leaseEnds, Instant now) {
        boolean isOver = leaseEnds != null && !now.isBefore(leaseEnds);
        if (isOver || !isWell() || settings.pace().compareTo(usual) <= 0) {
            return now.plus(usual);
        }
        Instant apart = now.plus(settings.pace());
        return leaseEnds == null ? apart : Times.earlier(apart, leaseEnds);
    }

    private boolean isWell() {
        Generation serving = succession.serving();
        return serving != null && !serving.isRefused() && !candidates.isRefused() && !opening.isRefused();
    }
}
