package io.github.rotatingdatasource.spring;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetricsPublisher;
import io.github.rotatingdatasource.RotatingDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

/** resilience4j's own meters of the breakers, but of those in a registry, which measures them itself. */
final class BreakerMeters implements Measures {
    private final ObjectProvider<CircuitBreakerRegistry> registries;

    BreakerMeters(ObjectProvider<CircuitBreakerRegistry> registries) {
        this.registries = registries;
    }

    @Override
    public @Nullable Shown of(RotatingDataSource dataSource, MeterRegistry registry) {
        CircuitBreaker breaker = dataSource.circuitBreaker();
        return isRegistered(breaker)
                ? null
                : new Published(new TaggedCircuitBreakerMetricsPublisher(registry), breaker);
    }

    private boolean isRegistered(CircuitBreaker breaker) {
        return registries.stream()
                .anyMatch(registry -> registry.getAllCircuitBreakers().contains(breaker));
    }

    /** The meters of one breaker. */
    private static final class Published implements Shown {
        private final TaggedCircuitBreakerMetricsPublisher publisher;
        private final CircuitBreaker breaker;

        Published(TaggedCircuitBreakerMetricsPublisher publisher, CircuitBreaker breaker) {
            this.publisher = publisher;
            this.breaker = breaker;
        }

        @Override
        public void show() {
            publisher.publishMetrics(breaker);
        }

        @Override
        public void hide() {
            publisher.removeMetrics(breaker);
        }
    }
}
