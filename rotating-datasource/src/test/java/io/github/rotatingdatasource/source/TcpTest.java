package io.github.rotatingdatasource.source;

import static io.github.rotatingdatasource.source.HttpExchangeTest.GET;
import static io.github.rotatingdatasource.source.HttpExchangeTest.LONG;
import static io.github.rotatingdatasource.source.HttpExchangeTest.SHORT;
import static io.github.rotatingdatasource.source.RawServer.reply;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

class TcpTest {
    private static void assertThatNothingIsSent(Endpoint endpoint, Duration limit, String message) {
        HttpExchange exchange = new HttpExchange(endpoint, null, 1000);
        ExchangeFailed failure = catchThrowableOfType(ExchangeFailed.class, () -> exchange.send(GET, limit));

        assertThat(failure).hasMessage(message);
        assertThat(failure.wasSent()).isFalse();
        exchange.close();
    }

    @Test
    void saysThatNothingListens() throws Exception {
        RawServer gone = RawServer.tcp(asked -> {});
        gone.close();

        assertThatNothingIsSent(gone.endpoint(), LONG, "nothing listens at " + gone.url());
    }

    @Test
    void saysThatThereIsNoHost() {
        ExchangeFailed failure = Diagnosis.of(
                new UnknownHostException("vault.internal: Name or service not known"),
                Endpoint.parse("https://vault.internal", false),
                false);

        assertThat(failure).hasMessage("there is no host vault.internal");
    }

    @Test
    void doesNotWaitForASidecarThatAcceptsNobody() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            List<Socket> waiting = fill(listener);

            assertThatNothingIsSent(
                    Endpoint.parse("http://127.0.0.1:" + listener.getLocalPort(), false),
                    SHORT,
                    "no connection within 200 ms");
            for (Socket one : waiting) {
                one.close();
            }
        }
    }

    private static List<Socket> fill(ServerSocket listener) throws Exception {
        List<Socket> waiting = new ArrayList<>();
        for (boolean isFull = false; !isFull; ) {
            Socket next = new Socket();
            waiting.add(next);
            try {
                next.connect(listener.getLocalSocketAddress(), 50);
            } catch (SocketTimeoutException full) {
                isFull = true;
            }
        }
        return waiting;
    }

    @Test
    @ResourceLock(Resources.SYSTEM_PROPERTIES)
    void usesNoProxyOfTheJvm() throws Exception {
        List<String> names = List.of("http.proxyHost", "socksProxyHost");
        names.forEach(name -> System.setProperty(name, "127.0.0.2"));
        System.setProperty("http.nonProxyHosts", "");
        System.setProperty("socksNonProxyHosts", "");
        try (RawServer server = RawServer.tcp(reply("200 OK", "direct"))) {
            HttpExchange exchange = new HttpExchange(server.endpoint(), null, 1000);

            assertThat(exchange.send(GET, LONG).text()).isEqualTo("direct");
        } finally {
            names.forEach(System::clearProperty);
            System.clearProperty("http.nonProxyHosts");
            System.clearProperty("socksNonProxyHosts");
        }
    }
}
