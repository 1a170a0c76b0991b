package io.github.rotatingdatasource.source;

import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.impl.io.DefaultManagedHttpClientConnection;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParserFactory;
import org.apache.hc.core5.http.impl.io.SocketHolder;

/**
 * A connection of Apache's client that keeps to itself what goes over it. The client's own logs each header and each byte at DEBUG,
 * tokens and passwords with them, which a level that is meant for something else must not bring to light.
 */
final class QuietConnection extends DefaultManagedHttpClientConnection {
    QuietConnection(Http1Config bounds) {
        super(
                "rotating-datasource",
                null,
                null,
                bounds,
                null,
                null,
                null,
                new DefaultHttpResponseParserFactory(bounds));
    }

    @Override
    public void bind(Socket socket) throws IOException {
        bind(new SocketHolder(socket));
    }

    @Override
    public void bind(SSLSocket tls, Socket socket) throws IOException {
        bind(new SocketHolder(tls, socket));
    }

    @Override
    protected void onRequestSubmitted(ClassicHttpRequest request) {}

    @Override
    protected void onResponseReceived(ClassicHttpResponse response) {}
}
