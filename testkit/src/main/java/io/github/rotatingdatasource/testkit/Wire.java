package io.github.rotatingdatasource.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** HTTP/1.1 as bytes: as much of it as clients of a sidecar speak. No chunks: requests say how long they are. */
final class Wire {
    /** How a {@code Date} is written. */
    static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final int LONGEST_LINE = 65_536;
    private static final Map<Integer, String> REASONS = Map.of(
            200, "OK", 202, "Accepted", 204, "No Content", 400, "Bad Request", 403, "Forbidden", 404, "Not Found");

    private Wire() {}

    /** Reads the next request, or returns null if the client has closed the connection. */
    static @Nullable Request readRequest(InputStream in) throws IOException {
        String line = readLine(in);
        if (line == null) {
            return null;
        }
        String[] parts = line.split(" ", -1);
        if (parts.length != 3) {
            throw new ProtocolException("wanted a request line of three words, found " + parts.length);
        }
        List<Header> headers = readHeaders(in);
        if (value(headers, "Transfer-Encoding").isPresent()) {
            throw new ProtocolException("wanted a Content-Length, found a Transfer-Encoding");
        }
        return new Request(parts[0], parts[1], headers, new String(readBody(in, headers, 0), UTF_8));
    }

    /** Reads the reply to a request with {@code method}. */
    static Reply readReply(InputStream in, String method) throws IOException {
        String line = readLine(in);
        if (line == null) {
            throw new EOFException("EOF");
        }
        int status = Integer.parseInt(line.split(" ", 3)[1]);
        List<Header> headers = readHeaders(in);
        boolean bodiless = method.equals("HEAD") || status == 204;
        return new Reply(status, headers, bodiless ? new byte[0] : readBody(in, headers, -1));
    }

    /** Returns the bytes before the body. */
    static byte[] head(Reply reply, boolean close) {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + reply.status() + " "
                + REASONS.getOrDefault(reply.status(), "Status " + reply.status()) + "\r\n");
        reply.headers().forEach(header -> append(head, header));
        if (reply.header("Date").isEmpty()) {
            append(head, new Header("Date", DATE.format(ZonedDateTime.now(ZoneOffset.UTC))));
        }
        if (reply.header("Content-Length").isEmpty() && reply.status() != 204) {
            append(head, new Header("Content-Length", String.valueOf(reply.body().length)));
        }
        if (close) {
            append(head, new Header("Connection", "close"));
        }
        return head.append("\r\n").toString().getBytes(ISO_8859_1);
    }

    /** Returns the bytes of a request that is the only one of its connection. */
    static byte[] request(Request request, String host) {
        byte[] body = request.body().getBytes(UTF_8);
        StringBuilder head = new StringBuilder(request.method() + " " + request.target() + " HTTP/1.1\r\n");
        append(head, new Header("Host", host));
        request.headers().forEach(header -> append(head, header));
        append(head, new Header("Content-Length", String.valueOf(body.length)));
        append(head, new Header("Connection", "close"));
        head.append("\r\n").append(new String(body, ISO_8859_1));
        return head.toString().getBytes(ISO_8859_1);
    }

    private static void append(StringBuilder head, Header header) {
        head.append(header.name()).append(": ").append(header.value()).append("\r\n");
    }

    private static List<Header> readHeaders(InputStream in) throws IOException {
        List<Header> headers = new ArrayList<>();
        for (String line = readLine(in); ; line = readLine(in)) {
            if (line == null) {
                throw new EOFException("unexpected EOF");
            }
            if (line.isEmpty()) {
                return headers;
            }
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new ProtocolException("wanted a header with a colon, found a line of " + line.length());
            }
            headers.add(new Header(
                    line.substring(0, colon), line.substring(colon + 1).strip()));
        }
    }

    /** Reads the body; without a length as many bytes as {@code otherwise}, or all there are if that is negative. */
    private static byte[] readBody(InputStream in, List<Header> headers, int otherwise) throws IOException {
        int length = value(headers, "Content-Length").map(Integer::parseInt).orElse(otherwise);
        if (length < 0) {
            return in.readAllBytes();
        }
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException("unexpected EOF");
        }
        return body;
    }

    private static Optional<String> value(List<Header> headers, String name) {
        return headers.stream()
                .filter(header -> header.is(name))
                .map(Header::value)
                .findFirst();
    }

    private static @Nullable String readLine(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0 && line.isEmpty()) {
                return null;
            }
            if (next < 0 || line.length() > LONGEST_LINE) {
                throw new EOFException("unexpected EOF");
            }
            line.append((char) next);
        }
        int end = line.length() - 1;
        return end >= 0 && line.charAt(end) == '\r' ? line.substring(0, end) : line.toString();
    }
}
