package io.github.rotatingdatasource.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/** One request and the connection it came on, while it is answered. Used by the connection's thread only. */
final class Exchange {
    private final Request request;
    private final SocketChannel channel;
    private final OutputStream out;
    private final Endpoint endpoint;
    private boolean closed;

    Exchange(Request request, SocketChannel channel, OutputStream out, Endpoint endpoint) {
        this.request = request;
        this.channel = channel;
        this.out = out;
        this.endpoint = endpoint;
    }

    Request request() {
        return request;
    }

    /** Returns what the server says; the request has been processed then. */
    Reply answer() {
        return endpoint.answer(request);
    }

    void send(Reply reply) throws IOException {
        sendHead(reply);
        if (!request.isHead()) {
            out.write(reply.body());
        }
    }

    void sendHead(Reply reply) throws IOException {
        boolean last =
                request.header("Connection").filter("close"::equalsIgnoreCase).isPresent();
        out.write(Wire.head(reply, last));
        closed |= last;
    }

    /** Returns where the body goes; what is written is sent at once. */
    OutputStream out() {
        return out;
    }

    void hold(Duration limit) {
        endpoint.faults().hold(limit);
    }

    /** Lets the connection end with this exchange. */
    void close() {
        closed = true;
    }

    /** Ends the connection with a reset where there is such a thing. */
    void reset() throws IOException {
        if (channel.supportedOptions().contains(StandardSocketOptions.SO_LINGER)) {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        }
        channel.close();
        closed = true;
    }

    boolean isClosed() {
        return closed;
    }
}
