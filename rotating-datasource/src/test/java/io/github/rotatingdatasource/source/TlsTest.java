package io.github.rotatingdatasource.source;

import static io.github.rotatingdatasource.source.HttpExchangeTest.GET;
import static io.github.rotatingdatasource.source.HttpExchangeTest.LONG;
import static io.github.rotatingdatasource.source.HttpExchangeTest.SHORT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.rotatingdatasource.source.Tls.Store;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.assertj.core.util.Throwables;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
    @TempDir
    static Path directory;

    private static TlsRig rig;
    private static Store here;
    private static Store elsewhere;
    private static Store old;
    private static Store trust;

    @BeforeAll
    static void makeKeys() throws Exception {
        rig = new TlsRig(directory);
        here = rig.key("here", "dns:localhost,ip:127.0.0.1");
        elsewhere = rig.key("elsewhere", "dns:elsewhere.example");
        old = rig.expiredKey("old", "ip:127.0.0.1");
        trust = rig.trust("trust", here, elsewhere, old);
    }

    private static String ask(Endpoint endpoint, @Nullable SSLContext context, Duration limit) throws Exception {
        HttpExchange exchange = new HttpExchange(endpoint, context, 1000);
        try {
            return exchange.send(GET, limit).text();
        } finally {
            exchange.close();
        }
    }

    private static void assertThatItIsRefused(Store key, @Nullable SSLContext context, String message)
            throws Exception {
        try (TlsRig.Server server = new TlsRig.Server(Tls.context(null, key), false)) {
            ExchangeFailed failure =
                    catchThrowableOfType(ExchangeFailed.class, () -> ask(server.endpoint(), context, LONG));

            assertThat(failure)
                    .hasMessage(message.replace("X", server.endpoint().toString()));
            assertThat(failure.wasSent()).isFalse();
        }
    }

    @Test
    void refusesWhomNobodyTrusts() throws Exception {
        String message = "the certificate of X is not trusted: no issuer of it is in the trust store";

        assertThatItIsRefused(here, null, message);
        assertThatItIsRefused(here, Tls.context(rig.trust("other", elsewhere), null), message);
    }

    @Test
    void refusesACertificateForAnotherHost() throws Exception {
        assertThatItIsRefused(elsewhere, Tls.context(trust, null), "the certificate of X is for another host");
    }

    @Test
    void refusesACertificateThatHasExpired() throws Exception {
        assertThatItIsRefused(old, Tls.context(trust, null), "the certificate of X has expired");
    }

    @Test
    void trustsWhatIsInAStoreOrInPem() throws Exception {
        try (TlsRig.Server server = new TlsRig.Server(Tls.context(null, here), false)) {
            assertThat(ask(server.endpoint(), Tls.context(trust, null), LONG)).isEqualTo("secure");
            Store pem = rig.pem("both", elsewhere, here);
            assertThat(ask(server.endpoint(), Tls.context(pem, null), LONG)).isEqualTo("secure");
        }
    }

    @Test
    void showsACertificateOfOurs() throws Exception {
        try (TlsRig.Server server = new TlsRig.Server(Tls.context(trust, here), true)) {
            assertThat(ask(server.endpoint(), Tls.context(trust, elsewhere), LONG))
                    .isEqualTo("secure");
        }
    }

    /** With TLS 1.3 the server says so only after the request, and its alert may be lost when it closes the connection. */
    @Test
    void failsWithoutACertificateOfOurs() throws Exception {
        try (TlsRig.Server server = new TlsRig.Server(Tls.context(trust, here), true)) {
            SSLContext context = Tls.context(trust, null);

            assertThat(catchThrowableOfType(ExchangeFailed.class, () -> ask(server.endpoint(), context, LONG)))
                    .isNotNull();
        }
    }

    @Test
    void saysThatACertificateOfOursIsRefused() {
        SSLException failure = new SSLException("Received fatal alert: bad_certificate");
        Endpoint endpoint = Endpoint.parse("https://127.0.0.1:8200", false);

        assertThat(Diagnosis.of(failure, endpoint, true))
                .hasMessage(
                        endpoint + " refused TLS with the alert bad_certificate, which may mean that it wants another"
                                + " client certificate");
    }

    @Test
    void doesNotWaitForAHandshake() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Endpoint endpoint = Endpoint.parse("https://127.0.0.1:" + silent.getLocalPort(), false);
            ExchangeFailed failure = catchThrowableOfType(ExchangeFailed.class, () -> ask(endpoint, null, SHORT));

            assertThat(failure).hasMessage("no connection within 200 ms");
            assertThat(failure.wasSent()).isFalse();
        }
    }

    @Test
    void saysThatTheOtherSideDoesNotSpeakTls() {
        SSLException failure = new SSLException("Unsupported or unrecognized SSL message");
        Endpoint endpoint = Endpoint.parse("https://127.0.0.1:8200", false);

        assertThat(Diagnosis.of(failure, endpoint, false)).hasMessage(endpoint + " does not speak TLS");
    }

    @Test
    void refusesStoresOfNoUse() throws Exception {
        Store missing = new Store(directory.resolve("missing.p12"), TlsRig.PASSWORD);
        Store other = new Store(here.path(), "another");
        Store text = new Store(Files.writeString(directory.resolve("text.txt"), "text"), null);
        Store empty = new Store(Files.writeString(directory.resolve("empty.pem"), ""), null);

        assertThatStoresAreRefused(missing, null, "trust store " + missing + " cannot be read");
        assertThatStoresAreRefused(new Store(missing.path(), null), null, "trust store " + missing + " cannot be read");
        assertThatStoresAreRefused(
                other, null, "trust store " + here + " cannot be opened: its password is another, or");
        assertThatStoresAreRefused(text, null, "trust store " + text + " must have PEM certificates, since it has no");
        assertThatStoresAreRefused(empty, null, "trust store " + empty + " has no trusted certificate");
        assertThatStoresAreRefused(here, null, "trust store " + here + " has no trusted certificate");
        assertThatStoresAreRefused(null, trust, "key store " + trust + " has no private key");
        assertThatStoresAreRefused(null, text, "key store " + text + " needs a password");
        assertThatStoresAreRefused(null, missing, "key store " + missing + " cannot be read");
    }

    private static void assertThatStoresAreRefused(@Nullable Store trust, @Nullable Store key, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tls.context(trust, key))
                .withMessageStartingWith(message)
                .satisfies(e -> assertThat(Throwables.getStackTrace(e)).doesNotContain(TlsRig.PASSWORD));
    }

    @Test
    void keepsPasswordsToItself() {
        assertThat(trust).hasToString(trust.path().toString());
    }
}
