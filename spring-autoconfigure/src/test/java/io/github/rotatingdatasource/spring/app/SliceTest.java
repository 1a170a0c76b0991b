package io.github.rotatingdatasource.spring.app;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.EntityManager;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.data.jpa.test.autoconfigure.DataJpaTest;
import org.springframework.boot.jdbc.test.autoconfigure.AutoConfigureTestDatabase;
import org.springframework.boot.jdbc.test.autoconfigure.AutoConfigureTestDatabase.Replace;
import org.springframework.boot.jdbc.test.autoconfigure.JdbcTest;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Slices use the rotating data source if they ask for the application's own; otherwise they have what Spring Boot gives them. */
@Tag("database")
class SliceTest {
    @TempDir
    private static Path directory;

    private static RenderedLogins logins;

    @BeforeAll
    static void render() throws Exception {
        logins = new RenderedLogins(directory);
    }

    @AfterAll
    static void close() {
        logins.close();
    }

    private static void register(DynamicPropertyRegistry properties) {
        for (String setting : logins.settings()) {
            String[] keyAndValue = setting.split("=", 2);
            properties.add(keyAndValue[0], () -> keyAndValue[1]);
        }
        properties.add("spring.flyway.enabled", () -> false);
        properties.add("spring.liquibase.enabled", () -> false);
    }

    @Nested
    @JdbcTest
    @AutoConfigureTestDatabase(replace = Replace.NONE)
    @ContextConfiguration(classes = Jdbc.class)
    @DirtiesContext
    class OfJdbc {
        @DynamicPropertySource
        static void login(DynamicPropertyRegistry properties) {
            register(properties);
        }

        @Test
        void logsInAsTheSourceSays(@Autowired JdbcClient client) {
            assertThat(client.sql("SELECT session_user::text")
                            .query(String.class)
                            .single())
                    .isEqualTo(logins.user());
        }
    }

    @Nested
    @DataJpaTest
    @AutoConfigureTestDatabase(replace = Replace.NONE)
    @ContextConfiguration(classes = Jpa.class)
    @DirtiesContext
    class OfJpa {
        @DynamicPropertySource
        static void login(DynamicPropertyRegistry properties) {
            register(properties);
            properties.add("spring.jpa.hibernate.ddl-auto", () -> "none");
        }

        @Test
        void logsInAsTheSourceSays(@Autowired EntityManager entities) {
            assertThat(entities.createNativeQuery("SELECT session_user::text").getSingleResult())
                    .isEqualTo(logins.user());
        }
    }

    @Nested
    @JdbcTest
    @ContextConfiguration(classes = Jdbc.class)
    @DirtiesContext
    class OfJdbcWithADatabaseOfTheTest {
        @DynamicPropertySource
        static void login(DynamicPropertyRegistry properties) {
            register(properties);
            properties.add("spring.datasource.username", () -> RenderedLogins.OWNER);
            properties.add("spring.datasource.password", () -> RenderedLogins.OWNER_PASSWORD);
        }

        @Test
        void logsInAsTheTestSays(@Autowired JdbcClient client) {
            assertThat(client.sql("SELECT session_user::text")
                            .query(String.class)
                            .single())
                    .isEqualTo(RenderedLogins.OWNER);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Jdbc {}

    @Configuration(proxyBeanMethods = false)
    @AutoConfigurationPackage
    static class Jpa {}
}
