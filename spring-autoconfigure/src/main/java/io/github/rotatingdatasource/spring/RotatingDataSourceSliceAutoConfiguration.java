package io.github.rotatingdatasource.spring;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.annotation.Import;

/**
 * Brings {@link RotatingDataSourceAutoConfiguration} to tests of a slice that ask for the application's own data source, by
 * {@code @AutoConfigureTestDatabase(replace = NONE)}. In any other slice Spring Boot replaces the data source, or takes the
 * database of the test as it is, which it does for data sources of its own only.
 */
@AutoConfiguration(before = DataSourceAutoConfiguration.class)
@ConditionalOnProperty(name = "spring.test.database.replace", havingValue = "NONE")
@Import(RotatingDataSourceAutoConfiguration.class)
final class RotatingDataSourceSliceAutoConfiguration {}
