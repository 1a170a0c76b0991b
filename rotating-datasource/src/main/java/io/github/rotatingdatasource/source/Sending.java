package io.github.rotatingdatasource.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.rotatingdatasource.source.Exchange.Reply;
import io.github.rotatingdatasource.source.Exchange.Request;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way, on a thread of its own. Whether it was sent is decided once, by whoever comes first: the thread that is
 * about to write the first byte, or the caller that gives up.
 */
final class Sending {
    private static final String KEY = "rotating-datasource.sending";

    private enum Stage {
        CONNECTING,
        SENT,
        ABANDONED
    }

    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.CONNECTING);
    private final HttpUriRequestBase message;
    private final Header[] headers;
    private final int sizeLimit;
    private final FutureTask<Reply> task;

    Sending(
            CloseableHttpClient client,
            HttpHost target,
            RequestConfig config,
            Endpoint endpoint,
            Request request,
            int sizeLimit) {
        this.sizeLimit = sizeLimit;
        this.message = new HttpUriRequestBase(request.method(), URI.create("/"));
        this.message.setPath(request.path());
        this.message.setConfig(config);
        byte[] body = request.body() == null ? null : request.body().getBytes(UTF_8);
        if (body != null) {
            message.setEntity(new ByteArrayEntity(body, null));
        }
        this.headers = headers(endpoint, request, body == null ? -1 : body.length);
        this.task = new FutureTask<>(() -> exchange(client, target));
    }

    private static Header[] headers(Endpoint endpoint, Request request, int bodyLength) {
        List<Header> headers = new ArrayList<>();
        headers.add(new BasicHeader("Host", endpoint.authority()));
        headers.add(new BasicHeader("User-Agent", "rotating-datasource"));
        request.headers().forEach((name, value) -> headers.add(new BasicHeader(name, value)));
        if (bodyLength >= 0) {
            headers.add(new BasicHeader("Content-Type", "application/json"));
            headers.add(new BasicHeader("Content-Length", bodyLength));
        }
        headers.add(new BasicHeader("Connection", "close"));
        return headers.toArray(Header[]::new);
    }

    /** Starts a thread, which lives no longer than the exchange. */
    void start() {
        Thread thread = new Thread(null, task, "rotating-datasource-exchange", 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(Sending.class.getClassLoader());
        thread.start();
    }

    Reply await(Duration limit) throws InterruptedException, TimeoutException, ExecutionException {
        return task.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Ends the exchange, wherever it is, and returns whether the request may have been sent. */
    boolean abandon() {
        stage.compareAndSet(Stage.CONNECTING, Stage.ABANDONED);
        message.cancel(); // ends what TCP and TLS do, and a connect of a Unix socket
        task.cancel(true); // ends a read from a Unix socket
        return wasSent();
    }

    boolean wasSent() {
        return stage.get() == Stage.SENT;
    }

    private Reply exchange(CloseableHttpClient client, HttpHost target) throws IOException {
        HttpClientContext context = HttpClientContext.create();
        context.setAttribute(KEY, this);
        try {
            ClassicHttpResponse response = client.executeOpen(target, message, context);
            return new Reply(response.getCode(), headers(response), body(response.getEntity()));
        } finally {
            message.cancel(); // closes, unless the end was reached; response.close() would read up to there
        }
    }

    /** Called by the client when it has a connection and nothing else to do before it writes. */
    static void beforeTheFirstByte(HttpRequest request, EntityDetails unused, HttpContext context) throws IOException {
        if (!(context.getAttribute(KEY) instanceof Sending sending)) {
            throw new IllegalStateException("a request must come with its sending");
        }
        if (!sending.stage.compareAndSet(Stage.CONNECTING, Stage.SENT)) {
            throw new InterruptedIOException("abandoned before it was sent");
        }
        request.setHeaders(sending.headers); // in place of what the client, or an agent that traces, has added
    }

    private static Map<String, List<String>> headers(ClassicHttpResponse response) {
        Map<String, List<String>> headers = new HashMap<>();
        for (Header header : response.getHeaders()) {
            headers.computeIfAbsent(header.getName().toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .add(header.getValue());
        }
        return headers;
    }

    private byte[] body(@Nullable HttpEntity entity) throws IOException {
        if (entity == null) {
            return new byte[0];
        }
        byte[] bytes = entity.getContent().readNBytes(sizeLimit + 1);
        if (bytes.length > sizeLimit) {
            throw new TooLarge(sizeLimit);
        }
        return bytes;
    }

    /** Thrown if a reply does not end in time for its size. */
    static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1L;

        TooLarge(int limit) {
            super("the reply is larger than the limit of " + limit + " bytes");
        }
    }
}
