package io.github.rotatingdatasource.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;

/**
 * A way for an {@link Endpoint} to fail, or to answer badly; {@link Faults} says which requests it strikes. Immutable.
 *
 * <p>Faults that answer by themselves do not process the request: nothing is made, no lease is issued.
 */
public final class Fault {
    private static final int CHUNK = 65_536;

    private final String name;
    private final Play play;

    private Fault(String name, Play play) {
        this.name = name;
        this.play = play;
    }

    /** Returns a fault that answers with this status, and these errors in the JSON shape of Vault. */
    public static Fault status(int status, String... errors) {
        return new Fault(
                "status " + status,
                exchange -> exchange.send(Reply.errors(status, errors).asOfServer()));
    }

    /** Returns a fault that answers 429 as a rate limit quota does, without {@code Retry-After}. */
    public static Fault rateLimited() {
        return new Fault("rate limited", exchange -> exchange.send(tooMany(exchange.request())));
    }

    /**
     * Returns a fault that answers 429 as a rate limit quota does, with its headers.
     *
     * @param retryAfter what {@code Retry-After} says: seconds, or anything else
     */
    public static Fault rateLimited(String retryAfter) {
        return new Fault(
                "rate limited, retry after " + retryAfter,
                exchange -> exchange.send(tooMany(exchange.request())
                        .with("Retry-After", retryAfter)
                        .with("X-Ratelimit-Limit", "1")
                        .with("X-Ratelimit-Remaining", "0")
                        .with("X-Ratelimit-Reset", retryAfter)
                        .sorted()));
    }

    /** Returns a fault that answers with this status and a {@code Location}. */
    public static Fault redirect(int status, String location) {
        return new Fault(
                "redirect",
                exchange -> exchange.send(Reply.empty(status).asOfServer().with("Location", location)));
    }

    /** Returns a fault that lets a request wait until {@link Faults#release()}, and then processes and answers it. */
    public static Fault hang() {
        return slow(Duration.ofDays(1));
    }

    /** Returns a fault that lets a request wait this long, and then processes and answers it. */
    public static Fault slow(Duration wait) {
        return new Fault("slow", exchange -> {
            exchange.hold(wait);
            exchange.send(exchange.answer());
        });
    }

    /** Returns a fault that processes a request (the lease is made) and answers after {@link Faults#release()}. */
    public static Fault hangAfterProcessing() {
        return new Fault("hang after processing", exchange -> {
            Reply reply = exchange.answer();
            exchange.hold(Duration.ofDays(1));
            exchange.send(reply);
        });
    }

    /** Returns a fault that resets the connection and processes nothing. A Unix socket knows no reset: it is closed. */
    public static Fault reset() {
        return new Fault("reset", Exchange::reset);
    }

    /** Returns a fault that closes the connection without an answer and processes nothing. */
    public static Fault close() {
        return new Fault("close", Exchange::close);
    }

    /** Returns a fault that processes a request (the lease is made) and closes the connection without an answer. */
    public static Fault closeAfterProcessing() {
        return new Fault("close after processing", exchange -> {
            exchange.answer();
            exchange.close();
        });
    }

    /** Returns a fault that answers with this status and a page, as a proxy in between does. */
    public static Fault html(int status) {
        String page = "<html><head><title>" + status + "</title></head><body><h1>proxy</h1></body></html>\n";
        return new Fault(
                "html " + status,
                exchange -> exchange.send(
                        Reply.empty(status).with("Content-Type", "text/html").withBody(page)));
    }

    /** Returns a fault that answers 200 with these bytes and the headers of a good answer. */
    public static Fault body(String body) {
        return new Fault(
                "another body",
                exchange -> exchange.send(Reply.empty(200)
                        .with("Content-Type", "application/json")
                        .withBody(body)
                        .asOfServer()));
    }

    /** Returns a fault that answers 200 with nothing. */
    public static Fault emptyBody() {
        return body("");
    }

    /** Returns a fault that answers 200 with JSON that does not end before this many bytes, written as they are read. */
    public static Fault hugeBody(long bytes) {
        return new Fault("huge body", exchange -> {
            exchange.sendHead(Reply.empty(200)
                    .with("Content-Type", "application/json")
                    .with("Content-Length", String.valueOf(bytes)));
            writeHuge(exchange.out(), bytes);
            exchange.close();
        });
    }

    /** Returns a fault that processes a request and answers with the first half of the JSON, its length given truly. */
    public static Fault truncatedJson() {
        return new Fault("truncated json", exchange -> {
            Reply reply = exchange.answer();
            String text = reply.text();
            exchange.send(new Reply(
                    reply.status(),
                    reply.headers().stream()
                            .filter(header -> !header.is("Content-Length"))
                            .toList(),
                    text.substring(0, text.length() / 2).getBytes(UTF_8)));
        });
    }

    /** Returns a fault that processes a request, promises 100 bytes more than it then writes, and closes. */
    public static Fault wrongLength() {
        return new Fault("wrong length", exchange -> {
            Reply reply = exchange.answer();
            exchange.sendHead(reply.with("Content-Length", String.valueOf(reply.body().length + 100)));
            exchange.out().write(reply.body());
            exchange.close();
        });
    }

    /** Returns a fault that processes a request and writes the body byte by byte, each after {@code pause}. */
    public static Fault dribble(Duration pause) {
        return new Fault("dribble", exchange -> {
            Reply reply = exchange.answer();
            exchange.sendHead(reply);
            for (byte next : reply.body()) {
                exchange.hold(pause);
                exchange.out().write(next);
            }
        });
    }

    void strike(Exchange exchange) throws IOException {
        play.strike(exchange);
    }

    @Override
    public String toString() {
        return "Fault[" + name + "]";
    }

    private static Reply tooMany(Request request) {
        String path = request.path().replaceFirst("^/v1/", "");
        return Reply.errors(429, "request path \"" + path + "\": rate limit quota exceeded")
                .asOfServer();
    }

    private static void writeHuge(OutputStream out, long bytes) throws IOException {
        byte[] start = "{\"data\":{\"password\":\"".getBytes(UTF_8);
        byte[] chunk = new byte[CHUNK];
        Arrays.fill(chunk, (byte) 'x');
        out.write(start, 0, (int) Math.min(start.length, bytes));
        for (long left = bytes - start.length; left > 0; left -= CHUNK) {
            out.write(chunk, 0, (int) Math.min(CHUNK, left));
        }
    }

    /** What happens instead of a plain answer. */
    private interface Play {
        void strike(Exchange exchange) throws IOException;
    }
}
