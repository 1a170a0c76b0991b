package io.github.rotatingdatasource.spring;

import io.github.rotatingdatasource.RotatingDataSource;
import io.github.rotatingdatasource.source.CredentialSource;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnCheckpointRestore;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.jdbc.metadata.DataSourcePoolMetadataProvider;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.context.annotation.ProxyType;
import org.springframework.context.annotation.Proxyable;
import org.springframework.core.env.Environment;

/**
 * Makes a {@link RotatingDataSource} the data source of the application, before Spring Boot makes its own.
 *
 * <p>It does so where the application says where logins come from, by {@code rotating-datasource.source.*} or with a
 * {@link CredentialSource} bean, and has no {@link DataSource} bean of its own.
 */
@AutoConfiguration(before = DataSourceAutoConfiguration.class)
@ConditionalOnClass({DataSource.class, RotatingDataSource.class})
@ConditionalOnBooleanProperty(name = "rotating-datasource.enabled", matchIfMissing = true)
@ImportRuntimeHints(PoolHints.class)
@EnableConfigurationProperties({RotatingDataSourceProperties.class, DataSourceProperties.class})
public final class RotatingDataSourceAutoConfiguration {
    /** Creates a configuration; Spring Boot does. */
    public RotatingDataSourceAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    PoolTrackers rotatingDataSourcePoolTrackers() {
        return new PoolTrackers();
    }

    @Bean
    DataSourcePoolMetadataProvider rotatingDataSourcePoolMetadataProvider(PoolTrackers trackers) {
        return new RotatingPoolMetadataProvider(trackers);
    }

    @Bean
    @ConditionalOnMissingBean
    RotatingDataSources rotatingDataSources(
            RotatingDataSourceProperties properties, BootPool pool, UserBeans beans, PoolTrackers trackers) {
        return new RotatingDataSources(properties, pool, beans, trackers);
    }

    @Bean
    BootPool rotatingDataSourcePool(
            Environment environment, DataSourceProperties properties, ObjectProvider<JdbcConnectionDetails> details) {
        return new BootPool(environment, properties, details);
    }

    @Bean
    static UserBeans rotatingDataSourceUserBeans(BeanFactory factory) {
        return new UserBeans(factory);
    }

    @Bean
    @ConditionalOnBooleanProperty("rotating-datasource.health.gate-readiness")
    ReadinessGate rotatingDataSourceReadinessGate(ConfigurableApplicationContext context) {
        return new ReadinessGate(context);
    }

    @Bean
    @ConditionalOnCheckpointRestore
    CheckpointLifecycle rotatingDataSourceCheckpointLifecycle(ConfigurableApplicationContext context) {
        return new CheckpointLifecycle(context);
    }

    @Bean
    @ConditionalOnProperty(name = "spring.datasource.connection-fetch", havingValue = "lazy")
    static LazyFetch rotatingDataSourceLazyFetch() {
        return new LazyFetch();
    }

    @Bean(destroyMethod = "close")
    @Proxyable(ProxyType.INTERFACES) // for aspects: the class is final
    @Conditional(OnSourceCondition.class)
    @ConditionalOnMissingBean(DataSource.class)
    RotatingDataSource dataSource(RotatingDataSources dataSources) throws SQLException {
        return dataSources.main();
    }
}
