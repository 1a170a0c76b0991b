package io.github.rotatingdatasource.testkit;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a server or an agent listens: a free TCP port of 127.0.0.1, which it keeps when it is stopped and started again,
 * and a Unix socket if one is wanted. Connections are kept alive. What it is asked is in {@link #requests()}, and how it
 * fails in {@link #faults()}.
 *
 * <p>Thread-safe: the monitor guards starting and stopping; each connection has a daemon thread.
 */
public final class Endpoint {
    private static final Logger LOG = LoggerFactory.getLogger(Endpoint.class);

    private final Function<Request, Reply> server;
    private final @Nullable Path socket;
    private final RequestLog requests = new RequestLog();
    private final Faults faults = new Faults();
    private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
    private final List<Future<?>> listeners = new ArrayList<>();
    private @Nullable ExecutorService threads;
    private volatile int port;

    Endpoint(Function<Request, Reply> server, @Nullable Path socket) {
        this.server = server;
        this.socket = socket;
    }

    /** Returns {@code http://127.0.0.1:port}, without a slash at the end. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Returns the TCP port. */
    public int port() {
        return port;
    }

    /** Returns what has been asked. */
    public RequestLog requests() {
        return requests;
    }

    /** Returns how to make it fail. */
    public Faults faults() {
        return faults;
    }

    /** Binds to the addresses, the same as before if there was a before, and returns when they accept connections. */
    synchronized void start() {
        if (threads != null) {
            throw new IllegalStateException("the endpoint at port " + port + " is running already");
        }
        ExecutorService starting = Executors.newCachedThreadPool(Endpoint::daemon);
        threads = starting;
        try {
            listenAtPort(starting);
            if (socket != null) {
                Files.deleteIfExists(socket);
                listen(starting, ServerSocketChannel.open(StandardProtocolFamily.UNIX), socketAddress(socket));
            }
        } catch (IOException failure) {
            kill();
            throw new UncheckedIOException("could not listen at port " + port + " and socket " + socket, failure);
        }
    }

    /** Stops as on SIGTERM: ends every connection and deletes the socket's file. Does nothing the second time. */
    synchronized void stop() {
        if (threads != null) {
            kill();
            deleteSocket();
        }
    }

    /** Stops as on SIGKILL: ends every connection and leaves the socket's file behind. */
    synchronized void kill() {
        ExecutorService stopping = threads;
        threads = null;
        if (stopping != null) {
            stopping.shutdown();
            open.forEach(Endpoint::close);
            faults.release();
            listeners.forEach(Endpoint::await);
            listeners.clear();
        }
    }

    Reply answer(Request request) {
        return server.apply(request);
    }

    private void listenAtPort(ExecutorService starting) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open();
        listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        listen(starting, listener, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        port = listener.socket().getLocalPort();
    }

    private void listen(ExecutorService starting, ServerSocketChannel listener, SocketAddress address)
            throws IOException {
        open.add(listener);
        listener.bind(address);
        listeners.add(starting.submit(() -> accept(starting, listener)));
    }

    private void accept(ExecutorService serving, ServerSocketChannel listener) {
        try {
            while (true) {
                begin(serving, listener.accept());
            }
        } catch (IOException | RejectedExecutionException stopped) {
            LOG.debug("no more connections: {}", stopped.toString());
        } finally {
            open.remove(listener);
            close(listener);
        }
    }

    private void begin(ExecutorService serving, SocketChannel connection) throws IOException {
        if (connection.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY)) {
            connection.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }
        open.add(connection); // before it is served, so that one that comes while we stop is closed here or there
        try {
            serving.execute(() -> serve(connection));
        } catch (RejectedExecutionException stopped) {
            close(connection);
            throw stopped;
        }
    }

    private void serve(SocketChannel connection) {
        try (connection;
                InputStream in = new BufferedInputStream(Channels.newInputStream(connection));
                OutputStream out = Channels.newOutputStream(connection)) {
            Request request = Wire.readRequest(in);
            while (request != null && exchange(new Exchange(request, connection, out, this))) {
                request = Wire.readRequest(in);
            }
        } catch (IOException gone) {
            LOG.debug("a connection ended: {}", gone.toString());
        } finally {
            open.remove(connection);
        }
    }

    /** Answers one request, and returns whether the connection may bring another one. */
    private boolean exchange(Exchange exchange) throws IOException {
        RequestLog.Entry entry = requests.begin(exchange.request());
        try {
            Fault fault = faults.strike(exchange.request());
            if (fault == null) {
                exchange.send(exchange.answer());
            } else {
                fault.strike(exchange);
            }
            return !exchange.isClosed();
        } finally {
            requests.end(entry);
        }
    }

    private void deleteSocket() {
        try {
            if (socket != null) {
                Files.deleteIfExists(socket);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("could not delete the socket " + socket, failure);
        }
    }

    private static SocketAddress socketAddress(Path socket) {
        return UnixDomainSocketAddress.of(socket);
    }

    /** Waits for a thread that accepts: as long as it does, the system takes connections for it although it is closed. */
    private static void await(Future<?> listener) {
        try {
            listener.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException failure) {
            LOG.warn("a listener failed", failure);
        }
    }

    private static void close(Closeable channel) {
        try {
            channel.close();
        } catch (IOException failure) {
            LOG.debug("could not close {}", channel, failure);
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "testkit-http");
        thread.setDaemon(true);
        return thread;
    }
}
