package io.github.rotatingdatasource;

import io.github.rotatingdatasource.source.Lease;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a data source stands, at one moment. Immutable, and holds no secret.
 *
 * @param phase what it is doing
 * @param generation the number of the generation in use, or used last if none is, from one; 0 before the first
 * @param fingerprint of the credential of that generation, or {@code null} before the first
 * @param lease of that credential, its length and how sure its end is; unknown before the first
 * @param leaseEnds when that lease ends as far as anybody told, by this machine's clock, or {@code null} if nobody did
 * @param dueAt when the next credential is due, or {@code null} if that is not known
 * @param connections physical connections of the generation in use, or of the new one during a hand-over; 0 if none is
 * @param oldConnections physical connections of all generations before it
 * @param draining how many replaced generations are not closed yet
 * @param rotations how many rotations were completed, the first login not counted
 * @param failures how many rotations failed
 * @param skipped how many credentials were passed over because they came too fast
 * @param sourceFailure why the source gave no credential when it was last asked, or that it does not answer; {@code null} if it
 *     gave one
 * @param sourceFailingSince since when the source gives none, by this machine's clock, or {@code null} if it does
 * @param unavailable why every checkout fails, without a secret, or {@code null} if they do not
 */
public record RotationStatus(
        Phase phase,
        int generation,
        @Nullable String fingerprint,
        Lease lease,
        @Nullable Instant leaseEnds,
        @Nullable Instant dueAt,
        int connections,
        int oldConnections,
        int draining,
        long rotations,
        long failures,
        long skipped,
        @Nullable String sourceFailure,
        @Nullable Instant sourceFailingSince,
        @Nullable String unavailable) {
    /** What a data source is doing. */
    public enum Phase {
        /** Waiting for the first credential. */
        STARTING,
        /** One generation serves. */
        SERVING,
        /** Two generations serve, and capacity moves from one to the other. */
        HANDING_OVER,
        /** No login works, and callers wait for the next one, as long as the grace lasts. */
        WAITING,
        /** No login works, and every checkout fails at once, until one does. */
        UNAVAILABLE,
        /** Suspended: there is no login and every checkout fails at once, until it is resumed. */
        SUSPENDED,
        /** Closed. */
        CLOSED
    }

    /** How good the credential in use is, as far as its lease tells. */
    public enum Freshness {
        /** The next one is not due yet, or its lease is unknown, as before the first. */
        FRESH,
        /** The next one is due, and the lease is not over. */
        DUE,
        /** The stated end has passed. The login may have been extended by whoever manages it; it is used while it works. */
        SUSPECT,
        /** No login works any more: callers wait for the grace, and then every checkout fails. Or there is none, since it is suspended. */
        DRY
    }

    /** Returns how good the credential in use is at {@code now}. */
    public Freshness freshnessAt(Instant now) {
        if (phase == Phase.WAITING || phase == Phase.UNAVAILABLE || phase == Phase.SUSPENDED) {
            return Freshness.DRY;
        }
        if (leaseEnds != null && !now.isBefore(leaseEnds)) {
            return Freshness.SUSPECT;
        }
        return dueAt != null && !now.isBefore(dueAt) ? Freshness.DUE : Freshness.FRESH;
    }

    /** Returns how much of the lease is left at {@code now}, negative if none, or {@code null} if its end is unknown. */
    public @Nullable Duration leaseLeftAt(Instant now) {
        return leaseEnds == null ? null : Duration.between(now, leaseEnds);
    }
}
