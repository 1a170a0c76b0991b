package io.github.rotatingdatasource.source;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server that reads requests honestly, counts them, and answers with whatever bytes and faults a test wants. */
final class RawServer implements AutoCloseable {
    private static final Pattern LENGTH = Pattern.compile("Content-Length: (\\d+)");

    private final ServerSocketChannel listener;
    private final SocketAddress address;
    private final Answer answer;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<SocketChannel> connections = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    /** What the server does when it has read a request, before it closes the connection. */
    @FunctionalInterface
    interface Answer {
        void to(Asked asked) throws Exception;
    }

    /** The kinds of address that a sidecar listens at. */
    enum Transport {
        TCP,
        UNIX
    }

    private RawServer(ServerSocketChannel listener, SocketAddress address, Answer answer) {
        this.listener = listener;
        this.address = address;
        this.answer = answer;
        start(this::acceptAll);
    }

    static RawServer on(Transport transport, Path directory, Answer answer) throws IOException {
        return transport == Transport.TCP ? tcp(answer) : unix(directory.resolve("agent.sock"), answer);
    }

    static RawServer tcp(Answer answer) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open();
        listener.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0));
        return new RawServer(listener, listener.getLocalAddress(), answer);
    }

    static RawServer unix(Path socket, Answer answer) throws IOException {
        Files.deleteIfExists(socket);
        SocketAddress address = UnixDomainSocketAddress.of(socket);
        ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listener.bind(address);
        return new RawServer(listener, address, answer);
    }

    /** Returns an answer of these lines and this body, with its true length. */
    static Answer reply(String status, String body, String... headers) {
        StringBuilder text = new StringBuilder("HTTP/1.1 " + status + "\r\n");
        for (String header : headers) {
            text.append(header).append("\r\n");
        }
        text.append("Content-Length: ").append(body.length()).append("\r\n\r\n").append(body);
        return asked -> asked.write(text.toString());
    }

    /** Returns an answer that is never given. */
    static Answer hang(String begin) {
        return asked -> {
            asked.write(begin);
            asked.untilClosed();
        };
    }

    String url() {
        return address instanceof InetSocketAddress inet ? "http://127.0.0.1:" + inet.getPort() : "unix:" + address;
    }

    Endpoint endpoint() {
        return Endpoint.parse(url(), false);
    }

    /** Returns what was asked until now, byte for byte. */
    List<String> requests() {
        return requests;
    }

    private void acceptAll() {
        try {
            while (true) {
                SocketChannel connection = listener.accept();
                connections.add(connection);
                start(() -> serve(connection));
            }
        } catch (IOException stopped) {
            // the test is over
        }
    }

    private void serve(SocketChannel connection) {
        try (connection) {
            requests.add(request(connection));
            answer.to(new Asked(connection));
        } catch (Exception gone) {
            // the client hung up, as some tests want
        }
    }

    private static String request(SocketChannel connection) throws IOException {
        StringBuilder text = new StringBuilder();
        ByteBuffer buffer = ByteBuffer.allocate(4096);
        while (!isWhole(text) && connection.read(buffer) >= 0) {
            text.append(ISO_8859_1.decode(buffer.flip()));
            buffer.clear();
        }
        return text.toString();
    }

    private static boolean isWhole(StringBuilder text) {
        int end = text.indexOf("\r\n\r\n");
        Matcher length = LENGTH.matcher(text);
        return end >= 0 && text.length() >= end + 4 + (length.find() ? Integer.parseInt(length.group(1)) : 0);
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "raw-server");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        listener.close();
        for (SocketChannel connection : connections) {
            connection.close();
        }
    }

    /** A connection whose request was read. */
    final class Asked {
        private final SocketChannel connection;

        Asked(SocketChannel connection) {
            this.connection = connection;
        }

        void write(String text) throws IOException {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(ISO_8859_1));
            while (bytes.hasRemaining()) {
                connection.write(bytes);
            }
        }

        /** Returns whether the client ends the connection as it should, and with nothing more. */
        boolean endsWell() {
            try {
                return connection.read(ByteBuffer.allocate(1)) < 0;
            } catch (IOException reset) {
                return false;
            }
        }

        /** Makes the end of the connection a reset. */
        void reset() throws IOException {
            connection.setOption(StandardSocketOptions.SO_LINGER, 0);
        }

        void untilClosed() throws InterruptedException {
            closed.await();
        }

        /** Writes {@code text} again and again, until nobody reads it any more. */
        void writeForEver(String text, long pauseMillis) throws Exception {
            while (!closed.await(pauseMillis, TimeUnit.MILLISECONDS)) {
                write(text);
            }
        }
    }
}
