package io.github.rotatingdatasource.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import javax.net.SocketFactory;

/**
 * Makes sockets that are counted while they are connected, for pgjdbc's {@code socketFactory} and {@code
 * socketFactoryArg}: the argument is a key of your choice, which tells several pools apart. Thread-safe.
 *
 * <pre>{@code
 * CountedSockets.driverProperties("pool").forEach(hikariConfig::addDataSourceProperty);
 * ...
 * CountedSockets.count("pool").peak();
 * }</pre>
 */
public final class CountedSockets extends SocketFactory {
    private static final Map<String, SocketCount> COUNTS = new ConcurrentHashMap<>();

    private final SocketCount count;

    /** Called by pgjdbc, with the value of {@code socketFactoryArg}. */
    public CountedSockets(String key) {
        this.count = count(key);
    }

    /** Returns the count of the sockets made for {@code key}. */
    public static SocketCount count(String key) {
        return COUNTS.computeIfAbsent(key, unknown -> new SocketCount());
    }

    /** Returns the properties of pgjdbc that make a connection count for {@code key}. */
    public static Map<String, String> driverProperties(String key) {
        return Map.of("socketFactory", CountedSockets.class.getName(), "socketFactoryArg", key);
    }

    @Override
    public Socket createSocket() {
        return new CountedSocket(count);
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return connected(new CountedSocket(count), new InetSocketAddress(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return connected(new CountedSocket(count), new InetSocketAddress(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        return createSocket(InetAddress.getByName(host), port, localHost, localPort);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) throws IOException {
        Socket socket = new CountedSocket(count);
        socket.bind(new InetSocketAddress(localHost, localPort));
        return connected(socket, new InetSocketAddress(host, port));
    }

    private static Socket connected(Socket socket, SocketAddress address) throws IOException {
        try {
            socket.connect(address);
            return socket;
        } catch (IOException failure) {
            socket.close();
            throw failure;
        }
    }

    /** Counts itself once it is connected, until it is closed for the first time. */
    private static final class CountedSocket extends Socket {
        private final SocketCount count;
        private final AtomicBoolean counted = new AtomicBoolean();

        CountedSocket(SocketCount count) {
            this.count = count;
        }

        @Override
        public void connect(SocketAddress endpoint, int timeout) throws IOException {
            super.connect(endpoint, timeout);
            count.add();
            counted.set(true);
            pause(count.delay());
            if (isClosed()) {
                forget(); // closed by another thread, which may have come too early to see that it was counted
            }
        }

        private static void pause(Duration delay) {
            long until = System.nanoTime() + delay.toNanos();
            for (long left = delay.toNanos(); left > 0; left = until - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
        }

        @Override
        public synchronized void close() throws IOException {
            try {
                super.close();
            } finally {
                forget();
            }
        }

        private void forget() {
            if (counted.getAndSet(false)) {
                count.remove();
            }
        }
    }
}
