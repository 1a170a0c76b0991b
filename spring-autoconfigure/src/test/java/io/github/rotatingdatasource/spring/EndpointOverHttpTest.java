package io.github.rotatingdatasource.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.context.ConfigurableApplicationContext;

/** What the documentation asks the endpoint with curl, asked over HTTP, and what it says it answers. */
class EndpointOverHttpTest {
    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    private Path directory;

    private ConfigurableApplicationContext start(String... more) {
        ConfigurableApplicationContext app = WebApp.start(Stream.concat(
                        Stream.of("rotating-datasource.source.file.path=" + Apps.file(directory, "app")),
                        Stream.concat(Stream.of(block("exposure.include")), Stream.of(more)))
                .toArray(String[]::new));
        Apps.settled(app);
        return app;
    }

    private static Markdown document() {
        try {
            return Markdown.at("docs/spring-boot.md");
        } catch (IOException e) {
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
        URI uri = URI.create(line.replaceFirst(".* http://localhost:8080", WebApp.address(app, "")));
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
            List<String> lines = lines(false);
            assertThat(lines).hasSize(2);
            String all = answer(200, lines.get(0), app);
            String one = answer(200, lines.get(1), app);

            assertThat(all + one).doesNotContain(Apps.SECRET);
            assertThat(names(all)).containsExactly("dataSources");
            assertThat(names(one)).isEqualTo(documented("\"phase\""));
        }
    }

    /** Returns the body of the answer, which has this status. */
    private String answer(int status, String line, ConfigurableApplicationContext app) throws Exception {
        HttpResponse<String> answer = curl(line, app);
        assertThat(answer.statusCode()).as(line).isEqualTo(status);
        return answer.body();
    }

    @Test
    void rotatesAsDocumented() throws Exception {
        try (ConfigurableApplicationContext app = start(block("access=unrestricted"))) {
            String body = answer(200, lines(true).get(0), app);

            assertThat(names(body)).isEqualTo(documented("\"outcome\""));
            assertThat(body).contains("\"demand\"", "\"generation\":2").doesNotContain(Apps.SECRET);
        }
    }

    @Test
    void doesNotRotateUnlessThatIsPermitted() throws Exception {
        try (ConfigurableApplicationContext app = start()) {
            answer(405, lines(true).get(0), app);

            assertThat(Apps.settled(app).status().generation()).isEqualTo(1);
        }
    }

    @Test
    void knowsNothingOfOthers() throws Exception {
        try (ConfigurableApplicationContext app = start(block("access=unrestricted"))) {
            answer(404, lines(false).get(1) + "-other", app);
        }
    }

    @Test
    void healthIsUp() throws Exception {
        try (ConfigurableApplicationContext app = start("management.endpoint.health.show-details=always")) {
            String body = answer(200, "curl http://localhost:8080/actuator/health", app);

            assertThat(body).contains("\"rotatingDataSource\":{").doesNotContain(Apps.SECRET);
        }
    }
}
