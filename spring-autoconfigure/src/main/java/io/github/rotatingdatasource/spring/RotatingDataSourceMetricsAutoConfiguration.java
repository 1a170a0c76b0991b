package io.github.rotatingdatasource.spring;

import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetricsPublisher;
import io.github.rotatingdatasource.RotatingDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Measures rotating data sources: {@code hikaricp.*} over all their generations, {@code rotating.datasource.*}, and the breakers
 * where resilience4j's meters are present. Registries come when they like.
 */
@AutoConfiguration(after = RotatingDataSourceAutoConfiguration.class)
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(RotatingDataSource.class)
public final class RotatingDataSourceMetricsAutoConfiguration {
    /** Creates a configuration; Spring Boot does. */
    public RotatingDataSourceMetricsAutoConfiguration() {}

    @Bean
    MeterBinder rotatingDataSourcePoolMeters(PoolTrackers trackers) {
        return registry -> trackers.measureBy(new MicrometerMetricsTrackerFactory(registry));
    }

    @Bean
    RotationMeters rotatingDataSourceMeters(ListableBeanFactory factory) {
        return new RotationMeters(() -> Rotating.all(factory).values());
    }

    /** The meters of breakers. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(TaggedCircuitBreakerMetricsPublisher.class)
    static class Breakers {
        @Bean
        BreakerMeters rotatingDataSourceBreakerMeters(
                ListableBeanFactory factory, ObjectProvider<CircuitBreakerRegistry> registries) {
            return new BreakerMeters(() -> Rotating.all(factory).values(), registries);
        }
    }
}
