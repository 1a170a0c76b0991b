package io.github.rotatingdatasource.spring;

import io.github.rotatingdatasource.RotationPolicy;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When to rotate and how.
 *
 * @param rotationPoint Part of a lease after which a source that makes logins is asked for the next one, from 0.1 to 0.95.
 * @param jitter Part of a lease by which the rotation point may come earlier by chance, from 0 to 0.5; no more than half of the point itself counts.
 * @param margin Last stretch of a lease that is sure to end, in which nothing is left to do but to finish. By default 10 % of
 *     the lease, between 1s and 60s.
 * @param headroom How many connections beyond the size of the pool a rotation may hold.
 * @param stallLimit How long a hand-over waits for a connection to move before it goes on with what it has.
 * @param drainLimit How long connections of a replaced login may stay out before they are cut off. A lease that ends earlier
 *     comes first.
 * @param pollLimit How often a source that is cheap to ask is asked at the least; at least 100ms.
 * @param debounce How long a changed source must stay as it is before it counts.
 * @param distance How far planned rotations are kept apart when a source changes all the time.
 * @param firstRetry First wait after a read that failed or a database that could not be reached, doubling from there; at least
 *     50ms.
 * @param retryLimit Longest wait after a read that failed or a database that could not be reached. A source that makes logins may
 *     be left alone for up to half an hour while the login in use is good.
 * @param arrivalTrials How many logins are tried with a new credential while it may not have arrived everywhere, from 1 to 100.
 * @param arrivalWindow How long a new credential may need to arrive everywhere.
 * @param grace How long callers who have no login that works wait for a newer one before they fail.
 * @param halfOpenWait First wait between two trials of a login that was refused for good, doubling from there to 30s; at
 *     least 50ms.
 * @param startLimit How long a start waits for the first login, and a rotation on demand for its end.
 */
record PolicyProperties(
        @DefaultValue("0.75") double rotationPoint,
        @DefaultValue("0.2") double jitter,
        @Nullable Duration margin,
        @DefaultValue("2") int headroom,
        @DefaultValue("300ms") Duration stallLimit,
        @DefaultValue("30s") Duration drainLimit,
        @DefaultValue("2s") Duration pollLimit,
        @DefaultValue("50ms") Duration debounce,
        @DefaultValue("5s") Duration distance,
        @DefaultValue("100ms") Duration firstRetry,
        @DefaultValue("30s") Duration retryLimit,
        @DefaultValue("5") int arrivalTrials,
        @DefaultValue("10s") Duration arrivalWindow,
        @DefaultValue("2s") Duration grace,
        @DefaultValue("1s") Duration halfOpenWait,
        @DefaultValue("30s") Duration startLimit) {
    static final String PREFIX = "rotating-datasource.policy";

    /**
     * Returns the policy that the keys describe.
     *
     * @throws StartRefused if one is out of its range
     */
    RotationPolicy policy() {
        try {
            return new RotationPolicy(
                    rotationPoint,
                    jitter,
                    margin,
                    headroom,
                    stallLimit,
                    drainLimit,
                    pollLimit,
                    debounce,
                    distance,
                    firstRetry,
                    retryLimit,
                    arrivalTrials,
                    arrivalWindow,
                    grace,
                    halfOpenWait,
                    startLimit);
        } catch (IllegalArgumentException e) {
            throw StartRefused.setting(e);
        }
    }
}
