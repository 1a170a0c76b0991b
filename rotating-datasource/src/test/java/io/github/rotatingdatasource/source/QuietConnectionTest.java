package io.github.rotatingdatasource.source;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The client logs what it does, and not what it is told; see also {@code LeakBySidecarTest}. */
class QuietConnectionTest {
    private final Logger client = (Logger) LoggerFactory.getLogger("org.apache.hc");
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

    @TempDir
    private Path directory;

    @BeforeEach
    void logEverything() {
        client.setLevel(Level.TRACE);
        client.setAdditive(false);
        appender.start();
        client.addAppender(appender);
    }

    @AfterEach
    void logAsUsual() {
        client.detachAppender(appender);
        client.setAdditive(true);
        client.setLevel(null);
    }

    @Test
    void logsNothingOfWhatGoesOverIt() throws Exception {
        TlsRig rig = new TlsRig(directory);
        Tls.Store key = rig.key("here", "ip:127.0.0.1");
        try (TlsRig.Server server = new TlsRig.Server(Tls.context(null, key), false)) {
            HttpExchange exchange =
                    new HttpExchange(server.endpoint(), Tls.context(rig.trust("trust", key), null), 1000);
            Exchange.Request request = new Exchange.Request("GET", "/", Map.of("X-Vault-Token", "hvs.t0ken"), null);

            String body = exchange.send(request, HttpExchangeTest.LONG).text();
            exchange.close();

            List<String> said = List.copyOf(appender.list).stream()
                    .map(event -> event.getLoggerName() + " " + event.getFormattedMessage())
                    .toList();
            assertThat(said)
                    .isNotEmpty()
                    .allSatisfy(line -> assertThat(line)
                            .doesNotContain("hvs.t0ken", '"' + body)
                            .doesNotStartWith("org.apache.hc.client5.http.wire")
                            .doesNotStartWith("org.apache.hc.client5.http.headers"));
        }
    }
}
