package io.github.rotatingdatasource.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An answer before it is written. {@code Date} and {@code Content-Length} are added last, unless they are there already:
 * so Go's server does it, and an agent sorts what it passes on.
 */
@SuppressWarnings("ArrayRecordComponent") // no reply is compared with another
record Reply(int status, List<Header> headers, byte[] body) {
    Reply {
        headers = List.copyOf(headers);
    }

    /** Returns an answer with no header of its own and no body. */
    static Reply empty(int status) {
        return new Reply(status, List.of(), new byte[0]);
    }

    /** Returns a JSON answer, which ends with a line feed as Go's encoder writes it. */
    static Reply json(int status, Object value) {
        return empty(status).with("Content-Type", "application/json").withBody(Json.write(value) + "\n");
    }

    /** Returns the shape of all errors of Vault and its agent. */
    static Reply errors(int status, String... errors) {
        return json(status, Map.of("errors", List.of(errors)));
    }

    /** Returns this answer with the headers of every answer of a server. */
    Reply asOfServer() {
        return with("Cache-Control", "no-store")
                .with("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
                .sorted();
    }

    Reply with(String name, String value) {
        List<Header> more = new ArrayList<>(headers);
        more.removeIf(header -> header.is(name));
        more.add(new Header(name, value));
        return new Reply(status, more, body);
    }

    Reply withBody(String text) {
        return new Reply(status, headers, text.getBytes(UTF_8));
    }

    Reply sorted() {
        List<Header> sorted = new ArrayList<>(headers);
        sorted.sort(Comparator.comparing(Header::name));
        return new Reply(status, sorted, body);
    }

    Optional<String> header(String name) {
        return headers.stream()
                .filter(header -> header.is(name))
                .map(Header::value)
                .findFirst();
    }

    boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    String text() {
        return new String(body, UTF_8);
    }
}
