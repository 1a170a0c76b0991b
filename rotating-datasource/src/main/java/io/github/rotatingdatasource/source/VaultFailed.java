package io.github.rotatingdatasource.source;

import java.time.Duration;

/** Thrown if a sidecar's reply holds no credential. The message holds no part of the reply but its status and known phrases. */
final class VaultFailed extends Exception {
    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final Duration retryAfter;

    /**
     * Creates a failure.
     *
     * @param detail what is wrong, or empty if that is all
     */
    VaultFailed(int status, Kind kind, String detail, Duration retryAfter) {
        super("it answered " + status + ", " + kind + (detail.isEmpty() ? "" : ": " + detail));
        this.kind = kind;
        this.retryAfter = retryAfter;
    }

    /** What has to change before the same request succeeds. */
    enum Kind {
        /** A valid token: the sidecar's own, which it gets by itself, or the one in the token file. */
        TOKEN("token"),
        /** The token's policy. An unknown mount looks the same to a token that may not read everything. */
        PERMISSION("permission"),
        /** The request: a role, a mount or a path that is not there, a setting of the sidecar. */
        CONFIGURATION("configuration"),
        /** The secret, which nobody has written. */
        MISSING("missing secret"),
        /** Time: too many requests, or too many leases. */
        LIMIT("limit"),
        /** The database, or what Vault is told to do in it. */
        BACKEND("backend"),
        /** The server, or the way to it. */
        UNAVAILABLE("unavailable"),
        /** Nothing: the lease is over. */
        LEASE_GONE("lease gone"),
        /** The login: this lease was not renewed, or not for as long as before. */
        NOT_RENEWED("not renewed"),
        /** The request, which the server does not understand. */
        BAD_REQUEST("bad request"),
        /** The address: what answers is not the server to ask. */
        REDIRECT("redirect"),
        /** The role: it gives something that is no username and password. */
        UNSUPPORTED("unsupported shape"),
        /** The cache, which has a login that is dead. */
        STALE("stale cache"),
        /** Whatever answers in Vault's place. */
        UNREADABLE("unreadable reply");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    Kind kind() {
        return kind;
    }

    /** Returns how long asking again is pointless; zero if nobody knows. */
    Duration retryAfter() {
        return retryAfter;
    }
}
