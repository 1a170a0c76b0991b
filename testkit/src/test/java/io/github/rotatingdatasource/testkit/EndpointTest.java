package io.github.rotatingdatasource.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EndpointTest {
    @TempDir
    private Path directory = Path.of("");

    private Endpoint endpoint = new Endpoint(request -> Reply.empty(200), null);

    @BeforeEach
    void start() {
        endpoint = new Endpoint(request -> Reply.empty(200).withBody(request.body()), socket());
        endpoint.start();
    }

    @AfterEach
    void stop() {
        endpoint.stop();
    }

    @Test
    void answersTwiceOnOneConnection() throws Exception {
        try (RawClient client = RawClient.to(endpoint)) {
            client.send("POST", "/a", Map.of(), "one");
            assertThat(client.reply("POST").text()).isEqualTo("one");
            client.send("POST", "/b", Map.of(), "two");
            assertThat(client.reply("POST").text()).isEqualTo("two");
        }
    }

    @Test
    void speaksWithTheClientOfTheJdk() throws Exception {
        HttpClient client = HttpClient.newHttpClient(); // which asks for an upgrade to HTTP/2 first
        HttpRequest request = HttpRequest.newBuilder(endpoint.uri().resolve("/a"))
                .PUT(HttpRequest.BodyPublishers.ofString("body"))
                .build();

        assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).body())
                .isEqualTo("body");
        assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).body())
                .isEqualTo("body");
    }

    @Test
    void closesTheConnectionIfAskedTo() throws Exception {
        Reply reply = RawClient.get(endpoint, "/", Map.of("Connection", "close"));

        assertThat(reply.header("Connection")).contains("close");
    }

    @Test
    void answersAHeadWithoutABody() throws Exception {
        try (RawClient client = RawClient.to(endpoint)) {
            client.send("HEAD", "/", Map.of(), "body");
            assertThat(client.reply("HEAD").header("Content-Length")).contains("4");
            client.send("POST", "/", Map.of(), "next");
            assertThat(client.reply("POST").text()).isEqualTo("next");
        }
    }

    @Test
    void listensAtTheSamePortAgain() throws Exception {
        int port = endpoint.port();
        endpoint.stop();
        assertThatThrownBy(() -> RawClient.to(endpoint)).isInstanceOf(ConnectException.class);

        endpoint.start();

        assertThat(endpoint.port()).isEqualTo(port);
        assertThat(RawClient.get(endpoint, "/").status()).isEqualTo(200);
    }

    @Test
    void endsOpenConnectionsWhenItStops() throws Exception {
        try (RawClient client = RawClient.to(endpoint)) {
            client.send("GET", "/", Map.of(), "");
            client.reply("GET");

            endpoint.stop();

            assertThatThrownBy(() -> client.reply("GET")).isInstanceOf(IOException.class);
        }
    }

    @Test
    void deletesTheSocketWhenItStops() {
        endpoint.stop();

        assertThat(socket()).doesNotExist();
    }

    @Test
    void leavesTheSocketWhenItIsKilledAndRefusesConnections() {
        endpoint.kill();

        assertThat(socket()).exists();
        assertThatThrownBy(() -> RawClient.to(socket())).isInstanceOf(SocketException.class);
    }

    @Test
    void makesAnotherSocketWhenItStartsAgain() throws Exception {
        Object before = Files.getAttribute(socket(), "unix:ctime");
        endpoint.kill();

        endpoint.start();

        assertThat(Files.getAttribute(socket(), "unix:ctime")).isNotEqualTo(before);
        try (RawClient client = RawClient.to(socket())) {
            client.send("GET", "/", Map.of(), "");
            assertThat(client.reply("GET").status()).isEqualTo(200);
        }
    }

    @Test
    void startsOnlyOnce() {
        assertThatThrownBy(endpoint::start).hasMessageEndingWith("is running already");
    }

    @Test
    void closesAConnectionThatDoesNotSpeakHttp() throws Exception {
        try (RawClient client = RawClient.to(endpoint)) {
            client.send("", "", Map.of("no colon\r\nhere", ""), "");

            assertThatThrownBy(() -> client.reply("GET")).isInstanceOf(IOException.class);
        }
        assertThat(endpoint.requests().all()).isEmpty();
    }

    @Test
    void logsWhatItIsAsked() throws Exception {
        RawClient.get(endpoint, "/v1/a?b=c", Map.of("X-Vault-Token", "secret"));
        RawClient.get(endpoint, "/v1/d");

        Request first = endpoint.requests().of("/v1/a").get(0);
        assertThat(first.target()).isEqualTo("/v1/a?b=c");
        assertThat(first.header("x-vault-token")).contains("secret");
        assertThat(first).asString().isEqualTo("GET /v1/a [X-Vault-Token]");
        assertThat(endpoint.requests().count("/v1/")).isEqualTo(2);
    }

    @Test
    void countsWhatIsInFlightAtTheSameTime() throws Exception {
        endpoint.faults().next(2, Fault.hang());
        try (RawClient one = RawClient.to(endpoint);
                RawClient other = RawClient.to(endpoint)) {
            one.send("GET", "/a", Map.of(), "");
            other.send("GET", "/a", Map.of(), "");
            await().until(() -> endpoint.faults().hanging() == 2);
            endpoint.faults().release();
            one.reply("GET");
            other.reply("GET");
        }
        RawClient.get(endpoint, "/b");

        assertThat(endpoint.requests().mostInFlight("/a")).isEqualTo(2);
        assertThat(endpoint.requests().mostInFlight("/b")).isEqualTo(1);
    }

    @Test
    void forgetsWhatIsOver() throws Exception {
        RawClient.get(endpoint, "/a", Map.of("Connection", "close"));

        await().untilAsserted(() -> {
            endpoint.requests().clear();
            assertThat(endpoint.requests().all()).isEmpty();
        });
    }

    private Path socket() {
        return directory.resolve("s");
    }
}
