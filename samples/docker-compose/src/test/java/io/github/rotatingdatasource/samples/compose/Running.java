package io.github.rotatingdatasource.samples.compose;

import io.github.rotatingdatasource.RotatingDataSource;
import io.github.rotatingdatasource.testkit.AgentTemplate;
import io.github.rotatingdatasource.testkit.FileRenderer;
import io.github.rotatingdatasource.testkit.LeaseServer;
import io.github.rotatingdatasource.testkit.Sidecar;
import io.github.rotatingdatasource.testkit.TestDatabase;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * An application with the environment of the service {@code shop}, and an agent with the template of {@code vault-agent}.
 * Only the database's address and the file's directory are ours.
 */
final class Running implements AutoCloseable {
    private static final String SYSTEM = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;

    private final LeaseServer leases = LeaseServer.on(TestDatabase.shared());
    private final Sidecar agent;
    private final ConfigurableApplicationContext application;

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Application {}

    Running(Path directory) throws Exception {
        Path file = directory.resolve("db-creds");
        AgentTemplate template = AgentTemplate.of(Files.readString(Path.of("agent", "db-creds.ctmpl")));
        agent = Sidecar.start(
                leases, FileRenderer.to(file).withTemplate(template).withMode("rw-r-----"));
        Map<String, Object> variables = new HashMap<>(Compose.environmentOf("shop"));
        variables.put("SPRING_DATASOURCE_URL", TestDatabase.shared().url());
        variables.put("ROTATINGDATASOURCE_SOURCE_FILE_PATH", file.toString());
        variables.put("LOGGING_LEVEL_ROOT", "warn");
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().replace(SYSTEM, new SystemEnvironmentPropertySource(SYSTEM, variables));
        application = new SpringApplicationBuilder(Application.class)
                .environment(environment)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .run();
    }

    RotatingDataSource dataSource() {
        return application.getBean(RotatingDataSource.class);
    }

    /** Returns what Prometheus would be told. */
    String scrape() {
        return application.getBean(PrometheusMeterRegistry.class).scrape();
    }

    void agentRotates() throws Exception {
        agent.rotateNow();
    }

    @Override
    public void close() {
        application.close();
        agent.close();
        leases.close();
    }
}
