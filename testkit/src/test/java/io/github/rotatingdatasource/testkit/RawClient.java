package io.github.rotatingdatasource.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Map;

/** One connection that sends exactly the headers it is told to, in that order. */
final class RawClient implements AutoCloseable {
    private final SocketChannel channel;
    private final InputStream in;

    private RawClient(SocketChannel channel) {
        this.channel = channel;
        this.in = new BufferedInputStream(Channels.newInputStream(channel));
    }

    static RawClient to(Endpoint endpoint) throws IOException {
        return to(new InetSocketAddress(InetAddress.getLoopbackAddress(), endpoint.port()));
    }

    static RawClient to(Path socket) throws IOException {
        return to(UnixDomainSocketAddress.of(socket));
    }

    private static RawClient to(SocketAddress address) throws IOException {
        return new RawClient(SocketChannel.open(address));
    }

    /** Sends a GET without headers to {@code endpoint}, and returns the reply. */
    static Reply get(Endpoint endpoint, String target) throws IOException {
        return get(endpoint, target, Map.of());
    }

    static Reply get(Endpoint endpoint, String target, Map<String, String> headers) throws IOException {
        return ask(endpoint, "GET", target, headers, "");
    }

    static Reply ask(Endpoint endpoint, String method, String target, Map<String, String> headers, String body)
            throws IOException {
        try (RawClient client = to(endpoint)) {
            client.send(method, target, headers, body);
            return client.reply(method);
        }
    }

    void send(String method, String target, Map<String, String> headers, String body) throws IOException {
        StringBuilder text = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
        headers.forEach((name, value) -> text.append(name + ": " + value + "\r\n"));
        byte[] bytes = body.getBytes(UTF_8);
        text.append(bytes.length == 0 ? "\r\n" : "Content-Length: " + bytes.length + "\r\n\r\n" + body);
        channel.write(ByteBuffer.wrap(text.toString().getBytes(UTF_8)));
    }

    Reply reply(String method) throws IOException {
        return Wire.readReply(in, method);
    }

    InputStream in() {
        return in;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
