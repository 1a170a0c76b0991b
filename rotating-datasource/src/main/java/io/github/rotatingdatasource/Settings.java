package io.github.rotatingdatasource;

import io.github.rotatingdatasource.RotationEvent.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a rotator must know about its surroundings.
 *
 * @param name of the data source
 * @param cheapness whether the source may be polled just now
 * @param timeoutMillis how long a caller waits for a connection
 * @param minimumIdle how many connections a pool keeps at the least
 * @param maximum how many it may have
 * @param pace how far apart polls of the source are while nothing is wrong, if that is farther than the policy says
 */
record Settings(
        String name,
        RotationPolicy policy,
        BooleanSupplier cheapness,
        long timeoutMillis,
        int minimumIdle,
        int maximum,
        Duration pace) {
    /** Creates settings of a source that leaves its pace to the policy. */
    Settings(String name, RotationPolicy policy, boolean cheap, long timeoutMillis, int minimumIdle, int maximum) {
        this(name, policy, () -> cheap, timeoutMillis, minimumIdle, maximum, Duration.ZERO);
    }

    /** Returns whether the source may be polled as things stand, as a file may; else each read is taken to make a login. */
    boolean cheap() {
        return cheapness.getAsBoolean();
    }

    /** Returns why a login other than that of {@code current} is taken up; {@code demanded} is whether somebody asked for it. */
    Reason reason(@Nullable Generation current, boolean demanded, Instant now) {
        if (current == null) {
            return Reason.START;
        }
        if (current.isRefused() || current.isHurt(now)) {
            return Reason.REFUSAL;
        }
        if (demanded) {
            return Reason.DEMAND;
        }
        return cheap() && !current.isRetired() ? Reason.CHANGE : Reason.LEASE;
    }
}
