package io.github.rotatingdatasource;

import static io.github.rotatingdatasource.Times.NEVER;

import io.github.rotatingdatasource.RotationEvent.Reason;
import io.github.rotatingdatasource.source.Credential;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The newest credential that waits to be tried, and when. Older ones are passed over: a source that changes faster than a pool
 * can be replaced, as a misconfigured agent does ten times a second, costs no more than one that changes now and then.
 *
 * <p>The timer owns it.
 */
final class Candidates {
    /** However often a file changes, it is not put off for longer, unless the debounce is longer. */
    private static final Duration LONGEST_DEBOUNCE = Duration.ofSeconds(1);

    /** So many refused logins are remembered: a source that goes back and forth between some gains no trials by that. */
    private static final int REMEMBERED = 16;

    private final RotationPolicy policy;
    private final Orders orders;
    private final Consumer<Credential> unused;
    private @Nullable Candidate waiting;
    private final Deque<Candidate> refused =
            new ArrayDeque<>(); // since a login was last accepted; the newest is the first
    private Instant changingSince = NEVER;
    private long skipped;

    /** Creates an empty one; {@code unused} is told of logins that will never be used, {@code skipped} were passed over before. */
    Candidates(RotationPolicy policy, Orders orders, Consumer<Credential> unused, long skipped) {
        this.policy = policy;
        this.orders = orders;
        this.unused = unused;
        this.skipped = skipped;
    }

    /**
     * Takes note of a login that is not in use, or is to be used anew.
     *
     * @param lastRotation when the last rotation ended; planned ones keep a distance
     */
    void propose(Credential credential, Term term, Reason reason, Instant lastRotation, Instant now) {
        Candidate known = known(credential);
        Candidate before = waiting;
        boolean isNewerToken = known == null && before != null && before.hasTokenLike(credential);
        if (isNewerToken && before != null && before.refusals() == 0) {
            known = before.with(credential);
        } else if (known == null) {
            Instant earliest = earliest(reason, term, lastRotation, now);
            known = new Candidate(credential, term, reason, now, Times.later(earliest, afterTokens(credential)));
        }
        if (waiting != null && waiting != known && waiting.refusals() == 0 && !isNewerToken) {
            skip(waiting.credential());
        }
        known.extend(term);
        waiting = known;
    }

    /** Tries the candidate that waits at once: somebody asked for it. */
    void hurry(Instant now) {
        if (waiting != null) {
            waiting.tryAt(now);
        }
    }

    /** Lets what kept a distance, or waits since the database failed, do so no longer: another login is needed. */
    void need(Instant now) {
        if (waiting != null && waiting.refusals() == 0) {
            waiting.tryAt(now);
        }
    }

    /** Forgets the candidate that waits if its lease has ended, and returns whether it has. */
    boolean dropIfOver(Instant now) {
        if (waiting == null || !waiting.term().isOverForSure(now)) {
            return false;
        }
        unused.accept(waiting.credential());
        clear();
        return true;
    }

    /** Tries the candidate that waits not before {@code time}. */
    void putOff(Instant time) {
        if (waiting != null) {
            waiting.tryAt(Times.later(waiting.notBefore(), time));
        }
    }

    /** Puts a planned rotation off that was decided before the one that has just ended. */
    void keepDistance(Instant lastRotation) {
        if (waiting != null && waiting.isPlanned()) {
            Instant apart = lastRotation.plus(policy.distance(waiting.term().lease()));
            waiting.tryAt(Times.later(waiting.notBefore(), apart));
        }
    }

    /**
     * Takes note that the source still gives a login that worked and was refused since. It is dead, and trying it again at once
     * would only count as one more failed login; but it may come back to life, so it is tried at long intervals.
     */
    void proposeDead(Credential credential, Term term, Instant now) {
        if (known(credential) == null) {
            Candidate dead = new Candidate(credential, term, Reason.REFUSAL, now, now);
            dead.tryAt(now.plus(refused(dead, true)));
        }
        propose(credential, term, Reason.REFUSAL, now, now);
    }

    /** Takes note that a login in use was refused just now: if it waits to be tried anew, it has no longer waited for anything. */
    void died(Credential dead, Instant now) {
        Candidate known = known(dead);
        if (known != null) {
            known.tryAt(Times.later(known.notBefore(), now.plus(policy.halfOpenWait())));
        }
    }

