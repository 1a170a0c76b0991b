package io.github.rotatingdatasource.spring;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** A whole application on the web and on the stub database. */
final class WebApp {
    /** What may be on the class path for other tests, and would want more of a database than the stub has. */
    private static final String OTHERS = String.join(
            ",",
            "org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration",
            "org.springframework.boot.liquibase.autoconfigure.LiquibaseAutoConfiguration",
            "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration",
            "org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration",
            "org.springframework.boot.jooq.autoconfigure.JooqAutoConfiguration");

    private WebApp() {}

    /** Starts one with these settings, on any port. */
    static ConfigurableApplicationContext start(String... settings) {
        StubDriver.reset();
        return new SpringApplicationBuilder(App.class)
                .properties(
                        "server.port=0",
                        "spring.autoconfigure.exclude=" + OTHERS,
                        "spring.datasource.url=" + StubDriver.URL,
                        "spring.datasource.driver-class-name=" + StubDriver.class.getName())
                .properties(settings)
                .run();
    }

    /** Returns the address of this path. */
    static String address(ConfigurableApplicationContext app, String path) {
        return "http://localhost:" + app.getEnvironment().getProperty("local.server.port") + path;
    }

    @EnableAutoConfiguration
    static class App {}
}
