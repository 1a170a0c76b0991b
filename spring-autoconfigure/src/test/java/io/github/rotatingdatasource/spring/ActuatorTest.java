package io.github.rotatingdatasource.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rotatingdatasource.RotatingDataSource;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;

/** What an orchestrator and an operator see over HTTP, also of an application whose beans are made when they are needed. */
class ActuatorTest {
    private static final String READINESS = "/actuator/health/readiness";

    @TempDir
    private Path directory;

    private final HttpClient client = HttpClient.newHttpClient();

    private ConfigurableApplicationContext start(boolean isLazy, String... more) {
        return startWithout(Stream.concat(
                        Stream.of(
                                "spring.main.lazy-initialization=" + isLazy,
                                "rotating-datasource.source.file.path=" + Apps.file(directory, "app")),
                        Stream.of(more))
                .toArray(String[]::new));
    }

    private static ConfigurableApplicationContext startWithout(String... settings) {
        return WebApp.start(Stream.concat(
                        Stream.of(
                                "management.endpoints.web.exposure.include=health,metrics,rotatingdatasource",
                                "management.endpoint.health.show-details=always",
                                "management.endpoint.health.probes.enabled=true"),
                        Stream.of(settings))
                .toArray(String[]::new));
    }

    private HttpResponse<String> get(ConfigurableApplicationContext app, String path) throws Exception {
        URI uri = URI.create(WebApp.address(app, path));
        return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }

    private Callable<Boolean> answers(ConfigurableApplicationContext app, String path, int status) {
        return () -> get(app, path).statusCode() == status;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void trafficIsRefusedWhileNoLoginWorks(boolean isLazy) throws Exception {
        try (ConfigurableApplicationContext app = start(
                isLazy,
                "rotating-datasource.health.gate-readiness=true",
                "rotating-datasource.policy.grace=0s",
                "rotating-datasource.policy.half-open-wait=50ms")) {
            assertThat(get(app, READINESS).statusCode()).isEqualTo(200);
            StubDriver.endSessionsAndRefuse(app.getBean(RotatingDataSource.class));

            Awaitility.await().until(answers(app, READINESS, 503));
            assertThat(get(app, "/actuator/health/liveness").statusCode()).isEqualTo(200);
            StubDriver.accept();
            Awaitility.await().until(answers(app, READINESS, 200));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void trafficIsRefusedUntilTheFirstLoginWorks(boolean isLazy) throws Exception {
        try (ConfigurableApplicationContext app = start(
                isLazy,
                "rotating-datasource.source.file.path=" + directory.resolve("later/db-creds"),
                "rotating-datasource.health.gate-readiness=true",
                "rotating-datasource.policy.start-limit=50ms",
                "spring.datasource.hikari.initialization-fail-timeout=-1")) {
            app.getBean(RotatingDataSource.class);
            Awaitility.await().until(answers(app, READINESS, 503));

            Apps.file(Files.createDirectory(directory.resolve("later")), "app");

            Awaitility.await().until(answers(app, READINESS, 200));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void readinessIsSpringBootsOwnUnlessAskedFor(boolean isLazy) throws Exception {
        try (ConfigurableApplicationContext app = start(isLazy, "rotating-datasource.policy.grace=0s")) {
            StubDriver.endSessionsAndRefuse(app.getBean(RotatingDataSource.class));

            assertThat(get(app, READINESS).statusCode()).isEqualTo(200);
            Awaitility.await().until(answers(app, "/actuator/health", 503));
        }
    }

    @Test
    void allIsThereThoughItIsMadeWhenItIsNeeded() throws Exception {
        try (ConfigurableApplicationContext app = start(true)) {
            assertThat(get(app, "/actuator/metrics/rotating.datasource.generation")
                            .statusCode())
                    .isEqualTo(200);
            Apps.settled(app).getConnection().close();

            Awaitility.await()
                    .until(() -> get(app, "/actuator/metrics/rotating.datasource.rotations")
                            .body()
                            .contains("\"statistic\":\"COUNT\",\"value\":1.0"));
            assertThat(get(app, "/actuator/health/rotatingDataSource").body()).contains("\"status\":\"UP\"");
            assertThat(get(app, "/actuator/rotatingdatasource").body()).contains("\"phase\":\"serving\"");
        }
    }

    @Test
    void isSilentWhereNothingRotates() throws Exception {
        try (ConfigurableApplicationContext app = startWithout()) {
            assertThat(get(app, "/actuator/health").body())
                    .contains("\"status\":\"UP\"")
                    .doesNotContain("rotatingDataSource");
            assertThat(get(app, "/actuator/rotatingdatasource").body()).isEqualTo("{\"dataSources\":{}}");
            assertThat(get(app, "/actuator/metrics").body()).doesNotContain("rotating.");
        }
    }
}
