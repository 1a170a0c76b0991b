package io.github.rotatingdatasource.testkit;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * How an agent asks its server: again and again while the server is down or fails, for as long as its patience lasts,
 * and in Go's words if it gets no answer. Thread-safe: it has no state but the latch that ends its waits.
 */
final class Upstream {
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
    private static final Duration ONE_ATTEMPT = Duration.ofSeconds(60);
    private static final String DEADLINE = "context deadline exceeded";

    private final Supplier<URI> server;
    private final Duration patience;
    private final CountDownLatch stopped = new CountDownLatch(1);

    Upstream(Supplier<URI> server, Duration patience) {
        this.server = server;
        this.patience = patience;
    }

    /** Ends all waits. */
    void stop() {
        stopped.countDown();
    }

    /** Returns the server's answer, or the agent's own 500. */
    Reply ask(Request request) {
        if (patience.isZero()) {
            return once(request, ONE_ATTEMPT);
        }
        long start = System.nanoTime();
        Duration left = patience;
        while (left.compareTo(Duration.ZERO) > 0 && stopped.getCount() > 0) {
            Reply reply = once(request, left);
            Duration pause = pauseAfter(reply);
            if (pause.isZero()) {
                return reply;
            }
            pause(shorter(pause, patience.minusNanos(System.nanoTime() - start)));
            left = patience.minusNanos(System.nanoTime() - start);
        }
        return noAnswer(DEADLINE);
    }

    /** Returns the answer to one attempt. */
    Reply once(Request request, Duration limit) {
        URI uri = server.get();
        try {
            return send(request, uri, limit);
        } catch (SocketTimeoutException late) {
            return noAnswer(DEADLINE);
        } catch (IOException failure) {
            return noAnswer(verb(request) + " \"" + uri + request.target() + "\": " + text(failure, uri));
        }
    }

    private static Reply send(Request request, URI uri, Duration limit) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout((int) Math.max(1, limit.toMillis()));
            socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()));
            socket.getOutputStream().write(Wire.request(request, uri.getAuthority()));
            return Wire.readReply(new BufferedInputStream(socket.getInputStream()), request.method());
        }
    }

    /** Returns how long to wait before the next attempt, or zero if this is the answer. */
    private Duration pauseAfter(Reply reply) {
        boolean failed = (reply.status() >= 500 && reply.status() != 501) || reply.status() == 412;
        Duration pause = failed ? shorter(LONGEST_PAUSE, patience.dividedBy(10)) : Duration.ZERO;
        boolean limited = reply.status() == 429;
        return limited ? seconds(reply.header("Retry-After").orElse("0")) : pause;
    }

    private void pause(Duration pause) {
        try {
            boolean unused = stopped.await(pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static Reply noAnswer(String why) {
        return Reply.errors(500, "failed to get the response: " + why);
    }

    private static String verb(Request request) {
        return request.method().charAt(0) + request.method().substring(1).toLowerCase(Locale.ROOT);
    }

    private static String text(IOException failure, URI uri) {
        return failure instanceof ConnectException
                ? "dial tcp " + uri.getAuthority() + ": connect: connection refused"
                : "EOF";
    }

    private static Duration seconds(String retryAfter) {
        return retryAfter.matches("[0-9]{1,6}") ? Duration.ofSeconds(Long.parseLong(retryAfter)) : Duration.ZERO;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
