package io.github.rotatingdatasource.spring;

import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetricsPublisher;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Measures rotating data sources: {@code hikaricp.*} over all their generations, {@code rotating.datasource.*}, and the breakers
 * where resilience4j's meters are present. Registries come when they like.
 */
@AutoConfiguration(after = RotatingDataSourceAutoConfiguration.class)
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(RotatingDataSources.class)
public final class RotatingDataSourceMetricsAutoConfiguration {
    /** Creates a configuration; Spring Boot does. */
    public RotatingDataSourceMetricsAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean(name = "rotatingDataSourcePoolMeters")
    MeterBinder rotatingDataSourcePoolMeters(PoolTrackers trackers) {
        return registry -> trackers.measureBy(new PoolMeters(registry));
    }

    @Bean
    @ConditionalOnMissingBean
    static DataSourceMeters rotatingDataSourceMeters(ObjectProvider<Measures> kinds, ListableBeanFactory factory) {
        return new DataSourceMeters(kinds::stream, () -> Rotating.all(factory).values());
    }

    @Bean
    @ConditionalOnMissingBean
    RotationMeters rotatingDataSourceRotationMeters() {
        return new RotationMeters();
    }

    /** The meters of breakers. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(TaggedCircuitBreakerMetricsPublisher.class)
    static class Breakers {
        @Bean
        @ConditionalOnMissingBean
        BreakerMeters rotatingDataSourceBreakerMeters(ObjectProvider<CircuitBreakerRegistry> registries) {
            return new BreakerMeters(registries);
        }
    }
}
