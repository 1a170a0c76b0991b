package io.github.rotatingdatasource.source;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks a sidecar something over HTTP, once: nothing is sent a second time, followed or kept. Called by one thread at a time.
 */
interface Exchange extends AutoCloseable {
    /**
     * Sends {@code request} and returns the whole reply, whatever its status. Blocks for {@code limit} at most, connecting and
     * reading together; an interrupt ends it at once, with the flag set again.
     *
     * @throws ExchangeFailed if there is no reply
     */
    Reply send(Request request, Duration limit) throws ExchangeFailed;

    @Override
    void close();

    /**
     * What is asked.
     *
     * @param path from the root, with the query if there is one
     * @param headers in the order in which they are sent
     * @param body JSON, or {@code null} for none
     */
    record Request(
            String method,
            String path,
            Map<String, String> headers,
            @Nullable String body) {
        /** Without headers and body, which may hold a token. */
        @Override
        public String toString() {
            return "Request[" + method + " " + path + "]";
        }
    }

    /**
     * What was answered; never printed, since it may hold a secret.
     *
     * @param headers the values by names in lower case
     */
    @SuppressWarnings("ArrayRecordComponent") // no reply is compared with another
    record Reply(int status, Map<String, List<String>> headers, byte[] bytes) {
        /** Returns the only or first value of a header, named in lower case. */
        @Nullable
        String header(String name) {
            List<String> values = headers.getOrDefault(name, List.of());
            return values.isEmpty() ? null : values.get(0);
        }

        /** Returns the body as text; what is not UTF-8 becomes replacement characters, which no JSON reader takes for syntax. */
        String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        @Override
        public String toString() {
            return "Reply[" + status + ", " + bytes.length + " bytes]";
        }
    }
}
