package io.github.rotatingdatasource.spring.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Liquibase and scripts under a login of their own, which is derived from the rotating data source. */
@Tag("database")
class MigrationTest {
    @TempDir
    private Path directory;

    private static ConfigurableApplicationContext start(RenderedLogins logins) {
        return new SpringApplicationBuilder(Migrated.class)
                .web(WebApplicationType.NONE)
                .properties(logins.settings())
                .properties(
                        "spring.liquibase.change-log=classpath:migration/liquibase.sql",
                        "spring.liquibase.default-schema=shop",
                        "spring.liquibase.user=" + RenderedLogins.OWNER,
                        "spring.liquibase.password=" + RenderedLogins.OWNER_PASSWORD,
                        "spring.sql.init.mode=always",
                        "spring.sql.init.schema-locations=classpath:migration/init.sql",
                        "spring.sql.init.username=" + RenderedLogins.OWNER,
                        "spring.sql.init.password=" + RenderedLogins.OWNER_PASSWORD)
                .run();
    }

    @Test
    void makesTablesThatTheOwnerOwnsAndTheRotatingLoginReads() throws Exception {
        try (RenderedLogins logins = new RenderedLogins(directory);
                ConfigurableApplicationContext app = start(logins)) {
            assertThat(owner(logins, "price")).isEqualTo(RenderedLogins.OWNER);
            assertThat(owner(logins, "databasechangelog")).isEqualTo(RenderedLogins.OWNER);
            assertThat(owner(logins, "setting")).isEqualTo(RenderedLogins.OWNER);
            assertThat(priceAndUser(app)).isEqualTo("250 " + logins.user());
        }
    }

    private static String owner(RenderedLogins logins, String table) throws Exception {
        return logins.database()
                .query(String.class, "SELECT tableowner::text FROM pg_tables WHERE tablename = ?", table);
    }

    private static String priceAndUser(ConfigurableApplicationContext app) {
        return app.getBean(JdbcClient.class)
                .sql("SELECT cents || ' ' || session_user FROM shop.price")
                .query(String.class)
                .single();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(
            exclude = {
                DataJpaRepositoriesAutoConfiguration.class,
                FlywayAutoConfiguration.class,
                HibernateJpaAutoConfiguration.class
            })
    static class Migrated {}
}
