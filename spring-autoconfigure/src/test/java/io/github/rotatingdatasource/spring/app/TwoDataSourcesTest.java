package io.github.rotatingdatasource.spring.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rotatingdatasource.RotatingDataSource;
import io.github.rotatingdatasource.source.CredentialSource;
import io.github.rotatingdatasource.spring.RotatingDataSources;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.liquibase.autoconfigure.LiquibaseAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Two data sources of one application, each with a pool and logins of its own, which rotate at the same time. */
@Tag("database")
class TwoDataSourcesTest {
    @TempDir
    private Path directory;

    private RenderedLogins logins(String name) throws Exception {
        return new RenderedLogins(Files.createDirectory(directory.resolve(name)));
    }

    private static ConfigurableApplicationContext start(RenderedLogins first, RenderedLogins second) {
        return new SpringApplicationBuilder(Two.class)
                .web(WebApplicationType.NONE)
                .properties(first.settings())
                .properties("reports.url=" + second.database().url(), "reports.file=" + second.file())
                .run();
    }

    @Test
    void bothServeAndAreMeasuredApartWhileBothRotate() throws Exception {
        try (RenderedLogins first = logins("first");
                RenderedLogins second = logins("second");
                ConfigurableApplicationContext app = start(first, second)) {
            CompletableFuture<Void> other = CompletableFuture.runAsync(() -> rotateTwice(second, app, "reports"));
            rotateTwice(first, app, "dataSource");
            other.join();

            assertThat(first.user()).isNotEqualTo(second.user());
            checkMeters(app, "shop");
            checkMeters(app, "reports");
        }
    }

    /** Rotates, and checks that whoever asks is logged in as this data source's source says. */
    private static void rotateTwice(RenderedLogins logins, ConfigurableApplicationContext app, String bean) {
        RotatingDataSource dataSource = app.getBean(bean, RotatingDataSource.class);
        JdbcClient client = JdbcClient.create(dataSource);
        for (int i = 0; i < 2; i++) {
            rotate(logins, dataSource);
            assertThat(client.sql("SELECT session_user::text")
                            .query(String.class)
                            .single())
                    .isEqualTo(logins.user());
        }
    }

    private static void rotate(RenderedLogins logins, RotatingDataSource dataSource) {
        try {
            logins.rotate(dataSource);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void checkMeters(ConfigurableApplicationContext app, String pool) {
        MeterRegistry meters = app.getBean(MeterRegistry.class);
        RenderedLogins.await(() -> rotations(meters, pool) == 2);
        assertThat(meters.get("hikaricp.connections.acquire")
                        .tag("pool", pool)
                        .timer()
                        .count())
                .isEqualTo(2);
        assertThat(meters.get("rotating.datasource.generation")
                        .tag("pool", pool)
                        .gauge()
                        .value())
                .isEqualTo(3);
    }

    private static double rotations(MeterRegistry meters, String pool) {
        return meters
                .get("rotating.datasource.rotations")
                .tag("pool", pool)
                .tag("reason", "change")
                .functionCounters()
                .stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(
            exclude = {
                DataJpaRepositoriesAutoConfiguration.class,
                FlywayAutoConfiguration.class,
                HibernateJpaAutoConfiguration.class,
                LiquibaseAutoConfiguration.class
            })
    static class Two {
        @Bean(defaultCandidate = false)
        RotatingDataSource reports(
                RotatingDataSources dataSources,
                @Value("${reports.url}") String url,
                @Value("${reports.file}") Path file)
                throws SQLException {
            return dataSources
                    .builder("reports", url)
                    .source(CredentialSource.file(file))
                    .build();
        }
    }
}
