package io.github.rotatingdatasource.source;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The stretch of time in which a credential may be used, as its source knows it.
 *
 * <p>Immutable, and free of secrets: a lease id is not part of it.
 *
 * @param began when the lease began by the wall clock of this machine, or {@code null} if the source cannot tell, in
 *     which case it counts from the moment the credential was first seen
 * @param length how long it lasts; never negative, zero only when its end is unknown; more than
 *     a hundred years count as a hundred
 * @param end how sure its end is
 */
public record Lease(@Nullable Instant began, Duration length, End end) {
    /** How sure the end of a lease is. */
    public enum End {
        /** The credential ends then, unless something worse happens before. */
        FIRM,
        /** The credential lasts at least that long; whoever manages it may extend it without telling. */
        LOWER_BOUND,
        /** Nobody told. The credential is used until it changes or is refused. */
        UNKNOWN
    }

    /** More than any lease, and far from where adding it to an instant overflows. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private static final Lease UNKNOWN = new Lease(null, Duration.ZERO, End.UNKNOWN);

    /** Checks that {@code length} fits {@code end}. */
    public Lease {
        requireNonNull(length, "length");
        requireNonNull(end, "end");
        if (length.isNegative()) {
            throw new IllegalArgumentException("length of a lease must not be negative, but is " + length);
        }
        if (length.compareTo(LONGEST) > 0) {
            length = LONGEST;
        }
        if (length.isZero() != (end == End.UNKNOWN)) {
            throw new IllegalArgumentException(
                    "length of a lease must be zero if its end is unknown and positive otherwise, but is " + length
                            + " with end " + end);
        }
    }

    /** Returns this lease as it is if it is dated or has no end, else one that begins at {@code time}. */
    Lease datedFrom(Instant time) {
        return began == null && end != End.UNKNOWN ? new Lease(time, length, end) : this;
    }

    /** Returns whether a dated lease is over by the wall clock; one without a date never is. */
    boolean isOver(Instant now) {
        return began != null && end != End.UNKNOWN && !now.isBefore(began.plus(length));
    }

    /** Returns the lease of a credential that says nothing about its end. */
    public static Lease unknown() {
        return UNKNOWN;
    }

    /** Returns a lease whose end is sure: {@code length} after {@code began}, or after it was first seen. */
    public static Lease firm(@Nullable Instant began, Duration length) {
        return new Lease(began, length, End.FIRM);
    }

    /** Returns a lease that lasts {@code length} at least, counted from {@code began}, or from when it was first seen. */
    public static Lease lowerBound(@Nullable Instant began, Duration length) {
        return new Lease(began, length, End.LOWER_BOUND);
    }
}
