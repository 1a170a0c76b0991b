package io.github.rotatingdatasource.spring;

import io.github.rotatingdatasource.RotatingDataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;

/**
 * Takes a connection when the first statement needs it rather than when a transaction begins, for
 * {@code spring.datasource.connection-fetch=lazy}, which Spring Boot heeds for its own pools only.
 */
final class LazyFetch implements BeanPostProcessor {
    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof RotatingDataSource dataSource && name.equals("dataSource")
                ? new LazyConnectionDataSourceProxy(dataSource)
                : bean;
    }
}
