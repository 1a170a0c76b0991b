package io.github.rotatingdatasource.source;

import java.io.IOException;
import java.net.Proxy;
import java.net.Socket;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.DefaultHostnameVerifier;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.config.Registry;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.pool.PoolReusePolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Asks over TCP, TLS or a Unix socket with Apache's client, of which it turns off all that would send a request twice, elsewhere or
 * in another shape. Each request has a connection of its own: agents drop idle ones, and a restarted one has another socket.
 *
 * <p>Nothing that the client offers limits an exchange as a whole: its connect time-out means nothing on a Unix socket, its response
 * time-out starts again with each byte, an interrupt does not end a read from TCP and {@code cancel} does not end one from a
 * Unix socket. So each exchange runs on a thread of its own, while the caller waits for as long as it wants to and then does both to it.
 */
final class HttpExchange implements Exchange {
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final int LONGEST_LINE = 16 << 10;
    private static final int MOST_HEADERS = 100;
    private static final int MOST_CONNECTIONS = 64; // more than one only while abandoned ones end

    private final Endpoint endpoint;
    private final int sizeLimit;
    private final CloseableHttpClient client;

    /**
     * Creates an exchange with {@code endpoint}.
     *
     * @param tls whom to trust and who we are, or {@code null} for what the JVM trusts
     * @param sizeLimit the most bytes that the body of a reply may have
     */
    HttpExchange(Endpoint endpoint, @Nullable SSLContext tls, int sizeLimit) {
        this.endpoint = endpoint;
        this.sizeLimit = sizeLimit;
        this.client = client(connections(endpoint.isSecure() ? registry(tls) : plain()));
    }

    private static CloseableHttpClient client(PoolingHttpClientConnectionManager connections) {
        return HttpClientBuilder.create()
                .setConnectionManager(connections)
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableContentCompression()
                .disableAuthCaching()
                .disableConnectionState()
                .setConnectionReuseStrategy((request, response, context) -> true) // else it would reset the connection
                .setKeepAliveStrategy((response, context) -> null) // nothing is kept alive: this closes it in peace
                .addRequestInterceptorLast(Sending::beforeTheFirstByte)
                .build();
    }

    private static PoolingHttpClientConnectionManager connections(Registry<TlsSocketStrategy> tls) {
        Http1Config bounds = Http1Config.custom()
                .setMaxLineLength(LONGEST_LINE)
                .setMaxHeaderCount(MOST_HEADERS)
                .build();
        PoolingHttpClientConnectionManager connections = new PoolingHttpClientConnectionManager(
                new DefaultHttpClientConnectionOperator(HttpExchange::direct, null, null, tls),
                PoolConcurrencyPolicy.LAX,
                PoolReusePolicy.LIFO,
                TimeValue.NEG_ONE_MILLISECOND,
                unbound -> new QuietConnection(bounds));
        connections.setMaxTotal(MOST_CONNECTIONS);
        connections.setDefaultMaxPerRoute(MOST_CONNECTIONS);
        return connections;
    }

    /** A socket that the system property {@code socksProxyHost} leaves alone. */
    private static Socket direct(@Nullable Proxy unused) {
        return new Socket(Proxy.NO_PROXY);
    }

    private static Registry<TlsSocketStrategy> plain() {
        return RegistryBuilder.<TlsSocketStrategy>create().build();
    }

    /** The JVM checks the host name unless the trust manager of {@code tls} was made not to; the client does in any case. */
    private static Registry<TlsSocketStrategy> registry(@Nullable SSLContext tls) {
        TlsSocketStrategy strategy = new DefaultClientTlsStrategy(
                tls == null ? standard() : tls, HostnameVerificationPolicy.BOTH, new DefaultHostnameVerifier());
        return RegistryBuilder.<TlsSocketStrategy>create()
                .register("https", strategy)
                .build();
    }

    private static SSLContext standard() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException unusable) {
            throw new IllegalStateException("the JVM has no TLS: its javax.net.ssl settings are unusable", unusable);
        }
    }

    @Override
    public Reply send(Request request, Duration limit) throws ExchangeFailed {
        Sending sending = new Sending(client, target(), config(limit), endpoint, request, sizeLimit);
        if (Thread.currentThread().isInterrupted()) {
            throw new ExchangeFailed("the thread was interrupted before it asked", false);
        }
        sending.start();
        try {
            return sending.await(limit);
        } catch (TimeoutException late) {
            boolean wasSent = sending.abandon();
            throw new ExchangeFailed((wasSent ? "no reply within " : "no connection within ") + shown(limit), wasSent);
        } catch (InterruptedException interrupted) {
            boolean wasSent = sending.abandon();
            Thread.currentThread().interrupt();
            throw new ExchangeFailed("the thread was interrupted while it waited for a reply", wasSent, interrupted);
        } catch (ExecutionException failure) {
            Throwable cause = failure.getCause();
            throw Diagnosis.of(cause == null ? failure : cause, endpoint, sending.wasSent());
        }
    }

    private HttpHost target() {
        return new HttpHost(endpoint.isSecure() ? "https" : "http", endpoint.host(), endpoint.port());
    }

    /** The time-outs of the client are a net below ours: with them the thread ends even if nothing else ends it. */
    private RequestConfig config(Duration limit) {
        Timeout net = Timeout.of(limit.plus(GRACE));
        RequestConfig.Builder config = RequestConfig.custom()
                .setConnectionRequestTimeout(net)
                .setResponseTimeout(net)
                .setProtocolUpgradeEnabled(false)
                .setAuthenticationEnabled(false);
        return config.setUnixDomainSocket(endpoint.socket()).build();
    }

    private static String shown(Duration limit) {
        return limit.toMillisPart() == 0 ? limit.toSeconds() + " s" : limit.toMillis() + " ms";
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (IOException unused) {
            // it has no connection that anybody would miss
        }
    }
}
