package io.github.rotatingdatasource;

import io.github.rotatingdatasource.source.Lease;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened while a data source kept its login fresh. Holds no secret: a credential appears as its fingerprint.
 *
 * <p>Immutable. New kinds may be added in a minor release, so a {@code switch} over them needs a default.
 */
public sealed interface RotationEvent {
    /** Why a rotation began. */
    enum Reason {
        /** The data source starts: no generation has served yet. */
        START,
        /** The lease neared its end, or is over. */
        LEASE,
        /** The source has another login than the one in use. */
        CHANGE,
        /** The database refused the login in use or dropped its user, or sessions of it ended a moment ago. */
        REFUSAL,
        /** {@link RotatingDataSource#rotateNow()} was called. */
        DEMAND
    }

    /** What failed. */
    enum Part {
        /** The source gave no credential. */
        SOURCE,
        /** The lease has ended and the source has no newer one. */
        LEASE,
        /** The database refused the login, or dropped its user. */
        LOGIN,
        /** The database could not be reached, or failed. */
        DATABASE,
        /** The data source is suspended, until {@link RotatingDataSource#resume()} is called. */
        SUSPENDED,
        /** The data source was closed. */
        CLOSED
    }

    /** How a rotation ended: what {@link RotatingDataSource#rotateNow()} returns. */
    sealed interface Outcome extends RotationEvent permits Rotated, RotationFailed {}

    /** The lease of the login in use was found to end later. */
    record LeaseExtended(int generation, Lease lease) implements RotationEvent {}

    /**
     * The source was asked and gave no credential, or one whose firm lease is over, or has not answered for 5 s. Reported once, and
     * again when the reason changes.
     *
     * @param reason what was wrong; the text of a source of your own as it is
     */
    record SourceFailed(String reason) implements RotationEvent {}

    /** The source gives credentials again. */
    record SourceRecovered() implements RotationEvent {}

    /** The database refused the login in use to a new connection, while those that are open go on; or it has dropped its user. */
    record LoginRefused(int generation, String fingerprint) implements RotationEvent {}

    /**
     * No login works and the grace is over: every checkout fails at once, until one works, which {@link Rotated} tells.
     *
     * @param reason what failed, without a secret
     */
    record Unavailable(Part part, String reason) implements RotationEvent {}

    /** A new credential was accepted, and capacity begins to move from one generation to the next. */
    record HandOverBegan(int from, int to) implements RotationEvent {}

    /**
     * A new generation serves alone.
     *
     * @param took from the moment the new credential was taken up, its trial login included
     * @param cutOver whether it served at once, since there was no generation before it, or none with
     *     connections or time left, or one whose sessions ended
     */
    record Rotated(int generation, String fingerprint, Lease lease, Reason reason, Duration took, boolean cutOver)
            implements Outcome {}

    /**
     * A rotation did not come about; the generation that served before goes on, if there is one.
     *
     * @param serving the number of the generation that serves, or 0 if none does
     * @param message what was wrong, without a secret
     * @param retryIn how long until the next attempt, or {@code null} if there is none
     */
    record RotationFailed(
            int serving,
            Reason reason,
            Part part,
            String message,
            @Nullable Duration retryIn) implements Outcome {}

    /** Credentials come faster than they can be used, and one was passed over. Reported once; the status counts them. */
    record RotationSkipped() implements RotationEvent {}

    /**
     * The last connection of a generation that was replaced, or went out of service, is gone, and its pool is closed.
     *
     * @param took from the moment it served no more
     * @param cut how many connections had not come back by the deadline and were cut off
     */
    record Drained(int generation, Duration took, int cut) implements RotationEvent {}

    /**
     * The data source is suspended: every checkout fails at once, and all generations drain. After
     * {@link RotatingDataSource#resume()}, {@link Rotated} tells of the first one that serves.
     */
    record Suspended() implements RotationEvent {}

    /** The data source was closed. */
    record Closed() implements RotationEvent {}
}
