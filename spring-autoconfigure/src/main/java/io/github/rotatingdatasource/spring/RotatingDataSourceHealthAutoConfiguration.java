package io.github.rotatingdatasource.spring;

import io.github.rotatingdatasource.RotatingDataSource;
import java.util.Map;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.context.annotation.Bean;

/** Shows the state of the logins as the health of {@code rotatingDataSource}; {@code db} is Spring Boot's own and as ever. */
@AutoConfiguration(after = RotatingDataSourceAutoConfiguration.class)
@ConditionalOnClass({HealthContributor.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBean(RotatingDataSources.class)
@ConditionalOnEnabledHealthIndicator("rotatingdatasource")
public final class RotatingDataSourceHealthAutoConfiguration {
    /** Creates a configuration; Spring Boot does. */
    public RotatingDataSourceHealthAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean(name = {"rotatingDataSourceHealthContributor", "rotatingDataSourceHealthIndicator"})
    HealthContributor rotatingDataSourceHealthContributor(ListableBeanFactory factory) {
        Map<String, RotatingDataSource> all = Rotating.all(factory); // Spring Boot leaves out a composite of none
        return all.size() == 1
                ? new RotatingHealth(all.values().iterator().next())
                : CompositeHealthContributor.fromMap(all, RotatingHealth::new);
    }
}
