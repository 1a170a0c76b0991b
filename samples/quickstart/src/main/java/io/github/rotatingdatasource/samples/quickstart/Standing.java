package io.github.rotatingdatasource.samples.quickstart;

import io.github.rotatingdatasource.RotationStatus;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a pool stands at one moment.
 *
 * @param generation the number of its login, from one
 * @param fingerprint stands for that login
 * @param leaseLeft how long the login is still good for, negative once it is over, or {@code null} if nobody knows
 * @param connections how many connections it has with that login
 * @param oldConnections how many with the login before
 * @param rotations how often the login changed
 */
record Standing(
        int generation,
        String fingerprint,
        @Nullable Duration leaseLeft,
        int connections,
        int oldConnections,
        long rotations) {
    static Standing of(RotationStatus status, Instant now) {
        return new Standing(
                status.generation(),
                String.valueOf(status.fingerprint()),
                status.leaseLeftAt(now),
                status.connections(),
                status.oldConnections(),
                status.rotations());
    }

    int allConnections() {
        return connections + oldConnections;
    }
}
