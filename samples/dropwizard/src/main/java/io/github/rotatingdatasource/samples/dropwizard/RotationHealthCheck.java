package io.github.rotatingdatasource.samples.dropwizard;

import static java.util.Objects.requireNonNullElse;

import com.codahale.metrics.health.HealthCheck;
import io.github.rotatingdatasource.RotatingDataSource;
import io.github.rotatingdatasource.RotationStatus;
import java.time.Instant;

/** Unhealthy while there is no login that works. Asks nothing of the database. */
final class RotationHealthCheck extends HealthCheck {
    private final RotatingDataSource dataSource;

    RotationHealthCheck(RotatingDataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Override
    protected Result check() {
        RotationStatus status = dataSource.status();
        ResultBuilder result = Result.builder()
                .withDetail("generation", status.generation())
                .withDetail("login", status.fingerprint())
                .withDetail("leaseLeft", String.valueOf(status.leaseLeftAt(Instant.now())));
        return switch (status.phase()) {
            case SERVING, HANDING_OVER -> result.healthy().build();
            default ->
                result.unhealthy()
                        .withMessage(requireNonNullElse(
                                status.unavailable(), status.phase().name()))
                        .build();
        };
    }
}
