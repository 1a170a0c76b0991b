package io.github.rotatingdatasource;

import io.github.rotatingdatasource.source.Credential;
import io.github.rotatingdatasource.source.Lease;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How soon a source that may be polled is asked again: as the policy says, or at the source's own pace, if that is slower and
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

    /** Returns when to ask again after the source gave {@code answer}, which is good for {@code term}. */
    Instant after(Credential answer, Term term, Instant now) {
        Lease lease = term.lease();
        Duration usual = succession.hasLogin(answer)
                ? outage.poll(lease)
                : settings.policy().pollInterval(lease);
        return next(usual, term.ends(), now);
    }

    /** Returns how long to wait after the source failed, where {@code backOff} is the most. */
    Duration afterFailure(Duration backOff, Instant now) {
        Generation current = succession.current();
        Instant ends = current == null ? null : current.term().ends();
        Instant next = next(outage.poll(succession.lease()), ends, now);
        return Times.least(backOff, Duration.between(now, next));
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
