package io.github.rotatingdatasource.source;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rotatingdatasource.source.Tls.Store;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** Throwaway keys, made by the JDK's keytool, and a server that shows them. */
final class TlsRig {
    static final String PASSWORD = "s3cret";

    private final Path directory;

    TlsRig(Path directory) {
        this.directory = directory;
    }

    /** Returns a key store with a certificate for {@code names}, such as {@code dns:localhost,ip:127.0.0.1}. */
    Store key(String name, String names) throws Exception {
        return generate(name, name, "-ext", "san=" + names);
    }

    /** Returns a key store with a certificate that was good yesterday; its issuer still is, which alone is not checked. */
    Store expiredKey(String name, String names) throws Exception {
        generate(name, "issuer", "-ext", "bc=ca:true");
        Store store = generate(
                name, name, "-ext", "san=" + names, "-signer", "issuer", "-startdate", "-2d", "-validity", "1");
        KeyStore keys = KeyStore.getInstance(store.path().toFile(), PASSWORD.toCharArray());
        keys.deleteEntry("issuer");
        write(keys, store.path());
        return store;
    }

    private Store generate(String file, String alias, String... more) throws Exception {
        Store store = new Store(directory.resolve(file + ".p12"), PASSWORD);
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        List<String> command = new ArrayList<>(List.of(keytool, "-genkeypair", "-alias", alias, "-keyalg", "EC"));
        command.addAll(List.of("-dname", "CN=" + alias, "-keystore", store.toString(), "-storepass", PASSWORD));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("keytool.log").toFile())
                .start();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isZero();
        return store;
    }

    /** Returns a trust store with the certificates of these keys. */
    Store trust(String name, Store... keys) throws Exception {
        KeyStore trust = KeyStore.getInstance("PKCS12");
        trust.load(null, null);
        for (Store key : keys) {
            trust.setCertificateEntry(key.path().getFileName().toString(), certificate(key));
        }
        Path file = directory.resolve(name + ".p12");
        write(trust, file);
        return new Store(file, PASSWORD);
    }

    private static void write(KeyStore store, Path file) throws Exception {
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD.toCharArray());
        }
    }

    Store pem(String name, Store... keys) throws Exception {
        StringBuilder text = new StringBuilder();
        for (Store key : keys) {
            text.append("-----BEGIN CERTIFICATE-----\n")
                    .append(Base64.getMimeEncoder()
                            .encodeToString(certificate(key).getEncoded()))
                    .append("\n-----END CERTIFICATE-----\n");
        }
        return new Store(Files.writeString(directory.resolve(name + ".pem"), text), null);
    }

    /** Returns who vouches for a key, itself or its issuer. */
    private static Certificate certificate(Store key) throws Exception {
        KeyStore store = KeyStore.getInstance(key.path().toFile(), PASSWORD.toCharArray());
        Certificate[] chain = store.getCertificateChain(store.aliases().nextElement());
        return chain[chain.length - 1];
    }

    /** A server that answers each request with "secure". */
    static final class Server implements AutoCloseable {
        private final SSLServerSocket listener;

        Server(SSLContext context, boolean wantsCertificate) throws IOException {
            listener = (SSLServerSocket)
                    context.getServerSocketFactory().createServerSocket(0, 10, InetAddress.getLoopbackAddress());
            listener.setNeedClientAuth(wantsCertificate);
            Thread thread = new Thread(this::serve, "tls-server");
            thread.setDaemon(true);
            thread.start();
        }

        Endpoint endpoint() {
            return Endpoint.parse("https://127.0.0.1:" + listener.getLocalPort(), false);
        }

        private void serve() {
            while (!listener.isClosed()) {
                try (SSLSocket socket = (SSLSocket) listener.accept()) {
                    if (socket.getInputStream().read(new byte[4096]) > 0) {
                        socket.getOutputStream()
                                .write("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecure".getBytes(US_ASCII));
                    }
                } catch (IOException failed) {
                    // the client went away, as most tests want
                }
            }
        }

        @Override
        public void close() throws IOException {
            listener.close();
        }
    }
}
