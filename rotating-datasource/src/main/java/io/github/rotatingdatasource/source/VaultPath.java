package io.github.rotatingdatasource.source;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of Vault for a credential, and where its reply has it. Always spelled the same, since an agent that caches
 * finds its entries by the text of the request.
 *
 * @param text from the root, as it is sent
 * @param username the path of the username in the reply
 * @param password the path of the password in the reply
 */
record VaultPath(Kind kind, String text, String username, String password) {
    /** What stands behind a path. */
    enum Kind {
        /** A role of the database secrets engine: each read makes a login, with a lease. */
        DATABASE_ROLE("database", "/creds/", "data."),
        /** A login whose password Vault changes in place. */
        STATIC_ROLE("database", "/static-creds/", "data."),
        /** A secret that somebody wrote, of which only the newest version is kept. */
        KV1("kv", "/", "data."),
        /** A secret that somebody wrote, in versions. */
        KV2("secret", "/data/", "data.data.");

        private final String usualMount;
        private final String between;
        private final String prefix;

        Kind(String usualMount, String between, String prefix) {
            this.usualMount = usualMount;
            this.between = between;
            this.prefix = prefix;
        }

        boolean mints() {
            return this == DATABASE_ROLE;
        }

        boolean isKv() {
            return this == KV1 || this == KV2;
        }

        /**
         * Returns the path to a role or a secret.
         *
         * @throws IllegalArgumentException if one of the parts cannot be sent as it is, or the two keys are the same
         */
        VaultPath at(@Nullable String mount, String name, @Nullable String usernameKey, @Nullable String passwordKey) {
            String engine = path("mount", mount != null ? mount : usualMount);
            String part = isKv() ? path("path", name) : role(name);
            String username = key("usernameKey", usernameKey != null ? usernameKey : "username");
            String password = key("passwordKey", passwordKey != null ? passwordKey : "password");
            if (username.equals(password)) {
                throw new IllegalArgumentException("keys must differ, but both are \"" + username + "\"");
            }
            return new VaultPath(this, "/v1/" + engine + between + part, prefix + username, prefix + password);
        }

        private static String key(String what, String key) {
            if (key.isBlank()) {
                throw new IllegalArgumentException(what + " must not be blank");
            }
            return key;
        }
    }

    private static final String CHARACTERS = "[A-Za-z0-9_.-]+";
    private static final Pattern ROLE = Pattern.compile(CHARACTERS);
    private static final Pattern PATH = Pattern.compile(CHARACTERS + "(?:/" + CHARACTERS + ")*");
    private static final Pattern DOTS = Pattern.compile("(?:^|/)\\.(?:/|$)|\\.\\.");

    /** Returns {@code value} if it can be sent as it is; it may end with a slash. */
    static String namespace(String value) {
        path("namespace", value.endsWith("/") ? value.substring(0, value.length() - 1) : value);
        return value;
    }

    private static String path(String what, String value) {
        if (!PATH.matcher(value).matches() || DOTS.matcher(value).find()) {
            throw new IllegalArgumentException(what
                    + " must be names of letters, digits, \"-\", \"_\" and \".\" with \"/\" between them, without \"..\","
                    + " but is \"" + value + "\"");
        }
        return value;
    }

    private static String role(String value) {
        if (!ROLE.matcher(value).matches() || DOTS.matcher(value).find()) {
            throw new IllegalArgumentException("role must be letters, digits, \"-\", \"_\" and \".\", without \"..\","
                    + " but is \"" + value + "\"");
        }
        return value;
    }

    @Override
    public String toString() {
        return "GET " + text;
    }
}
