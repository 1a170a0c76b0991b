package io.github.rotatingdatasource.spring.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rotatingdatasource.RotatingDataSource;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jdbc.test.autoconfigure.AutoConfigureTestDatabase;
import org.springframework.boot.jdbc.test.autoconfigure.AutoConfigureTestDatabase.Replace;
import org.springframework.boot.jdbc.test.autoconfigure.JdbcTest;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestPropertySource;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/** Tests on a container that is a service connection, of an application that says where its own database and logins are. */
@Tag("docker-only")
class ServiceConnectionTest {
    private static final String USER = "of_the_container";

    @Nested
    @JdbcTest
    @AutoConfigureTestDatabase(replace = Replace.NONE)
    @ContextConfiguration(classes = Container.class)
    @TestPropertySource(
            properties = {
                "spring.datasource.url=jdbc:postgresql://nowhere.invalid/app",
                "spring.datasource.hikari.jdbc-url=jdbc:postgresql://nowhere.invalid/app",
                "rotating-datasource.source.file.path=/nowhere",
                "rotating-datasource.source.service-connection-login=true",
                "spring.flyway.enabled=false",
                "spring.liquibase.enabled=false"
            })
    @DirtiesContext
    class WithItsLogin {
        @Test
        void theRotatingDataSourceLogsInToTheContainer(@Autowired DataSource dataSource) throws SQLException {
            assertThat(dataSource.unwrap(RotatingDataSource.class).status().generation())
                    .isEqualTo(1);
            assertThat(userOf(dataSource)).isEqualTo(USER);
        }
    }

    @Nested
    @JdbcTest
    @ContextConfiguration(classes = Container.class)
    @TestPropertySource(
            properties = {
                "rotating-datasource.source.file.path=/nowhere",
                "spring.flyway.enabled=false",
                "spring.liquibase.enabled=false"
            })
    @DirtiesContext
    class InAnySlice {
        @Test
        void springBootsOwnDataSourceLogsInToTheContainer(@Autowired DataSource dataSource) {
            assertThatThrownBy(() -> dataSource.unwrap(RotatingDataSource.class))
                    .isInstanceOf(SQLException.class);
            assertThat(userOf(dataSource)).isEqualTo(USER);
        }
    }

    private static String userOf(DataSource dataSource) {
        return JdbcClient.create(dataSource)
                .sql("SELECT session_user::text")
                .query(String.class)
                .single();
    }

    @Configuration(proxyBeanMethods = false)
    static class Container {
        @Bean
        @ServiceConnection
        PostgreSQLContainer postgres() {
            String image = System.getenv().getOrDefault("POSTGRES_IMAGE", "postgres:18");
            return new PostgreSQLContainer(DockerImageName.parse(image).asCompatibleSubstituteFor("postgres"))
                    .withUsername(USER);
        }
    }
}
