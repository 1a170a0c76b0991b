package io.github.rotatingdatasource.source;

import org.jspecify.annotations.Nullable;

/** Thrown if a sidecar gave no reply, or none that could be read to its end. The message holds no secret. */
final class ExchangeFailed extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean wasSent;

    /** Creates a failure without a cause that says more. */
    ExchangeFailed(String message, boolean wasSent) {
        this(message, wasSent, null);
    }

    /**
     * Creates a failure.
     *
     * @param message what happened, such as "nothing listens there"
     * @param wasSent whether the sidecar may have got the request, so that asking again may make a second login
     */
    ExchangeFailed(String message, boolean wasSent, @Nullable Throwable cause) {
        super(message, cause);
        this.wasSent = wasSent;
    }

    boolean wasSent() {
        return wasSent;
    }
}
