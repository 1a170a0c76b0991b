package io.github.rotatingdatasource.spring.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rotatingdatasource.RotatingDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import javax.sql.DataSource;
import net.ttddyy.dsproxy.QueryCountHolder;
import net.ttddyy.dsproxy.support.ProxyDataSource;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;
import org.jooq.DSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.liquibase.autoconfigure.LiquibaseAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** An application with a decorator round its data source, and jOOQ and JdbcClient on top. */
@Tag("database")
class DecoratedTest {
    @TempDir
    private static Path directory;

    private static RenderedLogins logins;
    private static ConfigurableApplicationContext app;

    @BeforeAll
    static void start() throws Exception {
        logins = new RenderedLogins(directory);
        app = new SpringApplicationBuilder(Decorated.class)
                .properties(logins.settings())
                .properties(
                        "server.port=0",
                        "management.endpoint.health.show-details=always",
                        "management.endpoints.web.exposure.include=health,rotatingdatasource")
                .run();
    }

    @AfterAll
    static void close() {
        if (app != null) {
            app.close();
        }
        logins.close();
    }

    private static RotatingDataSource rotating() throws Exception {
        return app.getBean(DataSource.class).unwrap(RotatingDataSource.class);
    }

    @Test
    void queriesUnderTheRotatingLoginThroughTheDecorator() throws Exception {
        logins.rotate(rotating());
        QueryCountHolder.clear();

        assertThat(user(app.getBean(JdbcClient.class))).isEqualTo(logins.user());
        assertThat(app.getBean(DSLContext.class).fetchValue("SELECT session_user::text"))
                .isEqualTo(logins.user());

        assertThat(QueryCountHolder.getGrandTotal().getSelect()).isEqualTo(2);
    }

    private static String user(JdbcClient client) {
        return client.sql("SELECT session_user::text").query(String.class).single();
    }

    @Test
    void isMeasuredThroughTheDecorator() throws Exception {
        MeterRegistry meters = app.getBean(MeterRegistry.class);
        RotatingDataSource dataSource = rotating();

        RenderedLogins.await(() -> dataSource.status().generation()
                == meters.get("rotating.datasource.generation").gauge().value());
        assertThat(meters.get("hikaricp.connections.max")
                        .tag("pool", "shop")
                        .gauge()
                        .value())
                .isEqualTo(4);
        assertThat(meters.get("jdbc.connections.max")
                        .tag("name", "dataSource")
                        .gauge()
                        .value())
                .isEqualTo(4);
    }

    @Test
    void isSeenByHealthAndTheEndpointThroughTheDecorator() throws Exception {
        int port = ((WebServerApplicationContext) app).getWebServer().getPort();

        assertThat(HttpLoad.get(port, "/actuator/health"))
                .contains("\"rotatingDataSource\":{\"details\":{\"name\":\"shop\"");
        assertThat(HttpLoad.get(port, "/actuator/rotatingdatasource/shop")).contains("\"phase\":\"serving\"");
    }

    @Test
    void isNoRotatingDataSourceByTypeAnyMore() {
        assertThat(app.getBean(DataSource.class)).isInstanceOf(ProxyDataSource.class);
        assertThatThrownBy(() -> app.getBean(RotatingDataSource.class))
                .isInstanceOf(NoSuchBeanDefinitionException.class);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(
            exclude = {
                DataJpaRepositoriesAutoConfiguration.class,
                FlywayAutoConfiguration.class,
                HibernateJpaAutoConfiguration.class,
                LiquibaseAutoConfiguration.class
            })
    static class Decorated {
        @Bean
        static BeanPostProcessor decorator() {
            return new BeanPostProcessor() {
                @Override
                public Object postProcessAfterInitialization(Object bean, String name) {
                    return bean instanceof DataSource dataSource ? decorated(dataSource) : bean;
                }
            };
        }

        private static DataSource decorated(DataSource dataSource) {
            return ProxyDataSourceBuilder.create(dataSource).countQuery().build();
        }
    }
}
