package io.github.rotatingdatasource.source;

import static io.github.rotatingdatasource.source.HttpExchangeTest.GET;
import static io.github.rotatingdatasource.source.HttpExchangeTest.LONG;
import static io.github.rotatingdatasource.source.HttpExchangeTest.SHORT;
import static io.github.rotatingdatasource.source.RawServer.reply;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.BindException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class UnixSocketTest {
    private final Path socket;
    private final Endpoint endpoint;
    private final HttpExchange exchange;

    UnixSocketTest(@TempDir Path directory) {
        socket = directory.resolve("agent.sock");
        endpoint = Endpoint.parse("unix:" + socket, false);
        exchange = new HttpExchange(endpoint, null, 1000);
    }

    @AfterEach
    void close() {
        exchange.close();
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .until(() -> HttpExchangeTest.exchanges().isEmpty());
    }

    private void assertThatNothingIsSent(Duration limit, String message) {
        ExchangeFailed failure = catchThrowableOfType(ExchangeFailed.class, () -> exchange.send(GET, limit));

        assertThat(failure).hasMessage(message);
        assertThat(failure.wasSent()).isFalse();
    }

    @Test
    void saysThatThereIsNoSocket() {
        assertThatNothingIsSent(LONG, "there is no socket at " + endpoint + " (is the sidecar running?)");
    }

    @Test
    void saysThatNothingListens() throws Exception {
        RawServer.unix(socket, asked -> {}).close();

        assertThatNothingIsSent(LONG, "nothing listens at " + endpoint);
    }

    @Test
    void saysThatItIsAFile() throws Exception {
        Files.writeString(socket, "not a socket");

        assertThatNothingIsSent(LONG, "nothing listens at " + endpoint);
    }

    /** What the JDK throws then; root, as which tests may run, is never refused. */
    @Test
    void saysThatThereIsNoPermission() {
        ExchangeFailed failure = Diagnosis.of(new BindException("Permission denied"), endpoint, false);

        assertThat(failure).hasMessage("no permission to use the socket " + endpoint);
        assertThat(failure.wasSent()).isFalse();
    }

    @Test
    void findsTheSidecarThatWasRestarted() throws Exception {
        try (RawServer first = RawServer.unix(socket, reply("200 OK", "first", "Connection: keep-alive"))) {
            assertThat(exchange.send(GET, LONG).text()).isEqualTo("first");
            assertThat(first.requests()).hasSize(1);
        }
        try (RawServer second = RawServer.unix(socket, reply("200 OK", "second"))) {
            assertThat(exchange.send(GET, LONG).text()).isEqualTo("second");
            assertThat(second.requests()).hasSize(1);
        }
    }

    /** A connect to such a socket blocks for ever, and Apache's connect time-out means nothing to it. */
    @Test
    @EnabledOnOs(OS.LINUX) // others refuse
    void doesNotWaitForASidecarThatAcceptsNobody() throws Exception {
        try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listener.bind(UnixDomainSocketAddress.of(socket), 1);
            List<SocketChannel> waiting = fill();

            assertThatNothingIsSent(SHORT, "no connection within 200 ms");
            for (SocketChannel one : waiting) {
                one.close();
            }
        }
    }

    private List<SocketChannel> fill() throws Exception {
        List<SocketChannel> waiting = new ArrayList<>();
        for (boolean isFull = false; !isFull; ) {
            SocketChannel next = SocketChannel.open(StandardProtocolFamily.UNIX);
            next.configureBlocking(false);
            waiting.add(next);
            try {
                next.connect(UnixDomainSocketAddress.of(socket));
            } catch (SocketException unavailable) {
                isFull = true;
            }
        }
        return waiting;
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void anInterruptEndsAConnect() throws Exception {
        try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listener.bind(UnixDomainSocketAddress.of(socket), 1);
            List<SocketChannel> waiting = fill();
            Thread caller = Thread.currentThread();
            Thread interrupter = new Thread(() -> {
                Awaitility.await()
                        .pollDelay(Duration.ZERO)
                        .until(() -> caller.getState() == Thread.State.TIMED_WAITING);
                caller.interrupt();
            });
            interrupter.start();

            assertThatNothingIsSent(LONG, "the thread was interrupted while it waited for a reply");
            assertThat(Thread.interrupted()).isTrue();
            assertThat(waiting).isNotEmpty();
            for (SocketChannel one : waiting) {
                one.close();
            }
        }
    }
}
