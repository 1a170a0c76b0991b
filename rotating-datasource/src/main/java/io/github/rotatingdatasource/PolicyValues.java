package io.github.rotatingdatasource;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The values of a policy while one of them changes. */
final class PolicyValues {
    double rotationPoint;
    double jitter;

    @Nullable
    Duration margin;

    int headroom;
    Duration stallLimit;
    Duration drainLimit;
    Duration pollLimit;
    Duration debounce;
    Duration distance;
    Duration firstRetry;
    Duration retryLimit;
    int arrivalTrials;
    Duration arrivalWindow;
    Duration grace;
    Duration halfOpenWait;
    Duration startLimit;

    PolicyValues(RotationPolicy policy) {
        rotationPoint = policy.rotationPoint();
        jitter = policy.jitter();
        margin = policy.margin();
        headroom = policy.headroom();
        stallLimit = policy.stallLimit();
        drainLimit = policy.drainLimit();
        pollLimit = policy.pollLimit();
        debounce = policy.debounce();
        distance = policy.distance();
        firstRetry = policy.firstRetry();
        retryLimit = policy.retryLimit();
        arrivalTrials = policy.arrivalTrials();
        arrivalWindow = policy.arrivalWindow();
        grace = policy.grace();
        halfOpenWait = policy.halfOpenWait();
        startLimit = policy.startLimit();
    }

    RotationPolicy policy() {
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
    }
}
