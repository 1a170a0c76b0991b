package io.github.rotatingdatasource.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rotatingdatasource.RotatingDataSource;
import io.github.rotatingdatasource.source.CredentialSource;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;

/** What Spring Boot's own keys and service connections say counts. */
class BootPoolTest {
    @TempDir
    private Path directory;

    private ApplicationContextRunner app;

    @BeforeEach
    void prepare() {
        app = Apps.reading(Apps.file(directory, "app"));
    }

    private static RotatingDataSource in(AssertableApplicationContext context) {
        return context.getBean(RotatingDataSource.class);
    }

    @Test
    void takesUrlAndDriver() {
        app.run(context -> assertThat(in(context).getUrl()).isEqualTo(StubDriver.URL));

        assertThat(StubDriver.URLS).containsOnly(StubDriver.URL);
    }

    @Test
    void takesThePoolsOwnUrlBefore() {
        app.withPropertyValues("spring.datasource.hikari.jdbc-url=jdbc:stub:other")
                .run(context -> assertThat(in(context).getUrl()).isEqualTo("jdbc:stub:other"));
    }

    @Test
    void takesTheSizeOfThePool() {
        app.withPropertyValues(
                        "spring.datasource.hikari.maximum-pool-size=7", "spring.datasource.hikari.minimum-idle=2")
                .run(context -> {
                    var numbers = Apps.numbers(context, in(context));
                    assertThat(numbers.getMax()).isEqualTo(7);
                    assertThat(numbers.getMin()).isEqualTo(2);
                });
    }

    @Test
    void hasANameThatStays() {
        app.run(context -> assertThat(in(context).getName()).isEqualTo("rotating-datasource"));
    }

    @Test
    void takesTheNameOfTheDataSource() {
        app.withPropertyValues("spring.datasource.name=orders")
                .run(context -> assertThat(in(context).getName()).isEqualTo("orders"));
    }

    @Test
    void takesTheNameOfThePoolBefore() {
        app.withPropertyValues("spring.datasource.name=orders", "spring.datasource.hikari.pool-name=pool")
                .run(context -> assertThat(in(context).getName()).isEqualTo("pool"));
    }

    @Test
    void passesPropertiesOnToTheDriver() {
        app.withPropertyValues("spring.datasource.hikari.data-source-properties.sslmode=require")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void takesALoginThatIsEmptyForNone() {
        app.withPropertyValues(
                        "spring.datasource.username=",
                        "spring.datasource.password=",
                        "spring.datasource.hikari.username=")
                .run(context -> assertThat(context).hasSingleBean(RotatingDataSource.class));
    }

    @Test
    void takesALoginWhosePlaceholderIsEmptyForNone() {
        app.withPropertyValues("spring.datasource.username=${DATABASE_USER:}", "spring.datasource.password=${gone:}")
                .run(context -> assertThat(context).hasSingleBean(RotatingDataSource.class));
    }

    @Test
    void takesPlaceAndDriverOfAServiceConnectionAndNotItsLogin() {
        app.withUserConfiguration(Service.class)
                .run(context -> assertThat(in(context).getUrl()).isEqualTo("jdbc:stub:service"));

        assertThat(StubDriver.USERS).containsOnly("app");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc-url=jdbc:other:app",
                "driver-class-name=org.postgresql.Driver",
                "data-source-class-name=org.postgresql.ds.PGSimpleDataSource",
                "data-source-j-n-d-i=jdbc/other"
            })
    void takesAServiceConnectionBeforeWhatThePoolItselfIsTold(String setting) {
        app.withUserConfiguration(Service.class)
                .withPropertyValues("spring.datasource.hikari." + setting)
                .run(context -> assertThat(in(context).getUrl()).isEqualTo("jdbc:stub:service"));

        assertThat(StubDriver.URLS).containsOnly("jdbc:stub:service");
    }

    @Test
    void takesTheLoginOfAServiceConnectionBeforeASourceOfTheApplication() {
        app.withUserConfiguration(Service.class)
                .withBean(CredentialSource.class, () -> Apps.source("own"))
                .withPropertyValues("rotating-datasource.source.service-connection-login=true")
                .run(context -> assertThat(context).hasNotFailed());

        assertThat(StubDriver.USERS).containsOnly("service-user");
    }

    @Test
    void takesTheLoginOfAServiceConnectionWhereATestAsksForIt() {
        app.withUserConfiguration(Service.class)
                .withPropertyValues("rotating-datasource.source.service-connection-login=true")
                .run(context -> assertThat(context).hasNotFailed());

        assertThat(StubDriver.USERS).containsOnly("service-user");
    }

    @Test
    void acceptsTheTypeThatSpringBootWouldUseAnyway() {
        app.withPropertyValues("spring.datasource.type=com.zaxxer.hikari.HikariDataSource")
                .run(context -> assertThat(context).hasSingleBean(RotatingDataSource.class));
    }

    static final class Service {
        @Bean
        JdbcConnectionDetails details() {
            return new JdbcConnectionDetails() {
                @Override
                public String getUsername() {
                    return "service-user";
                }

                @Override
                public String getPassword() {
                    return Apps.SECRET;
                }

                @Override
                public String getJdbcUrl() {
                    return "jdbc:stub:service";
                }

                @Override
                public String getDriverClassName() {
                    return StubDriver.class.getName();
                }
            };
        }
    }
}
