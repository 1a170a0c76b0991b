package io.github.rotatingdatasource.spring;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Offers {@link RotatingDataSourceEndpoint} where the application exposes it. */
@AutoConfiguration(after = RotatingDataSourceAutoConfiguration.class)
@ConditionalOnClass({Endpoint.class, ConditionalOnAvailableEndpoint.class})
@ConditionalOnBean(RotatingDataSources.class)
@ConditionalOnAvailableEndpoint(RotatingDataSourceEndpoint.class)
public final class RotatingDataSourceEndpointAutoConfiguration {
    /** Creates a configuration; Spring Boot does. */
    public RotatingDataSourceEndpointAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    RotatingDataSourceEndpoint rotatingDataSourceEndpoint(ListableBeanFactory factory) {
        return new RotatingDataSourceEndpoint(() -> Rotating.all(factory));
    }
}
