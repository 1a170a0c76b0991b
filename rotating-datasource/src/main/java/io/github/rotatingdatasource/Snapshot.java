package io.github.rotatingdatasource;

import io.github.rotatingdatasource.RotationStatus.Phase;
import io.github.rotatingdatasource.source.Lease;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a rotator stands after a step; what its pools count is asked when somebody wants to know.
 *
 * @param ended how it ended, or {@code null} if it goes on
 * @param generation the number of the generation that served last
 * @param serving the current generation unless it was retired at that time: it may be by now, with the snapshot that says by
 *     what it was replaced still to come
 */
record Snapshot(
        @Nullable Phase ended,
        int generation,
        @Nullable Generation current,
        @Nullable Generation serving,
        @Nullable Generation incoming,
        List<Generation> draining,
        long rotations,
        long failures,
        long skipped,
        @Nullable String sourceFailure,
        @Nullable Instant sourceFailingSince,
        @Nullable String unavailable) {
    /** That of a data source before it starts. */
    static final Snapshot SUSPENDED =
            new Snapshot(Phase.SUSPENDED, 0, null, null, null, List.of(), 0, 0, 0, null, null, null);

    static Snapshot of(
            @Nullable Phase ended,
            Succession succession,
            Drains drains,
            Outcomes outcomes,
            long skipped,
            Reads reads,
            Outage outage) {
        Unavailability why = outage.unavailable();
        String unavailable = ended == Phase.SUSPENDED ? "it is suspended" : why == null ? null : why.reason();
        return new Snapshot(
                ended,
                succession.servedLast(),
                succession.current(),
                succession.serving(),
                succession.incoming(),
                drains.generations(),
                outcomes.rotations(),
                outcomes.failures(),
                skipped,
                reads.failure(),
                reads.failingSince(),
                unavailable);
    }

    /** Returns the status, with the connections as they are counted now. */
    RotationStatus status() {
        Generation newest = incoming != null ? incoming : serving;
        int old = incoming != null && current != null ? current.pool().sessions() : 0;
        Term term = current == null ? null : current.term();
        return new RotationStatus(
                phase(),
                generation,
                current == null ? null : current.credential().fingerprint(),
                term == null ? Lease.unknown() : term.lease(),
                term == null ? null : term.ends(),
                term == null ? null : term.due(),
                newest == null ? 0 : newest.pool().sessions(),
                old
                        + draining.stream()
                                .mapToInt(generation -> generation.pool().sessions())
                                .sum(),
                draining.size(),
                rotations,
                failures,
                skipped,
                sourceFailure,
                sourceFailingSince,
                unavailable);
    }

    private Phase phase() {
        if (ended != null) {
            return ended;
        }
        if (unavailable != null) {
            return Phase.UNAVAILABLE;
        }
        if (current == null) {
            return Phase.STARTING;
        }
        if (serving == null) {
            return Phase.WAITING;
        }
        return incoming == null ? Phase.SERVING : Phase.HANDING_OVER;
    }
}
