package io.github.rotatingdatasource.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A request as an {@link Endpoint} has read it. Its {@link #toString()} leaves out header values and the body.
 *
 * @param method such as {@code GET}
 * @param target path and query, as they were written
 * @param headers in the order in which they came
 * @param body the body, or an empty text
 */
public record Request(String method, String target, List<Header> headers, String body) {
    /** Keeps the headers from changing. */
    public Request {
        headers = List.copyOf(headers);
    }

    /** Returns the target without its query. */
    public String path() {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    /** Returns what follows the question mark, or an empty text. */
    public String query() {
        int query = target.indexOf('?');
        return query < 0 ? "" : target.substring(query + 1);
    }

    /** Returns the first header of this name, in whatever case. */
    public Optional<String> header(String name) {
        return headers.stream()
                .filter(header -> header.is(name))
                .map(Header::value)
                .findFirst();
    }

    boolean isHead() {
        return method.equals("HEAD");
    }

    boolean isRead() {
        return method.equals("GET");
    }

    boolean isUpdate() {
        return method.equals("PUT") || method.equals("POST");
    }

    Request without(String... names) {
        List<Header> left = new ArrayList<>(headers);
        for (String name : names) {
            left.removeIf(header -> header.is(name));
        }
        return new Request(method, target, left, body);
    }

    Request with(String name, String value) {
        List<Header> more = new ArrayList<>(headers);
        more.add(new Header(name, value));
        return new Request(method, target, more, body);
    }

    @Override
    public String toString() {
        return method + " " + path() + " " + headers;
    }
}
