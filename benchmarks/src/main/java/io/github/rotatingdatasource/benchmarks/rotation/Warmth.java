package io.github.rotatingdatasource.benchmarks.rotation;

import io.github.rotatingdatasource.testkit.IssuedLease;
import java.time.Duration;

/** Looks each millisecond whether a user has as many sessions as the pool has connections. */
final class Warmth {
    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final Duration POLL = Duration.ofMillis(1);

    private final Rig rig;
    private final IssuedLease lease;
    private final Repeated looking;
    private volatile long warmAt = Long.MAX_VALUE;

    Warmth(Rig rig, IssuedLease lease) {
        this.rig = rig;
        this.lease = lease;
        this.looking = new Repeated("warmth", POLL, this::look);
    }

    private void look() throws Exception {
        if (warmAt == Long.MAX_VALUE && rig.sessionsOf(lease) >= rig.poolSize()) {
            warmAt = System.nanoTime();
        }
    }

    /** Waits until it has been warm, and returns when that was; {@code Long.MAX_VALUE} if that takes too long. */
    long await() throws InterruptedException {
        Rig.awaitAtMost(LIMIT, POLL, () -> warmAt != Long.MAX_VALUE);
        looking.end();
        return warmAt;
    }
}
