package io.github.rotatingdatasource.source;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * What {@link SidecarSourceBuilder} collects of how a sidecar is reached.
 *
 * @param tls what TLS trusts and shows, or {@code null} for what the two stores say
 * @param trustStore the certificates to trust, or {@code null} for the platform's
 * @param keyStore the certificate to show, or {@code null} for none
 */
record SidecarAccess(
        URI address,
        boolean isPlainHttpAllowed,
        Duration timeout,
        int attempts,
        Duration mintTimeout,
        int sizeLimit,
        @Nullable SSLContext tls,
        Tls.@Nullable Store trustStore,
        Tls.@Nullable Store keyStore) {
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST_TIMEOUT = Duration.ofSeconds(28);
    private static final Duration LONGEST_MINT_TIMEOUT = Duration.ofSeconds(75);
    /** A read of what is polled is broken off after 30 s. */
    private static final Duration LONGEST_READ = Duration.ofSeconds(28);

    private static final int MOST_ATTEMPTS = 10;
    private static final int SMALLEST_LIMIT = 1 << 10;
    private static final int LARGEST_LIMIT = 16 << 20;

    /** Checks each value against its range, and that the address, which messages name, holds no secret. */
    SidecarAccess {
        if (address.getRawUserInfo() != null || address.getRawQuery() != null || address.getRawFragment() != null) {
            throw new IllegalArgumentException("address must have no user, query or fragment, but has one");
        }
        checkRange("timeout", timeout, SHORTEST, LONGEST_TIMEOUT);
        checkRange("attempts", attempts, 1, MOST_ATTEMPTS);
        checkRange("mintTimeout", mintTimeout, SHORTEST, LONGEST_MINT_TIMEOUT);
        checkRange("sizeLimit", sizeLimit, SMALLEST_LIMIT, LARGEST_LIMIT);
        if (timeout.multipliedBy(attempts).compareTo(LONGEST_READ) > 0) {
            throw new IllegalArgumentException("timeout times attempts must be at most " + LONGEST_READ
                    + ", after which a read is broken off, but is " + timeout.multipliedBy(attempts));
        }
        if (tls != null && (trustStore != null || keyStore != null)) {
            throw new IllegalArgumentException(
                    "sslContext must not be set beside trustStore or keyStore, since it has its own");
        }
    }

    /** Returns what asks the sidecar, which is to be closed. */
    Attempts open() {
        Endpoint endpoint = Endpoint.parse(address.toString(), isPlainHttpAllowed);
        boolean isDefault = tls == null && trustStore == null && keyStore == null;
        SSLContext context = isDefault ? null : tls != null ? tls : Tls.context(trustStore, keyStore);
        return new Attempts(
                new HttpExchange(endpoint, context, sizeLimit),
                new Attempts.Settings(timeout, attempts, mintTimeout),
                length -> TimeUnit.NANOSECONDS.sleep(length.toNanos()));
    }

    static <T extends Comparable<T>> void checkRange(String what, T value, T least, T most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(what + " must be from " + least + " to " + most + ", but is " + value);
        }
    }
}
