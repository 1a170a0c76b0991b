package io.github.rotatingdatasource.spring.app;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;

/** Clients that ask one thing after the other, think in between, and do so until they are told to stop. */
final class HttpLoad implements AutoCloseable {
    private static final Duration THINK = Duration.ofMillis(5);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicLong answers = new AtomicLong();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final String base;
    private volatile boolean stopped;

    HttpLoad(int port) {
        base = "http://localhost:" + port;
    }

    /** Starts a client that sends this request again and again. */
    HttpLoad with(String method, String path) {
        threads.execute(() -> {
            while (!stopped) {
                count(method + " " + path, request(base + path, method));
                LockSupport.parkNanos(THINK.toNanos());
            }
        });
        return this;
    }

    private void count(String what, HttpRequest request) {
        try {
            HttpResponse<String> response = CLIENT.send(request, BodyHandlers.ofString());
            answers.incrementAndGet();
            if (response.statusCode() != 200) {
                failures.add(what + ": " + response.statusCode() + " " + response.body());
            }
        } catch (Exception e) {
            failures.add(what + ": " + e);
        }
    }

    private static HttpRequest request(String url, String method) {
        return HttpRequest.newBuilder(URI.create(url))
                .method(method, BodyPublishers.noBody())
                .timeout(Duration.ofSeconds(30))
                .build();
    }

    long answers() {
        return answers.get();
    }

    /** Returns what was not answered with 200. */
    List<String> failures() {
        return failures;
    }

    /** Returns the body of the answer. */
    static String get(int port, String path) throws Exception {
        return ask(port, "GET", path);
    }

    /** Returns the body of the answer. */
    static String post(int port, String path) throws Exception {
        return ask(port, "POST", path);
    }

    private static String ask(int port, String method, String path) throws Exception {
        return CLIENT.send(request("http://localhost:" + port + path, method), BodyHandlers.ofString())
                .body();
    }

    /** Lets each client finish the request that is under way. */
    @Override
    public void close() {
        stopped = true;
        threads.shutdown();
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(threads::isTerminated);
    }
}
