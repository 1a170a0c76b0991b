package io.github.rotatingdatasource.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.rotatingdatasource.RotatingDataSource;
import io.github.rotatingdatasource.source.CredentialSource;
import io.r2dbc.spi.ConnectionFactory;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** When the data source of an application is the rotating one, and when it is Spring Boot's own or the user's. */
class RotatingDataSourceAutoConfigurationTest {
    @TempDir
    private Path directory;

    private ApplicationContextRunner app;

    @BeforeEach
    void prepare() {
        app = Apps.reading(Apps.file(directory, "app"));
    }

    @Test
    void rotatesWhereASourceIsConfigured() {
        app.run(context -> {
            RotatingDataSource dataSource = context.getBean(RotatingDataSource.class);

            dataSource.getConnection().close();

            assertThat(context).hasSingleBean(DataSource.class).hasBean("dataSource");
            assertThat(StubDriver.USERS).containsOnly("app");
        });
    }

    @Test
    void runsOnTheSpringBootThatTheBuildSays() {
        assertThat(SpringBootVersion.getVersion()).isEqualTo(System.getProperty("tests.spring-boot.version"));
    }

    @Test
    void findsTheSourceInTheEnvironmentToo() {
        Map<String, Object> environment = Map.of(
                "ROTATINGDATASOURCE_SOURCE_FILE_PATH",
                Apps.file(directory, "env").toString());

        Apps.withoutSource()
                .withInitializer(context -> context.getEnvironment()
                        .getPropertySources()
                        .addFirst(new SystemEnvironmentPropertySource("systemEnvironment", environment)))
                .run(context -> assertThat(context).hasSingleBean(RotatingDataSource.class));

        assertThat(StubDriver.USERS).contains("env");
    }

    @Test
    void leavesNothingOpen() {
        app.run(context -> assertThat(StubDriver.OPEN.get()).isPositive());

        assertThat(StubDriver.OPEN).hasValue(0);
    }

    @Test
    void givesPlainSpringBootBackWhenDisabled() {
        app.withPropertyValues("rotating-datasource.enabled=false", "spring.datasource.username=fixed")
                .run(context -> assertThat(context)
                        .hasSingleBean(HikariDataSource.class)
                        .doesNotHaveBean(RotatingDataSource.class)
                        .doesNotHaveBean(RotatingDataSources.class));
    }

    @Test
    void saysOfASecondDataSourceThatItIsDisabled() {
        app.withUserConfiguration(RotatingDataSourcesTest.Reports.class)
                .withPropertyValues("rotating-datasource.enabled=false")
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .isInstanceOf(NoSuchBeanDefinitionException.class)
                        .hasMessageContaining("RotatingDataSources"));
    }

    @Test
    void isDisabledWithASecondDataSourceThatHeedsTheKey() {
        app.withUserConfiguration(Heeding.class)
                .withPropertyValues("rotating-datasource.enabled=false")
                .run(context -> assertThat(context)
                        .hasSingleBean(HikariDataSource.class)
                        .doesNotHaveBean("reports"));
    }

    @Configuration(proxyBeanMethods = false)
    static class Heeding {
        @Bean(defaultCandidate = false)
        @ConditionalOnBooleanProperty(name = "rotating-datasource.enabled", matchIfMissing = true)
        RotatingDataSource reports(RotatingDataSources dataSources) throws SQLException {
            return new RotatingDataSourcesTest.Reports().reports(dataSources);
        }
    }

    @Test
    void leavesAnApplicationAloneThatAsksForNothing() {
        Apps.withoutSource()
                .withPropertyValues("spring.datasource.username=fixed")
                .run(context -> assertThat(context)
                        .hasSingleBean(HikariDataSource.class)
                        .doesNotHaveBean(RotatingDataSource.class));
    }

    @Test
    void leavesAnApplicationAloneThatHasADataSource() {
        app.withUserConfiguration(OwnDataSource.class)
                .run(context -> assertThat(context)
                        .hasSingleBean(HikariDataSource.class)
                        .doesNotHaveBean(RotatingDataSource.class));
    }

    @Test
    void rotatesBesideADataSourceThatIsForSomeOnly() {
        app.withUserConfiguration(SecondDataSource.class)
                .run(context -> assertThat(context)
                        .hasSingleBean(HikariDataSource.class)
                        .hasSingleBean(RotatingDataSource.class));
    }

    @Test
    void rotatesWhereSpringBootMakesNoDataSourceForTheSakeOfR2dbc() {
        app.withUserConfiguration(Reactive.class)
                .run(context -> assertThat(context).hasSingleBean(RotatingDataSource.class));
    }

    @Test
    void needsNeitherMicrometerNorActuator() {
        app.withClassLoader(new FilteredClassLoader("io.micrometer", "org.springframework.boot.actuate"))
                .run(context -> assertThat(context).hasSingleBean(RotatingDataSource.class));
    }

    @Test
    void showsNobodyThePoolsSettings() {
        app.withPropertyValues("spring.jmx.enabled=true")
                .run(context -> assertThat(context).doesNotHaveBean(HikariConfig.class));
    }

    @Test
    void usesASourceOfTheApplication() {
        Apps.withoutSource()
                .withUserConfiguration(OwnSource.class)
                .run(context -> assertThat(context).hasSingleBean(RotatingDataSource.class));

        assertThat(StubDriver.USERS).containsOnly("own");
    }

    @Test
    void prefersASourceOfTheApplication() {
        app.withUserConfiguration(OwnSource.class)
                .run(context -> assertThat(context).hasSingleBean(RotatingDataSource.class));

        assertThat(StubDriver.USERS).containsOnly("own");
    }

    static final class OwnSource {
        @Bean
        CredentialSource source() {
            return Apps.source("own");
        }
    }

    static final class Reactive {
        @Bean
        @Lazy
        ConnectionFactory reactive() {
            throw new IllegalStateException("nobody needs it here");
        }
    }

    static final class OwnDataSource {
        @Bean
        HikariDataSource own() {
            return new HikariDataSource();
        }
    }

    static final class SecondDataSource {
        @Bean(defaultCandidate = false)
        HikariDataSource second() {
            return new HikariDataSource();
        }
    }
}