    /** Takes note that the wall clock was perhaps set; {@code underWay} is being tried, if one is. */
    void clockJumped(Duration jump, @Nullable Candidate underWay) {
        Set<Candidate> all = new LinkedHashSet<>(refused); // one that is tried again is among them
        Stream.of(waiting, underWay).filter(Objects::nonNull).forEach(all::add);
        all.forEach(candidate -> candidate.clockJumped(jump));
    }

    private @Nullable Candidate known(Credential credential) {
        if (waiting != null && waiting.credential().hasSameLoginAs(credential)) {
            return waiting;
        }
        return refused.stream()
                .filter(candidate -> candidate.credential().hasSameLoginAs(credential))
                .findFirst()
                .orElse(null);
    }

    private Instant earliest(Reason reason, Term term, Instant lastRotation, Instant now) {
        if (reason != Reason.CHANGE && reason != Reason.LEASE) {
            return now;
        }
        Instant apart = lastRotation.plus(policy.distance(term.lease()));
        if (reason == Reason.LEASE) {
            return Times.later(apart, now);
        }
        changingSince = changingSince.equals(NEVER) ? now : changingSince;
        Duration longest = Times.most(policy.debounce(), LONGEST_DEBOUNCE);
        return Times.later(apart, Times.earlier(now.plus(policy.debounce()), changingSince.plus(longest)));
    }

    /** Some sources make a token at each read: that must not gain a user who is refused a trial at each read. */
    private Instant afterTokens(Credential newer) {
        List<Candidate> tokens =
                refused.stream().filter(one -> one.hasTokenLike(newer)).toList();
        return tokens.size() < 2 ? Instant.MIN : tokens.get(0).tried().plus(policy.halfOpenAfter(tokens.size() - 1));
    }

    private void skip(Credential passedOver) {
        unused.accept(passedOver);
        skipped++;
        if (skipped == 1) {
            orders.publish(new RotationEvent.RotationSkipped());
        }
    }

    /** Forgets what waits: the login in use is the newest again. */
    void clear() {
        waiting = null;
        changingSince = NEVER;
    }

    /** Returns the candidate to try now and forgets it, or returns {@code null} if it is not time. */
    @Nullable
    Candidate takeDue(Instant now) {
        Candidate due = waiting;
        if (due == null || now.isBefore(due.notBefore())) {
            return null;
        }
        clear();
        due.tryNow(now);
        return due;
    }

    /** Tries {@code failed} again at {@code time}, unless a newer one waits. */
    void tryAgain(Candidate failed, Instant time) {
        failed.tryAt(time);
        if (waiting == null) {
            waiting = failed;
        }
    }

    /** Takes note that {@code hopeless} is not tried again unless the source gives it once more. */
    void giveUp(Candidate hopeless) {
        unused.accept(hopeless.credential());
    }

    /** Returns whether the login of {@code credential} is to be tried again. */
    boolean isNext(Credential credential) {
        return known(credential) != null;
    }

    void accepted() {
        refused.clear();
    }

    /**
     * Takes note of a refusal and returns how long to wait until the next trial.
     *
     * @param worked whether this login was accepted before: then it is dead, and not one that has yet to arrive everywhere
     */
    Duration refused(Candidate failed, boolean worked) {
        remember(failed);
        failed.refused();
        return policy.trialAfter(worked ? policy.arrivalTrials() + failed.refusals() - 1 : failed.refusals());
    }

    private void remember(Candidate failed) {
        refused.removeIf(one -> one.credential().hasSameLoginAs(failed.credential()));
        refused.addFirst(failed);
        if (refused.size() > REMEMBERED) {
            refused.removeLast();
        }
    }

    /** Returns whether a refused login may only not have arrived everywhere yet. */
    boolean mayStillArrive(Candidate refused) {
        return refused.refusals() < policy.arrivalTrials();
    }

    /** Returns whether the candidate that waits was refused before. */
    boolean isRefused() {
        return waiting != null && waiting.refusals() > 0;
    }

    /** Returns when the candidate that waits is to be tried. */
    Instant next() {
        return waiting == null ? NEVER : waiting.notBefore();
    }

    long skipped() {
        return skipped;
    }
}
