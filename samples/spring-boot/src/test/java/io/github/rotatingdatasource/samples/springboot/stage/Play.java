package io.github.rotatingdatasource.samples.springboot.stage;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.springframework.context.ConfigurableApplicationContext;

/** The sample as it runs, at a port of its own and with short leases. */
final class Play implements AutoCloseable {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Stage stage;
    private final ConfigurableApplicationContext application;

    Play(Duration lease) {
        stage = Stage.set(lease);
        application = Demo.start(() -> stage, "--server.port=0");
        await(() -> !bean(History.class).after(0).isEmpty());
    }

    Stage stage() {
        return stage;
    }

    <T> T bean(Class<T> type) {
        return application.getBean(type);
    }

    /** Returns the newest sample. */
    Sample sample() {
        List<Sample> samples = bean(History.class).after(0);
        return samples.get(samples.size() - 1);
    }

    String url() {
        return "http://localhost:" + application.getEnvironment().getProperty("local.server.port");
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return CLIENT.send(request(path).build(), BodyHandlers.ofString());
    }

    HttpResponse<String> post(String path) throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path).header(Controls.HEADER, "pressed");
        return CLIENT.send(request.POST(BodyPublishers.noBody()).build(), BodyHandlers.ofString());
    }

    /** Posts what a form on another site can. */
    HttpResponse<String> submit(String path) throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path).header("Content-Type", "application/x-www-form-urlencoded");
        return CLIENT.send(request.POST(BodyPublishers.noBody()).build(), BodyHandlers.ofString());
    }

    /** Returns what the server sends as it comes; to be closed. */
    InputStream stream(String path) throws IOException, InterruptedException {
        return CLIENT.send(request(path).build(), BodyHandlers.ofInputStream()).body();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url() + path)).timeout(LIMIT);
    }

    static void await(Callable<Boolean> condition) {
        Awaitility.await().pollInterval(Duration.ofMillis(50)).atMost(LIMIT).until(condition);
    }

    @Override
    public void close() {
        application.close();
        stage.close();
    }
}
