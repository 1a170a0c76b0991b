package io.github.rotatingdatasource.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FaultsTest {
    private static final String BODY = "{\"data\":{\"password\":\"secret\"}}";

    @TempDir
    private Path directory = Path.of("");

    private final AtomicInteger processed = new AtomicInteger();
    private Endpoint endpoint = new Endpoint(this::answer, null);

    @BeforeEach
    void start() {
        endpoint = new Endpoint(this::answer, directory.resolve("s"));
        endpoint.start();
    }

    @AfterEach
    void stop() {
        endpoint.stop();
    }

    @Test
    void strikesTheNextRequestsOnly() throws Exception {
        endpoint.faults().next(2, Fault.status(503, "Vault is sealed"));

        assertThat(get().text()).isEqualTo("{\"errors\":[\"Vault is sealed\"]}\n");
        assertThat(get().status()).isEqualTo(503);
        assertThat(get().status()).isEqualTo(200);
        assertThat(processed).hasValue(1);
    }

    @Test
    void strikesUntilItIsCleared() throws Exception {
        endpoint.faults().always(Fault.status(500, "x"));
        assertThat(get().status()).isEqualTo(500);
        assertThat(get().status()).isEqualTo(500);

        endpoint.faults().clear();

        assertThat(get().status()).isEqualTo(200);
    }

    @Test
    void strikesOnePathOnly() throws Exception {
        endpoint.faults().always("/v1/database", Fault.html(502));

        assertThat(RawClient.get(endpoint, "/v1/database/creds/x").text()).startsWith("<html>");
        assertThat(RawClient.get(endpoint, "/v1/sys/health").status()).isEqualTo(200);
    }

    @Test
    void prefersTheNextToAll() throws Exception {
        endpoint.faults().always(Fault.status(500));
        endpoint.faults().next(1, Fault.status(429));

        assertThat(get().status()).isEqualTo(429);
        assertThat(get().status()).isEqualTo(500);
    }

    @Test
    void hangsUntilReleased() throws Exception {
        endpoint.faults().next(1, Fault.hang());
        CompletableFuture<Reply> reply = CompletableFuture.supplyAsync(this::uncheckedGet);
        await().until(() -> endpoint.faults().hanging() == 1);
        assertThat(processed).hasValue(0);
        assertThat(reply).isNotDone();

        endpoint.faults().release();

        assertThat(reply.get().status()).isEqualTo(200);
        assertThat(endpoint.faults().hanging()).isZero();
    }

    @Test
    void endsWhatHangsWhenItStops() throws Exception {
        endpoint.faults().next(1, Fault.hangAfterProcessing());
        try (RawClient client = RawClient.to(endpoint)) {
            client.send("GET", "/", Map.of(), "");
            await().until(() -> endpoint.faults().hanging() == 1);
            assertThat(processed).hasValue(1);

            endpoint.stop();

            assertThatThrownBy(() -> client.reply("GET")).isInstanceOf(IOException.class);
        }
        await().until(() -> endpoint.faults().hanging() == 0);
    }

    @Test
    void resetsTheConnection() {
        endpoint.faults().next(1, Fault.reset());

        assertThatThrownBy(this::get).isInstanceOf(SocketException.class);
        assertThat(processed).hasValue(0);
    }

    @Test
    void closesAUnixSocketInsteadOfAReset() throws Exception {
        endpoint.faults().next(1, Fault.reset());
        try (RawClient client = RawClient.to(directory.resolve("s"))) {
            client.send("GET", "/", Map.of(), "");

            assertThatThrownBy(() -> client.reply("GET")).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void closesWithoutAnAnswer() {
        endpoint.faults().next(1, Fault.close());

        assertThatThrownBy(this::get).isInstanceOf(EOFException.class);
        assertThat(processed).hasValue(0);
    }

    @Test
    void closesOnceItHasProcessedTheRequest() {
        endpoint.faults().next(1, Fault.closeAfterProcessing());

        assertThatThrownBy(this::get).isInstanceOf(EOFException.class);
        assertThat(processed).hasValue(1);
    }

    @Test
    void answersWithNothing() throws Exception {
        endpoint.faults().next(1, Fault.emptyBody());

        Reply reply = get();

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEmpty();
        assertThat(reply.header("Content-Type")).contains("application/json");
    }

    @Test
    void streamsABodyThatNobodyWantsToKeep() throws Exception {
        endpoint.faults().next(1, Fault.hugeBody(100_000_000));
        try (RawClient client = RawClient.to(endpoint)) {
            client.send("GET", "/", Map.of(), "");
            assertThat(new String(client.in().readNBytes(12), US_ASCII)).isEqualTo("HTTP/1.1 200");

            long rest = client.in().transferTo(OutputStream.nullOutputStream());

            assertThat(rest).isBetween(100_000_000L, 100_001_000L);
        }
    }

    @Test
    void cutsTheJson() throws Exception {
        endpoint.faults().next(1, Fault.truncatedJson());

        assertThat(get().text()).isEqualTo(BODY.substring(0, BODY.length() / 2));
    }

    @Test
    void promisesMoreThanItSends() {
        endpoint.faults().next(1, Fault.wrongLength());

        assertThatThrownBy(this::get).isInstanceOf(EOFException.class);
        assertThat(processed).hasValue(1);
    }

    @Test
    void dribbles() throws Exception {
        endpoint.faults().next(1, Fault.dribble(Duration.ofHours(1)));
        CompletableFuture<Reply> reply = CompletableFuture.supplyAsync(this::uncheckedGet);

        await().pollInterval(Duration.ofMillis(1)).until(() -> {
            endpoint.faults().release(); // one byte more
            return reply.isDone();
        });

        assertThat(reply.get().text()).isEqualTo(BODY);
    }

    @Test
    void saysHowLongToWait() throws Exception {
        endpoint.faults().next(1, Fault.rateLimited("7"));

        assertThat(RawClient.get(endpoint, "/v1/a/b?c").header("Retry-After")).contains("7");
    }

    @Test
    void redirects() throws Exception {
        endpoint.faults().next(1, Fault.redirect(307, "http://elsewhere"));

        assertThat(get().header("Location")).contains("http://elsewhere");
    }

    private Reply answer(Request request) {
        processed.incrementAndGet();
        return Reply.empty(200).withBody(BODY);
    }

    private Reply get() throws IOException {
        return RawClient.get(endpoint, "/");
    }

    private Reply uncheckedGet() {
        try {
            return get();
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
