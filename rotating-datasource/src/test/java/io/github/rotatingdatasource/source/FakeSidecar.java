package io.github.rotatingdatasource.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.rotatingdatasource.source.Exchange.Reply;
import io.github.rotatingdatasource.source.Exchange.Request;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;

/** A sidecar that answers what it was told to, one after the other, and remembers what it was asked. */
final class FakeSidecar implements Asking {
    final List<Request> requests = new ArrayList<>();
    final List<Boolean> mints = new ArrayList<>();
    private final Queue<Asking> answers = new ArrayDeque<>();
    private boolean isAsked;

    /** Queues the replies of these recordings. */
    FakeSidecar answers(String... recordings) {
        for (String recording : recordings) {
            answers(Recorded.reply(recording));
        }
        return this;
    }

    FakeSidecar answers(Reply reply) {
        answers.add((request, mints) -> reply);
        return this;
    }

    FakeSidecar answers(Asking answer) {
        answers.add(answer);
        return this;
    }

    FakeSidecar fails(String message, boolean wasSent) {
        answers.add((request, mints) -> {
            throw new ExchangeFailed(message, wasSent, new IOException(message));
        });
        return this;
    }

    /** Returns a reply with headers given as {@code "Name: value"}. */
    static Reply reply(int status, String body, String... headers) {
        Map<String, List<String>> all = new HashMap<>();
        for (String header : headers) {
            String[] parts = header.split(": ", 2);
            all.put(parts[0].toLowerCase(Locale.ROOT), List.of(parts[1]));
        }
        return new Reply(status, all, body.getBytes(UTF_8));
    }

    /** Returns a reply with the login of {@code user}, a lease of that name and its length, and headers. */
    static Reply login(String user, int seconds, String... headers) {
        return reply(
                200,
                "{\"lease_id\":\"database/creds/app/" + user + "\",\"renewable\":true,\"lease_duration\":" + seconds
                        + ",\"data\":{\"username\":\"" + user + "\",\"password\":\"of-" + user + "\"}}",
                headers);
    }

    /** Returns a reply to a renewal. */
    static Reply renewal(int seconds, String... headers) {
        return reply(
                200,
                "{\"lease_id\":\"database/creds/app/u1\",\"renewable\":true,\"lease_duration\":" + seconds
                        + ",\"data\":null}",
                headers);
    }

    @Override
    public Reply ask(Request request, boolean mints) throws ExchangeFailed {
        if (isAsked) {
            throw new AssertionError("two requests at once");
        }
        requests.add(request);
        this.mints.add(mints);
        Asking answer = answers.remove();
        isAsked = true;
        try {
            return answer.ask(request, mints);
        } finally {
            isAsked = false;
        }
    }

    /** Returns what was asked, as {@code "METHOD path"}. */
    List<String> asked() {
        return requests.stream()
                .map(request -> request.method() + " " + request.path())
                .toList();
    }

    /** Returns the body of the request that was sent last. */
    String lastBody() {
        return requests.get(requests.size() - 1).body();
    }
}
