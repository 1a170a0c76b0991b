package io.github.rotatingdatasource.spring;

import io.github.rotatingdatasource.RotatingDataSource;
import io.github.rotatingdatasource.RotationStatus;
import java.time.Instant;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * The health of the logins of one data source, without opening a connection: up while one works, whatever the source says.
 */
final class RotatingHealth extends AbstractHealthIndicator {
    private final RotatingDataSource dataSource;

    RotatingHealth(RotatingDataSource dataSource) {
        super("the state of the rotating data source could not be told");
        this.dataSource = dataSource;
    }

    @Override
    protected void doHealthCheck(Health.Builder health) {
        RotationStatus status = dataSource.status();
        switch (status.phase()) {
            case SERVING, HANDING_OVER -> health.up();
            case SUSPENDED, CLOSED -> health.outOfService();
            case STARTING, WAITING, UNAVAILABLE -> health.down();
        }
        StatusView.of(dataSource.getName(), status, Instant.now()).forEach(health::withDetail);
    }
}
