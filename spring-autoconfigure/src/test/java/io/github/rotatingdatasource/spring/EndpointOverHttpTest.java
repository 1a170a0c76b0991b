package io.github.rotatingdatasource.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.context.ConfigurableApplicationContext;

/** What the documentation asks the endpoint with curl, asked over HTTP, and what it says it answers. */
class EndpointOverHttpTest {
    /** What may be on the class path for other tests, and would want more of a database than the stub has. */
    private static final String OTHERS = String.join(
            ",",
            "org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration",
            "org.springframework.boot.liquibase.autoconfigure.LiquibaseAutoConfiguration",
            "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration",
            "org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration",
            "org.springframework.boot.jooq.autoconfigure.JooqAutoConfiguration");

    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    private Path directory;

    private ConfigurableApplicationContext start(String... more) {
        StubDriver.reset();
        ConfigurableApplicationContext app = new SpringApplicationBuilder(App.class)
                .properties(
                        "server.port=0",
                        "spring.autoconfigure.exclude=" + OTHERS,
                        "spring.datasource.url=" + StubDriver.URL,
                        "spring.datasource.driver-class-name=" + StubDriver.class.getName(),
                        "rotating-datasource.source.file.path=" + Apps.file(directory, "app"))
                .properties(block("exposure.include"))
                .properties(more)
                .run();
        Apps.settled(app);
        return app;
    }

    private static Markdown document() {
        try {
            return Markdown.at("docs/spring-boot.md");
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String block(String with) {
        return document().blocks("properties").stream()
                .filter(block -> block.contains(with))
                .findFirst()
                .orElseThrow()
                .strip();
    }

    /** Does what the line with curl says, on this application. */
    private HttpResponse<String> curl(String line, ConfigurableApplicationContext app) throws Exception {
        String port = app.getEnvironment().getProperty("local.server.port");
        URI uri = URI.create(line.replaceFirst(".* http", "http").replace("8080", "" + port));
        String method = line.contains("-X POST") ? "POST" : "GET";
        return client.send(
                HttpRequest.newBuilder(uri)
                        .method(method, BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());
    }

    private static List<String> lines(boolean isWriting) {
        return document().blocks("sh").stream()
                .flatMap(String::lines)
                .filter(line -> line.startsWith("curl ") && line.contains("POST") == isWriting)
                .toList();
    }

    private static Set<String> names(String json) {
        return JsonParserFactory.getJsonParser().parseMap(json).keySet();
    }

    private static Set<String> documented(String with) {
        return document().blocks("json").stream()
                .filter(block -> block.contains(with))
                .map(EndpointOverHttpTest::names)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void isReadAsDocumented() throws Exception {
        try (ConfigurableApplicationContext app = start()) {
            List<String> bodies = lines(false).stream().map(answersOf(app, 200)).toList();

            assertThat(bodies).hasSize(2).noneMatch(body -> body.contains(Apps.SECRET));
            assertThat(names(bodies.get(0))).containsExactly("dataSources");
            assertThat(names(bodies.get(1))).isEqualTo(documented("\"phase\""));
        }
    }

    private Function<String, String> answersOf(ConfigurableApplicationContext app, int status) {
        return line -> {
            try {
                HttpResponse<String> answer = curl(line, app);
                assertThat(answer.statusCode()).as(line).isEqualTo(status);
                return answer.body();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        };
    }

    @Test
    void rotatesAsDocumented() throws Exception {
        try (ConfigurableApplicationContext app = start(block("access=unrestricted"))) {
            String body = answersOf(app, 200).apply(lines(true).get(0));

            assertThat(names(body)).isEqualTo(documented("\"outcome\""));
            assertThat(body).contains("\"demand\"", "\"generation\":2").doesNotContain(Apps.SECRET);
        }
    }

    @Test
    void doesNotRotateUnlessThatIsPermitted() {
        try (ConfigurableApplicationContext app = start()) {
            answersOf(app, 405).apply(lines(true).get(0));

            assertThat(Apps.settled(app).status().generation()).isEqualTo(1);
        }
    }

    @Test
    void knowsNothingOfOthers() {
        try (ConfigurableApplicationContext app = start(block("access=unrestricted"))) {
            answersOf(app, 404).apply(lines(false).get(1) + "-other");
        }
    }

    @Test
    void healthIsUp() {
        try (ConfigurableApplicationContext app = start("management.endpoint.health.show-details=always")) {
            String body = answersOf(app, 200).apply("curl http://localhost:8080/actuator/health");

            assertThat(body).contains("\"rotatingDataSource\":{").doesNotContain(Apps.SECRET);
        }
    }

    @EnableAutoConfiguration
    static class App {}
}
