package io.github.rotatingdatasource.source;

import static io.github.rotatingdatasource.source.RawServer.hang;
import static io.github.rotatingdatasource.source.RawServer.reply;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.rotatingdatasource.source.Exchange.Reply;
import io.github.rotatingdatasource.source.Exchange.Request;
import io.github.rotatingdatasource.source.RawServer.Transport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.util.Throwables;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class HttpExchangeTest {
    static final Duration LONG = Duration.ofSeconds(30);
    static final Duration SHORT = Duration.ofMillis(200);
    static final Request GET = new Request("GET", "/v1/x", Map.of(), null);
    private static final int LIMIT = 1000;

    private final Path directory;
    private RawServer server;
    private HttpExchange exchange;

    HttpExchangeTest(@TempDir Path directory) {
        this.directory = directory;
    }

    private void serve(Transport transport, RawServer.Answer answer) throws Exception {
        server = RawServer.on(transport, directory, answer);
        exchange = new HttpExchange(server.endpoint(), null, LIMIT);
    }

    @AfterEach
    void close() throws Exception {
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .atMost(Duration.ofSeconds(5)) // sooner than the client's own time-outs would end it
                .until(() -> exchanges().isEmpty());
        if (server != null) {
            server.close();
            exchange.close();
        }
    }

    /** An exchange that outlives its limit would be found here. */
    static List<Thread> exchanges() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("rotating-datasource-exchange"))
                .toList();
    }

    private ExchangeFailed failure(Duration limit) {
        return catchThrowableOfType(ExchangeFailed.class, () -> exchange.send(GET, limit));
    }

    private void assertThatItFails(String message) {
        ExchangeFailed failure = failure(LONG);

        assertThat(failure).hasMessage(message.replace("X", server.url()));
        assertThat(failure.wasSent()).isTrue();
        assertThat(server.requests()).as("sent once, never twice").hasSize(1);
        assertThat(Throwables.getStackTrace(failure)).doesNotContain("s3cret");
    }

    @ParameterizedTest
    @EnumSource
    void cutsOffWhoNeverAnswers(Transport transport) throws Exception {
        serve(transport, hang(""));

        ExchangeFailed failure = failure(SHORT);

        assertThat(failure).hasMessage("no reply within 200 ms");
        assertThat(failure.wasSent()).isTrue();
        assertThat(server.requests()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void cutsOffWhoHangsInHeadersOrBody(Transport transport) throws Exception {
        serve(transport, hang("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n"));
        assertThat(failure(SHORT)).hasMessage("no reply within 200 ms");
        close();

        serve(transport, hang("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"));
        assertThat(failure(SHORT)).hasMessage("no reply within 200 ms");
    }

    @ParameterizedTest
    @CsvSource({
        "TCP, 'HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n', x",
        "UNIX, 'HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n', x",
        "TCP, 'HTTP/1.1 200 OK\r\n', 'A: b\r\n'",
        "UNIX, 'HTTP/1.1 200 OK\r\n', 'A: b\r\n'",
        "TCP, '', 'HTTP/1.1 100 Continue\r\n\r\n'",
        "UNIX, '', 'HTTP/1.1 100 Continue\r\n\r\n'"
    })
    void cutsOffWhoDribbles(Transport transport, String begin, String more) throws Exception {
        serve(transport, asked -> {
            asked.write(begin);
            asked.writeForEver(more, 20);
        });

        assertThat(failure(SHORT)).hasMessage("no reply within 200 ms");
    }

    @ParameterizedTest
    @EnumSource
    void anInterruptEndsItAtOnce(Transport transport) throws Exception {
        Thread caller = Thread.currentThread();
        serve(transport, asked -> {
            caller.interrupt();
            asked.untilClosed();
        });

        ExchangeFailed failure = failure(LONG);

        assertThat(Thread.interrupted()).as("the flag is set again").isTrue();
        assertThat(failure).hasMessage("the thread was interrupted while it waited for a reply");
        assertThat(failure.wasSent()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void doesNotBeginOnAThreadThatIsInterrupted(Transport transport) throws Exception {
        serve(transport, reply("200 OK", "ok"));
        Thread.currentThread().interrupt();

        ExchangeFailed failure = failure(LONG);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(failure.wasSent()).isFalse();
        assertThat(server.requests()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void sendsNothingAgainToWhoClosesTheConnection(Transport transport) throws Exception {
        serve(transport, asked -> {});

        assertThatItFails("X closed the connection without a reply");
    }

    @ParameterizedTest
    @EnumSource(names = "TCP")
    void sendsNothingAgainToWhoResetsTheConnection(Transport transport) throws Exception {
        serve(transport, RawServer.Asked::reset);

        assertThatItFails("X closed the connection without a reply");
    }

    @ParameterizedTest
    @CsvSource({
        "TCP, 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\ns3cret', closed the connection in the middle of its reply",
        "UNIX, 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\ns3cret', closed the connection in the middle of its reply",
        "TCP, 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\ns3cret', closed the connection in the middle of its reply",
        "TCP, 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\ns3cret\r\n', answers with something that is not HTTP",
        "UNIX, 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\ns3cret\r\n', answers with something that is not HTTP",
        "TCP, 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\ns3cret\r\n', answers with something that is not HTTP",
        "TCP, 'HTTP/1.1 200 OK\r\nContent-Length: s3cret\r\n\r\n', answers with something that is not HTTP",
        "TCP, 'HTTP/1.1 200 OK\r\ns3cret\r\n\r\n', answers with something that is not HTTP",
        "TCP, 'HTTP/9.9 200 OK\r\n\r\n', answers with something that is not HTTP",
        "TCP, 'HTTP/1.1 s3cret OK\r\n\r\n', answers with something that is not HTTP",
        "TCP, '{\"password\":\"s3cret\"}', answers with something that is not HTTP",
        "TCP, '<html>s3cret</html>\r\n\r\n', answers with something that is not HTTP"
    })
    void doesNotTakeAReplyThatIsBroken(Transport transport, String reply, String message) throws Exception {
        serve(transport, asked -> asked.write(reply));

        assertThatItFails("X " + message);
    }

    @ParameterizedTest
    @CsvSource({
        "TCP, Content-Length: 1001",
        "UNIX, Content-Length: 1001",
        "TCP, Content-Length: 999999999999",
        "TCP, X-Until: closed",
        "UNIX, X-Until: closed"
    })
    void cutsOffAReplyThatIsTooLarge(Transport transport, String header) throws Exception {
        serve(transport, asked -> {
            asked.write("HTTP/1.1 200 OK\r\n" + header + "\r\n\r\n");
            asked.writeForEver("s3cret".repeat(100), 1);
        });

        assertThatItFails("the reply is larger than the limit of 1000 bytes");
    }

    @ParameterizedTest
    @EnumSource
    void cutsOffChunksWithoutEnd(Transport transport) throws Exception {
        serve(transport, asked -> {
            asked.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            asked.writeForEver("6\r\ns3cret\r\n", 1);
        });

        assertThatItFails("the reply is larger than the limit of 1000 bytes");
    }

    @ParameterizedTest
    @EnumSource
    void cutsOffHeadersWithoutEnd(Transport transport) throws Exception {
        serve(transport, asked -> {
            asked.write("HTTP/1.1 200 OK\r\n");
            asked.writeForEver("A: s3cret\r\n", 0);
        });

        assertThatItFails("X answers with something that is not HTTP");
    }

    @ParameterizedTest
    @EnumSource
    void endsTheConnectionAfterAReply(Transport transport) throws Exception {
        CompletableFuture<Boolean> endsWell = new CompletableFuture<>();
        serve(transport, asked -> {
            asked.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: keep-alive\r\n\r\nok");
            endsWell.complete(asked.endsWell());
        });

        exchange.send(GET, LONG);

        assertThat(endsWell).succeedsWithin(LONG).isEqualTo(true);
    }

    @ParameterizedTest
    @EnumSource
    void takesNoMoreThanItWasTold(Transport transport) throws Exception {
        serve(transport, asked -> asked.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok and more"));

        assertThat(exchange.send(GET, LONG).text()).isEqualTo("ok");
    }

    @ParameterizedTest
    @EnumSource
    void takesAReplyOfJustTheLimit(Transport transport) throws Exception {
        serve(transport, reply("200 OK", "x".repeat(LIMIT)));

        assertThat(exchange.send(GET, LONG).bytes()).hasSize(LIMIT);
    }

    @ParameterizedTest
    @CsvSource({"301, TCP", "302, UNIX", "307, TCP", "308, UNIX", "401, TCP", "407, UNIX", "412, TCP", "429, UNIX"})
    @CsvSource({"500, TCP", "503, UNIX"})
    void returnsEveryStatusAsItIs(int status, Transport transport) throws Exception {
        serve(
                transport,
                reply(status + " s", "body", "Location: http://127.0.0.1:1/", "WWW-Authenticate: Basic realm=a"));

        Reply reply = exchange.send(GET, LONG);

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.text()).isEqualTo("body");
        assertThat(server.requests()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void returnsHeadersByNamesInLowerCase(Transport transport) throws Exception {
        serve(transport, reply("204 No Content", "", "X-Cache: HIT", "Age: 7", "SET-COOKIE: a=b", "Set-Cookie: c=d"));

        Reply reply = exchange.send(GET, LONG);

        assertThat(reply.header("x-cache")).isEqualTo("HIT");
        assertThat(reply.headers().get("set-cookie")).containsExactly("a=b", "c=d");
        assertThat(reply.bytes()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void doesNotUnpack(Transport transport) throws Exception {
        serve(transport, reply("200 OK", "not gzip", "Content-Encoding: gzip"));

        assertThat(exchange.send(GET, LONG).text()).isEqualTo("not gzip");
    }

    @ParameterizedTest
    @EnumSource
    void sendsTheSameBytesEachTime(Transport transport) throws Exception {
        serve(transport, reply("200 OK", "ok", "Set-Cookie: a=b", "ETag: c", "Connection: keep-alive"));
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("X-Vault-Request", "true");
        headers.put("A-Token", "t");
        Request request = new Request("GET", "/v1/a%2Fb/../c?d=e&f=%20", headers, null);

        for (int i = 0; i < 100; i++) {
            exchange.send(request, LONG);
        }

        String host = transport == Transport.TCP ? server.url().substring("http://".length()) : "localhost";
        assertThat(server.requests())
                .hasSize(100)
                .containsOnly("GET /v1/a%2Fb/../c?d=e&f=%20 HTTP/1.1\r\nHost: " + host
                        + "\r\nUser-Agent: rotating-datasource\r\nX-Vault-Request: true\r\nA-Token: t\r\nConnection: close"
                        + "\r\n\r\n");
    }

    @ParameterizedTest
    @EnumSource
    void sendsABodyAsJson(Transport transport) throws Exception {
        serve(transport, reply("200 OK", "ok"));

        exchange.send(new Request("PUT", "/v1/sys/leases/renew", Map.of(), "{\"a\":\"é\"}"), LONG);

        assertThat(server.requests().get(0).getBytes(UTF_8)).isNotEmpty();
        assertThat(server.requests())
                .singleElement()
                .asString()
                .startsWith("PUT /v1/sys/leases/renew HTTP/1.1\r\n")
                .contains(
                        "\r\nContent-Type: application/json\r\nContent-Length: 10\r\nConnection: close\r\n\r\n{\"a\":");
    }
}
