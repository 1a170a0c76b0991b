package io.github.rotatingdatasource.spring;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetricsPublisher;
import io.github.rotatingdatasource.RotatingDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;

/** resilience4j's own meters of the breakers, but of those in a registry, which measures them itself. */
final class BreakerMeters implements MeterBinder, DisposableBean {
    private final Supplier<Collection<RotatingDataSource>> dataSources;
    private final ObjectProvider<CircuitBreakerRegistry> registries;
    private final List<Runnable> removals = new CopyOnWriteArrayList<>();

    BreakerMeters(
            Supplier<Collection<RotatingDataSource>> dataSources, ObjectProvider<CircuitBreakerRegistry> registries) {
        this.dataSources = dataSources;
        this.registries = registries;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        TaggedCircuitBreakerMetricsPublisher publisher = new TaggedCircuitBreakerMetricsPublisher(registry);
        for (RotatingDataSource dataSource : dataSources.get()) {
            CircuitBreaker breaker = dataSource.circuitBreaker();
            if (!isRegistered(breaker)) {
                publisher.publishMetrics(breaker);
                removals.add(() -> publisher.removeMetrics(breaker));
            }
        }
    }

    private boolean isRegistered(CircuitBreaker breaker) {
        return registries.stream()
                .anyMatch(registry -> registry.getAllCircuitBreakers().contains(breaker));
    }

    @Override
    public void destroy() {
        removals.forEach(Runnable::run);
    }
}
