package io.github.rotatingdatasource.testkit.drill;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The command line, against a service that answers as the starter's endpoint does. */
class ServiceArgumentsTest {
    private final AtomicInteger generation = new AtomicInteger(3);
    private final List<String> headers = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private volatile int statusOfPost = 200;
    private volatile int statusAfterwards = 200;
    private volatile boolean breaksOff;
    private String authorization = "Bearer t0ken";
    private volatile int statusOfProbeAfterwards = 200;
    private volatile boolean rotates = true;
    private String printed;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/actuator/rotatingdatasource/app", exchange -> {
            headers.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            boolean isPost = exchange.getRequestMethod().equals("POST");
            boolean isAfterwards = generation.get() > 3;
            if (isAfterwards && breaksOff) {
                exchange.close();
            } else {
                answer(
                        exchange,
                        isPost ? statusOfPost : isAfterwards ? statusAfterwards : 200,
                        isPost ? posted() : status());
            }
        });
        server.createContext(
                "/items", exchange -> answer(exchange, generation.get() > 3 ? statusOfProbeAfterwards : 200, ""));
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private String posted() {
        if (rotates) {
            generation.incrementAndGet();
            return "{\"outcome\":\"handed-over\",\"reason\":\"demand\",\"generation\":4,\"credential\":\"edf77898\",\"took\":\"PT0.031S\"}";
        }
        return "{\"outcome\":\"failed\",\"generation\":3,\"failed\":\"source\",\"message\":\"no file\"}";
    }

    private String status() {
        return "{\"name\":\"app\",\"phase\":\"serving\",\"generation\":" + generation + ",\"credential\":\""
                + generation + "\",\"oldConnections\":0,\"draining\":0}";
    }

    private String address(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private int run(String... more) {
        String[] arguments = {
            "--endpoint", address("/actuator/rotatingdatasource/app"), "--probe", address("/items/1"), "--threads", "2"
        };
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(more));
        return runWith(all.toArray(new String[0]));
    }

    private int runWith(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int status = ServiceArguments.run(
                arguments, Map.of("DRILL_AUTHORIZATION", authorization), new PrintStream(out, true, UTF_8));
        printed = out.toString(UTF_8);
        return status;
    }

    @Test
    void endsWithZeroIfTheServiceSurvives() {
        assertThat(run()).isZero();
        assertThat(printed)
                .startsWith("the service survived the drill")
                .containsSubsequence(
                        "generation 3 serves",
                        "rotate: handed-over",
                        "generation 4 serves alone, with another login",
                        ", 0 failed")
                .doesNotContain("t0ken");
        assertThat(headers).isNotEmpty().containsOnly("Bearer t0ken");
    }

    @Test
    void endsWithOneIfARequestFails() {
        statusOfProbeAfterwards = 503;

        assertThat(run()).isEqualTo(1);
        assertThat(printed)
                .contains(
                        "wanted no failed request, found ",
                        " x IOException: wanted a status from 200 to 299, found 503");
    }

    @Test
    void endsWithOneIfNothingRotates() {
        rotates = false;

        assertThat(run("--limit", "1")).isEqualTo(1);
        assertThat(printed).contains("found generation 3 serves alone, with the same login", "rotate: failed: no file");
    }

    @Test
    void endsWithOneIfNobodyElseRotates() {
        assertThat(run("--watch", "--limit", "1")).isEqualTo(1);
        assertThat(generation).hasValue(3);
    }

    @Test
    void endsWithOneIfTheEndpointFailsAfterTheRotation() {
        statusAfterwards = 503;

        assertThat(run()).isEqualTo(1);
        assertThat(printed)
                .contains(
                        "rotate: handed-over",
                        "found an endpoint that fails: wanted the status of a data source, found");
    }

    @Test
    void endsWithOneIfTheEndpointIsGoneAfterTheRotation() {
        breaksOff = true;

        assertThat(run()).isEqualTo(1);
        assertThat(printed).contains("rotate: handed-over", "found an endpoint that does not answer, ");
    }

    @Test
    void judgesByTheNextStatusIfTheRotationIsAnsweredWithAFailure() {
        statusOfPost = 500;

        assertThat(run()).isZero();
        assertThat(printed).contains("rotate: status 500", "generation 4 serves alone");
    }

    @Test
    void sendsTheAuthorizationWithoutTheEndOfItsLine() {
        authorization = "Bearer t0ken\n";

        assertThat(run()).isZero();
        assertThat(headers).isNotEmpty().containsOnly("Bearer t0ken");
    }

    @Test
    void doesNotShowAnAuthorizationThatHttpForbids() {
        authorization = "Bearer t0\nken";

        assertThat(run()).isEqualTo(2);
        assertThat(printed).contains("a header must be what http allows").doesNotContain("t0", "\nken");
        assertThat(headers).isEmpty();
    }

    @Test
    void doesNotShowAnAddressThatCannotBeRead() {
        assertThat(runWith("--endpoint", "http://user:t0ken@[host/", "--probe", address("/items/1")))
                .isEqualTo(2);
        assertThat(printed).contains("--endpoint must be an address").doesNotContain("t0ken");
        assertThat(runWith("--endpoint", "//user:t0ken@host/")).isEqualTo(2);
        assertThat(printed).contains("--endpoint must be an address").doesNotContain("t0ken");
    }

    @Test
    void saysWhatToConfigureIfItMayOnlyRead() {
        statusOfPost = 405;

        assertThat(run()).isEqualTo(2);
        assertThat(printed).contains("management.endpoint.rotatingdatasource.access=unrestricted");
    }

    @Test
    void saysThatTheNameIsMissing() {
        assertThat(runWith("--endpoint", address("/items"), "--probe", address("/items/1")))
                .isEqualTo(2);
        assertThat(printed).contains("the address must end in the name of the data source");
    }

    @Test
    void saysThatNobodyAnswers() {
        String closed = address("/");
        server.stop(0);

        assertThat(runWith("--endpoint", closed, "--probe", closed)).isEqualTo(2);
        assertThat(printed).contains("the endpoint does not answer, ConnectException");
    }

    @Test
    void saysWhichArgumentsThereAre() {
        assertThat(runWith()).isEqualTo(2);
        assertThat(printed).contains("--endpoint and --probe must be addresses", "usage: ");
        assertThat(runWith("--threads", "none")).isEqualTo(2);
        assertThat(printed).contains("--threads must be a number from 1 on, but is none");
        assertThat(runWith("--faster")).isEqualTo(2);
        assertThat(printed).contains("there is no argument --faster");
    }
}
