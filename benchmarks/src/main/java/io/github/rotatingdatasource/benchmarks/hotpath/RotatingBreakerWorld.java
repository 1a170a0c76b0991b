package io.github.rotatingdatasource.benchmarks.hotpath;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.sql.SQLException;

/** Ours with a circuit breaker. */
public final class RotatingBreakerWorld extends RotatingWorld {
    /** Called by {@link OwnClasses}. */
    public RotatingBreakerWorld() throws SQLException {
        super(new StubDatabase()
                .builder("breaker")
                .circuitBreaker(CircuitBreaker.ofDefaults("breaker"))
                .build());
    }
}
