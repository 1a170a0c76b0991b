package io.github.rotatingdatasource.spring;

import javax.sql.DataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;

/**
 * Takes a connection when the first statement needs it rather than when a transaction begins, for
 * {@code spring.datasource.connection-fetch=lazy}, which Spring Boot heeds for its own pools only.
 *
 * <p>It is round the decorators of the application, which come earlier, so that they see what is really taken.
 */
final class LazyFetch implements BeanPostProcessor {
    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        return name.equals("dataSource") && bean instanceof DataSource dataSource && isEager(dataSource)
                ? new LazyConnectionDataSourceProxy(dataSource)
                : bean;
    }

    private static boolean isEager(DataSource dataSource) {
        return !(dataSource instanceof LazyConnectionDataSourceProxy) && Rotating.in(dataSource) != null;
    }
}
