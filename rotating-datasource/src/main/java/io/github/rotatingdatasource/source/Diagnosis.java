package io.github.rotatingdatasource.source;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.TruncatedChunkException;
import org.jspecify.annotations.Nullable;

/**
 * Says in one sentence why there was no reply. What Apache's client throws may quote a reply, so only exceptions of the JDK are kept as
 * causes.
 */
final class Diagnosis {
    private static final String CLIENT = "org.apache.hc.";

    private Diagnosis() {}

    static ExchangeFailed of(Throwable failure, Endpoint endpoint, boolean wasSent) {
        return new ExchangeFailed(sentence(failure, endpoint, wasSent), wasSent, harmless(failure));
    }

    private static String sentence(Throwable failure, Endpoint endpoint, boolean wasSent) {
        if (failure instanceof Sending.TooLarge) {
            return String.valueOf(failure.getMessage());
        }
        SSLException tls = find(failure, SSLException.class);
        if (tls != null) {
            return TlsDiagnosis.sentence(tls, endpoint);
        }
        return wasSent ? afterSending(failure, endpoint) : connecting(failure, endpoint);
    }

    private static String connecting(Throwable failure, Endpoint endpoint) {
        String message = messages(failure);
        if (find(failure, UnknownHostException.class) != null) {
            return "there is no host " + endpoint.host();
        }
        if (message.contains("No such file")) {
            return "there is no socket at " + endpoint + " (is the sidecar running?)";
        }
        if (message.contains("Permission denied")) {
            return "no permission to use the socket " + endpoint;
        }
        if (find(failure, SocketTimeoutException.class) != null) {
            return "no connection to " + endpoint + " in time";
        }
        if (find(failure, NoRouteToHostException.class) != null || message.contains("unreachable")) {
            return "there is no way to " + endpoint + " in this network";
        }
        return find(failure, ConnectException.class) != null
                ? "nothing listens at " + endpoint
                : other(failure, endpoint);
    }

    private static String afterSending(Throwable failure, Endpoint endpoint) {
        if (failure instanceof NoHttpResponseException) {
            return endpoint + " closed the connection without a reply";
        }
        if (failure instanceof ConnectionClosedException || failure instanceof TruncatedChunkException) {
            return endpoint + " closed the connection in the middle of its reply";
        }
        if (failure.getClass().getName().startsWith(CLIENT)) {
            return endpoint + " answers with something that is not HTTP";
        }
        if (failure instanceof SocketTimeoutException) {
            return "no reply in time";
        }
        String message = messages(failure);
        boolean isReset =
                failure instanceof SocketException || message.contains("reset") || message.contains("Broken pipe");
        return isReset ? endpoint + " closed the connection without a reply" : other(failure, endpoint);
    }

    private static String other(Throwable failure, Endpoint endpoint) {
        return "the exchange with " + endpoint + " failed with "
                + failure.getClass().getSimpleName();
    }

    private static String messages(Throwable failure) {
        StringBuilder all = new StringBuilder();
        for (Throwable next = failure; next != null; next = next.getCause()) {
            all.append(next.getMessage()).append('\n');
        }
        return all.toString();
    }

    private static @Nullable Throwable harmless(Throwable failure) {
        return failure instanceof LinkageError ? failure : find(failure, IOException.class, "java");
    }

    static <T extends Throwable> @Nullable T find(Throwable failure, Class<T> type) {
        return find(failure, type, "");
    }

    private static <T extends Throwable> @Nullable T find(Throwable failure, Class<T> type, String packages) {
        for (Throwable next = failure; next != null; next = next.getCause()) {
            if (type.isInstance(next) && next.getClass().getName().startsWith(packages)) {
                return type.cast(next);
            }
        }
        return null;
    }
}
