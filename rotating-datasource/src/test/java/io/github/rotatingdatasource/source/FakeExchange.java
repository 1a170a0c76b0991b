package io.github.rotatingdatasource.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/** A sidecar that answers as it was told, in that order, and remembers what it was asked. */
final class FakeExchange implements Exchange {
    final List<Request> requests = new ArrayList<>();
    final List<Duration> limits = new ArrayList<>();
    boolean isClosed;
    private final Queue<Answer> answers = new ArrayDeque<>();

    /** What happens to the next request. */
    @FunctionalInterface
    interface Answer {
        Reply get() throws ExchangeFailed;
    }

    FakeExchange then(Answer answer) {
        answers.add(answer);
        return this;
    }

    FakeExchange reply(int status, String body) {
        return reply(status, Map.of(), body);
    }

    FakeExchange reply(int status, Map<String, List<String>> headers, String body) {
        return then(() -> new Reply(status, headers, body.getBytes(UTF_8)));
    }

    FakeExchange retryAfter(int status, String value) {
        return reply(status, Map.of("retry-after", List.of(value)), "");
    }

    FakeExchange fail(boolean wasSent) {
        return then(() -> {
            throw new ExchangeFailed("no answer", wasSent);
        });
    }

    @Override
    public Reply send(Request request, Duration limit) throws ExchangeFailed {
        requests.add(request);
        limits.add(limit);
        return answers.remove().get();
    }

    @Override
    public void close() {
        isClosed = true;
    }
}
