package io.github.rotatingdatasource;

import static io.github.rotatingdatasource.Times.doubled;
import static io.github.rotatingdatasource.Times.later;
import static io.github.rotatingdatasource.Times.least;
import static io.github.rotatingdatasource.Times.most;
import static io.github.rotatingdatasource.Times.part;

import io.github.rotatingdatasource.source.Lease;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * When to rotate, how long to drain, how often to try again: pure functions of a lease and the time.
 *
 * <p>Immutable. Start from {@link #defaults()}, which suit leases from ten seconds to a month, and change what you must:
 *
 * <pre>{@code
 * RotationPolicy policy = RotationPolicy.defaults().withHeadroom(1).withDrainLimit(Duration.ofMinutes(2));
 * }</pre>
 *
 * @param rotationPoint the part of a lease after which a source that mints logins is asked for the next one; 0.75 by
 *     default, from 0.1 to 0.95
 * @param jitter the part of a lease by which that may come earlier, by chance, so that many services do not rotate at once;
 *     0.2 by default, from 0 to 0.5; no more than half of that point counts. Unless it is 0, a lease that did not begin on
 *     time, as the first one, is replaced at any time from a tenth of it on
 * @param margin the last stretch of a firm lease, in which nothing is left to do but to finish; {@code null}, the default,
 *     means 10 % of the lease, between 1 s and 60 s. Never more than half of the lease
 * @param headroom how many connections beyond {@code maximumPoolSize} a rotation may hold at most; 2 by default, from 1 to
 *     the pool's size
 * @param stallLimit how long a hand-over waits for a connection to move before it goes on with what it has; 300 ms by default,
 *     at least 1 ms. Four times its trial login if that is longer
 * @param drainLimit how long connections of a replaced login may stay out before they are cut off; 30 s by default,
 *     0 for at once. A lease that ends earlier comes first
 * @param pollLimit how often a cheap source is asked at the least; 2 s by default, at least 100 ms. Short leases are polled
 *     more often
 * @param debounce how long a changed source must stay as it is before it counts, unless a login is needed; 50 ms by default,
 *     0 for not at all
 * @param distance how far planned rotations are kept apart when a source changes all the time; 5 s by default, 0 for not
 *     at all, and at most a quarter of the lease. What is skipped is counted
 * @param firstRetry the first wait after a read that failed, or a database that could not be reached, at the most, since how much
 *     of it is chance; doubling from there. 100 ms by default, at least 50 ms
 * @param retryLimit the longest such wait; 30 s by default, at least {@code firstRetry}. No wait is longer than a quarter of the
 *     lease that is left, but for 50 ms. A source that mints logins is not asked so often when the next one is due and the one
 *     in use is good, but at any time, by chance, in the next half hour while there is enough left to hand over
 * @param arrivalTrials how many logins are tried with a new credential while it may not have arrived everywhere; 5 by
 *     default, from 1 to 100
 * @param arrivalWindow for how long that may be; 10 s by default, at least 0
 * @param grace how long callers who have no login that works wait for a newer one before they fail; 2 s by default, 0
 *     for not at all. For a login that is being tried when it ends they wait 250 ms more
 * @param halfOpenWait the first wait between two trials of a credential that was refused for good, doubling from there to 30 s; 1 s
 *     by default, at least 50 ms. While every checkout fails a source that mints is asked at such waits, too
 * @param startLimit how long a start waits for the first login, and {@link RotatingDataSource#rotateNow()} for the end of a
 *     rotation; 30 s by default, at least 1 ms
 */
public record RotationPolicy(
        double rotationPoint,
        double jitter,
        @Nullable Duration margin,
        int headroom,
        Duration stallLimit,
        Duration drainLimit,
        Duration pollLimit,
        Duration debounce,
        Duration distance,
        Duration firstRetry,
        Duration retryLimit,
        int arrivalTrials,
        Duration arrivalWindow,
        Duration grace,
        Duration halfOpenWait,
        Duration startLimit) {
    private static final Duration SHORTEST_POLL = Duration.ofMillis(100);
    private static final Duration LONGEST_HALF_OPEN_WAIT = Duration.ofSeconds(30);
    private static final Duration SHORTEST_RETRY = Duration.ofMillis(50);
    private static final Duration SHORTEST_PROOF = Duration.ofSeconds(1);
    private static final Duration SHORTEST_MARGIN = Duration.ofSeconds(1);
    private static final Duration LONGEST_MARGIN = Duration.ofSeconds(60);
    /** A hand-over of ten connections takes 0.4 s, a saturated one 1.1 s (measured with the first design; now less, see docs/performance.md). */
    private static final Duration HAND_OVER = Duration.ofSeconds(2);
    /** The part of a lease that is left at least when an agent renders the next one (recorded: 9 to 77 %). */
    private static final double LAST_STRETCH = 0.09;
    /** With an outage as long, spread over this time, a source is asked twice as often as usual. */
    private static final Duration LONGEST_SPREAD = Duration.ofMinutes(30);
    /** The least {@link #rotationPoint}, which no first lease is replaced before. */
    private static final double FIRST_ROTATION = 0.1;

    private static final RotationPolicy DEFAULTS = new RotationPolicy(
            0.75,
            0.2, // with 0.05 ten minutes without Vault bring a fleet to 2.3 times its usual requests, with this to 2.0
            null,
            2,
            Duration.ofMillis(300),
            Duration.ofSeconds(30),
            Duration.ofSeconds(2),
            Duration.ofMillis(50),
            Duration.ofSeconds(5),
            Duration.ofMillis(100),
            Duration.ofSeconds(30),
            5,
            Duration.ofSeconds(10),
            Duration.ofSeconds(2),
            Duration.ofSeconds(1),
            Duration.ofSeconds(30));

    /**
     * Checks each value against its range; so does each {@code with} method.
     *
     * @throws IllegalArgumentException if one is outside, or a duration is longer than a hundred years
     */
    public RotationPolicy {
        Check.range("rotationPoint", rotationPoint, 0.1, 0.95);
        Check.range("jitter", jitter, 0, 0.5);
        if (margin != null) {
            Check.atLeast("margin", margin, Duration.ZERO);
        }
        Check.count("headroom", headroom, 1, Integer.MAX_VALUE);
        Check.atLeast("stallLimit", stallLimit, Duration.ofMillis(1));
        Check.atLeast("drainLimit", drainLimit, Duration.ZERO);
        Check.atLeast("pollLimit", pollLimit, SHORTEST_POLL);
        Check.atLeast("debounce", debounce, Duration.ZERO);
        Check.atLeast("distance", distance, Duration.ZERO);
        Check.atLeast("firstRetry", firstRetry, SHORTEST_RETRY);
        Check.atLeast("retryLimit", retryLimit, firstRetry);
        Check.count("arrivalTrials", arrivalTrials, 1, 100);
        Check.atLeast("arrivalWindow", arrivalWindow, Duration.ZERO);
        Check.atLeast("grace", grace, Duration.ZERO);
        Check.atLeast("halfOpenWait", halfOpenWait, SHORTEST_RETRY);
        Check.atLeast("startLimit", startLimit, Duration.ofMillis(1));
    }

    /** Returns the policy that the documentation of each value states. */
    public static RotationPolicy defaults() {
        return DEFAULTS;
    }

    /**
     * Returns when to ask a source that mints logins for the next one: at the rotation point, and early enough to hand over
     * and to drain before the margin of the lease begins. Half of the lease is always used.
     *
     * @param began when the lease began
     * @param random from 0 to 1, evenly spread
     */
    Instant rotateAt(Instant began, Duration length, double random) {
        Duration latest = most(length.minus(reserve(length)), part(length, 0.5));
        return began.plus(least(part(length, rotationPoint - Math.min(jitter, rotationPoint / 2) * random), latest));
    }

    /**
     * Returns the same for a lease that did not begin on time, as at a start: others may have begun with it, so it is replaced at any
     * time from a tenth of it on, and they are apart from then on. Without jitter at the usual time.
     */
    Instant firstRotateAt(Instant began, Duration length, double random) {
        double early = jitter == 0 ? 0 : random;
        Duration due = part(length, rotationPoint * (1 - early) + FIRST_ROTATION * early);
        return Times.earlier(rotateAt(began, length, 0), began.plus(due));
    }

    /** Returns what a hand-over and a drain need at the end of a lease. */
    private Duration reserve(Duration length) {
        return margin(length).plus(least(HAND_OVER.plus(drainLimit), part(length, 0.15)));
    }

    /** Returns how long before the end of a firm lease of {@code length} a hand-over must be over. */
    Duration margin(Duration length) {
        Duration wanted = margin != null ? margin : most(SHORTEST_MARGIN, least(LONGEST_MARGIN, part(length, 0.1)));
        return least(wanted, part(length, 0.5));
    }

    /** Returns how often to ask a cheap source: 20 times in a lease, at least each {@link #pollLimit()}. */
    Duration pollInterval(Lease lease) {
        if (lease.end() == Lease.End.UNKNOWN) {
            return pollLimit;
        }
        return most(SHORTEST_POLL, least(pollLimit, part(lease.length(), 0.05)));
    }

    /** Returns how far apart planned rotations are kept while a lease of this kind lasts. */
    Duration distance(Lease lease) {
        return lease.end() == Lease.End.UNKNOWN ? distance : least(distance, part(lease.length(), 0.25));
    }

    /**
     * Returns when the sessions of a replaced login must be gone at the latest, or {@code null} if only the drain limit ends
     * them. A lower bound that has passed is no deadline: the login was extended, and 9 % of its lease at least is left when
     * the next one appears.
     *
     * @param ends the end of its lease as it was stated
     * @param now when the next login appeared
     */
    @Nullable
    Instant deadline(Lease lease, Instant ends, Instant now) {
        return switch (lease.end()) {
            case FIRM -> ends;
            case LOWER_BOUND -> later(ends, now.plus(part(lease.length(), LAST_STRETCH)));
            case UNKNOWN -> null;
        };
    }

    /** Returns when a hand-over away from such a login has to end, ready or not, or {@code null} if at no fixed time. */
    @Nullable
    Instant handOverBy(Lease lease, Instant ends, Instant now) {
        Instant deadline = deadline(lease, ends, now);
        if (deadline == null) {
            return null;
        }
        return lease.end() == Lease.End.FIRM
                ? deadline.minus(margin(lease.length()))
                : now.plus(Duration.between(now, deadline).dividedBy(2));
    }

    /**
     * Returns how long to wait after the {@code failures}th failure in a row: full jitter over a doubling range, but never more
     * than a quarter of the time that is left.
     *
     * @param left until the lease ends, or {@code null} if it has no known end
     * @param random from 0 to 1, evenly spread
     */
    Duration retryAfter(int failures, @Nullable Duration left, double random) {
        Duration range = doubled(firstRetry, failures, retryLimit);
        if (left != null && !left.isNegative()) {
            range = least(range, left.dividedBy(4));
        }
        return most(SHORTEST_RETRY, part(range, random));
    }

    /**
     * Returns how long to wait after the {@code failures}th failure in a row of a source that mints, while the login in use is good:
     * any time in the next half hour before what is left of its lease is needed to hand over. All who fail in an outage are apart
     * when it ends.
     *
     * @param length of the lease in use
     * @param left of it
     */
    Duration mintAgainAfter(int failures, Duration length, Duration left, double random) {
        Duration spare = least(LONGEST_SPREAD, most(Duration.ZERO, left.minus(reserve(length))));
        return most(part(spare, random), retryAfter(failures, left, random));
    }

    /** Returns how long to wait after the {@code trials}th trial of a credential in a row that was refused. */
    Duration trialAfter(int trials) {
        return trials < arrivalTrials
                ? arrivalWindow.dividedBy(arrivalTrials)
                : halfOpenAfter(trials - arrivalTrials + 1);
    }

    /** Returns how long to wait after the {@code trials}th half-open trial in a row. */
    Duration halfOpenAfter(int trials) {
        return doubled(halfOpenWait, trials, most(halfOpenWait, LONGEST_HALF_OPEN_WAIT));
    }

    /**
     * Returns how long to wait for the next trial of a login in use whose stated end has passed although there is nothing newer,
     * after {@code proofs} trials in a row that were accepted. More and more rarely, as it becomes likely that somebody extends it.
     */
    Duration proofAfter(int proofs, Lease lease) {
        boolean unknown = lease.end() == Lease.End.UNKNOWN;
        Duration first = unknown ? Duration.ofMinutes(1) : most(SHORTEST_PROOF, part(lease.length(), 1 / 60.0));
        Duration limit = unknown ? Duration.ofMinutes(15) : most(SHORTEST_PROOF, part(lease.length(), 0.25));
        return doubled(first, Math.max(1, proofs), limit);
    }

    /** Returns this policy with another {@link #rotationPoint()} and {@link #jitter()}. */
    public RotationPolicy withRotationPoint(double rotationPoint, double jitter) {
        return with(values -> {
            values.rotationPoint = rotationPoint;
            values.jitter = jitter;
        });
    }

    /** Returns this policy with another {@link #margin()}. */
    public RotationPolicy withMargin(Duration margin) {
        return with(values -> values.margin = margin);
    }

    /** Returns this policy with another {@link #headroom()}. */
    public RotationPolicy withHeadroom(int headroom) {
        return with(values -> values.headroom = headroom);
    }

    /** Returns this policy with another {@link #stallLimit()}. */
    public RotationPolicy withStallLimit(Duration stallLimit) {
        return with(values -> values.stallLimit = stallLimit);
    }

    /** Returns this policy with another {@link #drainLimit()}. */
    public RotationPolicy withDrainLimit(Duration drainLimit) {
        return with(values -> values.drainLimit = drainLimit);
    }

    /** Returns this policy with another {@link #pollLimit()} and {@link #debounce()}. */
    public RotationPolicy withPoll(Duration pollLimit, Duration debounce) {
        return with(values -> {
            values.pollLimit = pollLimit;
            values.debounce = debounce;
        });
    }

    /** Returns this policy with another {@link #distance()}. */
    public RotationPolicy withDistance(Duration distance) {
        return with(values -> values.distance = distance);
    }

    /** Returns this policy with another {@link #firstRetry()} and {@link #retryLimit()}. */
    public RotationPolicy withRetries(Duration firstRetry, Duration retryLimit) {
        return with(values -> {
            values.firstRetry = firstRetry;
            values.retryLimit = retryLimit;
        });
    }

    /** Returns this policy with other {@link #arrivalTrials()} in another {@link #arrivalWindow()}. */
    public RotationPolicy withArrival(int arrivalTrials, Duration arrivalWindow) {
        return with(values -> {
            values.arrivalTrials = arrivalTrials;
            values.arrivalWindow = arrivalWindow;
        });
    }

    /** Returns this policy with another {@link #grace()}. */
    public RotationPolicy withGrace(Duration grace) {
        return with(values -> values.grace = grace);
    }

    /** Returns this policy with another {@link #halfOpenWait()}. */
    public RotationPolicy withHalfOpenWait(Duration halfOpenWait) {
        return with(values -> values.halfOpenWait = halfOpenWait);
    }

    /** Returns this policy with another {@link #startLimit()}. */
    public RotationPolicy withStartLimit(Duration startLimit) {
        return with(values -> values.startLimit = startLimit);
    }

    private RotationPolicy with(Consumer<PolicyValues> change) {
        PolicyValues values = new PolicyValues(this);
        change.accept(values);
        return values.policy();
    }
}
