package io.github.rotatingdatasource.source;

import static java.util.Objects.requireNonNull;

import io.github.rotatingdatasource.source.Tls.Store;
import io.github.rotatingdatasource.source.VaultPath.Kind;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Builds a source that asks Vault or OpenBao for a credential. Not safe for use by several threads.
 *
 * <p>Exactly one of {@link #databaseRole}, {@link #staticRole}, {@link #kv1} and {@link #kv2} says what to read. A lease that
 * comes straight from a server is firm; one that passed an agent or a proxy is a lower bound, since they renew it without
 * telling. Redirects are not followed.
 */
public final class SidecarSourceBuilder {
    private static final Duration SHORTEST_POLL = Duration.ofMillis(1);
    private static final Duration USUAL_POLL = Duration.ofSeconds(30);
    private static final Duration LONGEST_POLL = Duration.ofDays(1);

    private final URI address;
    private final Map<Kind, String> reads = new EnumMap<>(Kind.class);
    private @Nullable String mount;
    private @Nullable String usernameKey;
    private @Nullable String passwordKey;
    private @Nullable String namespace;
    private @Nullable Path tokenFile;
    private Duration timeout = Duration.ofSeconds(5);
    private int attempts = 3;
    private Duration mintTimeout = Duration.ofSeconds(65);
    private int sizeLimit = 1 << 20;
    private @Nullable Duration pollInterval;
    private boolean isPlainHttpAllowed;
    private @Nullable SSLContext sslContext;
    private @Nullable Store trustStore;
    private @Nullable Store keyStore;
    private boolean renews;
    private boolean revokes;
    private boolean clearsAgentCache = true;
    private InstantSource clock = InstantSource.system();
    private @Nullable Asking asking;

    SidecarSourceBuilder(URI address) {
        this.address = requireNonNull(address, "address");
    }

    /**
     * Reads a role of the database secrets engine: {@code GET /v1/database/creds/ROLE}. Each read makes a login, but for one
     * that an agent answers from its cache.
     */
    public SidecarSourceBuilder databaseRole(String role) {
        reads.put(Kind.DATABASE_ROLE, requireNonNull(role, "role"));
        return this;
    }

    /**
     * Reads a static role: {@code GET /v1/database/static-creds/ROLE}. Vault changes its password in place, so a new login
     * with the old one fails from then until the next poll.
     */
    public SidecarSourceBuilder staticRole(String role) {
        reads.put(Kind.STATIC_ROLE, requireNonNull(role, "role"));
        return this;
    }

    /** Reads a secret of the key/value engine, version 1: {@code GET /v1/kv/PATH}. Its end is unknown. */
    public SidecarSourceBuilder kv1(String path) {
        reads.put(Kind.KV1, requireNonNull(path, "path"));
        return this;
    }

    /**
     * Reads a secret of the key/value engine, version 2: {@code GET /v1/secret/data/PATH}. Its end is unknown.
     *
     * @param path without {@code data/}
     */
    public SidecarSourceBuilder kv2(String path) {
        reads.put(Kind.KV2, requireNonNull(path, "path"));
        return this;
    }

    /** Sets where the engine is mounted. By default {@code database}, {@code kv} or {@code secret}, after what is read. */
    public SidecarSourceBuilder mount(String mount) {
        this.mount = requireNonNull(mount, "mount");
        return this;
    }

    /** Sets under which key a key/value secret has the username. By default {@code username}; always that with roles. */
    public SidecarSourceBuilder usernameKey(String key) {
        this.usernameKey = requireNonNull(key, "key");
        return this;
    }

    /** Sets under which key a key/value secret has the password. By default {@code password}; always that with roles. */
    public SidecarSourceBuilder passwordKey(String key) {
        this.passwordKey = requireNonNull(key, "key");
        return this;
    }

    /** Sets the namespace, sent as {@code X-Vault-Namespace}. By default none is sent. */
    public SidecarSourceBuilder namespace(String namespace) {
        this.namespace = requireNonNull(namespace, "namespace");
        return this;
    }

    /**
     * Sets the file that holds the token, one line, which is read anew for each request and need not exist yet. By default no
     * token is sent, as an agent with {@code use_auto_auth_token} wants it: it would forward a token of ours instead of its own.
     */
    public SidecarSourceBuilder tokenFile(Path path) {
        this.tokenFile = requireNonNull(path, "path");
        return this;
    }

    /** Sets how long a request that makes no login may take, up to 28 s, and so that times {@code attempts}. By default 5 s. */
    public SidecarSourceBuilder timeout(Duration length) {
        this.timeout = requireNonNull(length, "length");
        return this;
    }

    /**
     * Sets how often a request is sent where sending it again is safe, from 1 to 10. By default 3. A request that may make a
     * login is sent again only if it surely did not arrive or was turned away.
     */
    public SidecarSourceBuilder attempts(int attempts) {
        this.attempts = attempts;
        return this;
    }

    /**
     * Sets how long a request that may make a login may take, up to 75 s: a read is interrupted after 2 min. By default 65 s: an
     * agent gives up after 60 s, and who gives up earlier leaves a login behind that nobody knows.
     */
    public SidecarSourceBuilder mintTimeout(Duration length) {
        this.mintTimeout = requireNonNull(length, "length");
        return this;
    }

    /** Sets how large a reply may be, from 1 KiB to 16 MiB. By default 1 MiB. */
    public SidecarSourceBuilder sizeLimit(int bytes) {
        this.sizeLimit = bytes;
        return this;
    }

    /**
     * Sets how far apart a static role or a key/value secret is asked for at least while nothing is wrong, up to a day. By
     * default 30 s. Not for a database role, which is asked for when its lease is due or a login is needed, and polled as a file is
     * while an agent's cache answers.
     */
    public SidecarSourceBuilder pollInterval(Duration length) {
        this.pollInterval = requireNonNull(length, "length");
        return this;
    }

    /** Allows plain HTTP to another machine, where anybody on the way can read the password. By default refused. */
    public SidecarSourceBuilder plainHttpAllowed() {
        this.isPlainHttpAllowed = true;
        return this;
    }

    /** Sets what TLS trusts and shows. By default the platform's, with no certificate shown. */
    public SidecarSourceBuilder sslContext(SSLContext context) {
        this.sslContext = requireNonNull(context, "context");
        return this;
    }

    /**
     * Sets the certificates to trust. By default the platform's.
     *
     * @param path a PKCS12 or JKS file, or without a password one of PEM certificates
     * @param password of the file, or {@code null} for PEM
     */
    public SidecarSourceBuilder trustStore(Path path, @Nullable String password) {
        this.trustStore = new Store(requireNonNull(path, "path"), password);
        return this;
    }

    /** Sets the certificate to show and its key: a PKCS12 or JKS file. By default none is shown. */
    public SidecarSourceBuilder keyStore(Path path, String password) {
        this.keyStore = new Store(requireNonNull(path, "path"), requireNonNull(password, "password"));
        return this;
    }

    /**
     * Renews the lease of a database role's login when a new one is due, and takes a new one only if the lease comes back
     * shorter or not at all. By default off: an agent that caches renews by itself. The policy needs {@code
     * sys/leases/renew}, which Vault's {@code default} policy has.
     */
    public SidecarSourceBuilder renews() {
        this.renews = true;
        return this;
    }

    /**
     * Revokes the lease of a database role's login when its last connection is gone, and what is left when the data source is
     * closed, which takes 4 s at most beside a request under way. Never one that came from an agent's cache. By default off:
     * another process that asks the same caching agent has the same login. The policy needs {@code sys/leases/revoke}.
     */
    public SidecarSourceBuilder revokes() {
        this.revokes = true;
        return this;
    }

    /**
     * Sets whether an agent is told to forget what it has cached for this path, once the database has refused a login out of
     * that cache. By default {@code true}; an agent that has no cache, or does not know the request, is not harmed.
     */
    public SidecarSourceBuilder clearsAgentCache(boolean clears) {
        this.clearsAgentCache = clears;
        return this;
    }

    SidecarSourceBuilder clock(InstantSource clock) {
        this.clock = clock;
        return this;
    }

    SidecarSourceBuilder asking(Asking asking) {
        this.asking = asking;
        return this;
    }

    /**
     * Returns the source. Nothing is asked yet, and neither the sidecar nor the token file need be there.
     *
     * @throws IllegalArgumentException if a value is out of its range, not exactly one thing is to be read, a setting does not
     *     fit what is read, or the address cannot be asked
     */
    public CredentialSource build() {
        SidecarAccess access = new SidecarAccess(
                address,
                isPlainHttpAllowed,
                timeout,
                attempts,
                mintTimeout,
                sizeLimit,
                sslContext,
                trustStore,
                keyStore);
        VaultPath path = path();
        checkFit(path.kind());
        SidecarSettings settings = settings(path);
        return asking == null ? overTheWire(settings, access) : new SidecarSource(settings, asking, () -> {});
    }

    private SidecarSettings settings(VaultPath path) {
        Duration poll = pollInterval != null ? pollInterval : USUAL_POLL;
        return new SidecarSettings(
                path,
                address.toString(),
                namespace == null ? null : VaultPath.namespace(namespace),
                tokenFile,
                path.kind().mints() ? Duration.ZERO : poll,
                renews,
                revokes,
                clearsAgentCache,
                clock);
    }

    private static CredentialSource overTheWire(SidecarSettings settings, SidecarAccess access) {
        OptionalHttpClient.require();
        Attempts attempts = access.open();
        return new SidecarSource(settings, attempts, attempts::close);
    }

    private VaultPath path() {
        if (reads.size() != 1) {
            throw new IllegalArgumentException(
                    "exactly one of databaseRole, staticRole, kv1 and kv2 must be set, but are " + reads.keySet());
        }
        Map.Entry<Kind, String> read = reads.entrySet().iterator().next();
        return read.getKey().at(mount, read.getValue(), usernameKey, passwordKey);
    }

    private void checkFit(Kind kind) {
        if (pollInterval != null) {
            SidecarAccess.checkRange("pollInterval", pollInterval, SHORTEST_POLL, LONGEST_POLL);
        }
        refuse((renews || revokes) && !kind.mints(), "renews and revokes", "databaseRole, whose logins have leases");
        refuse(pollInterval != null && kind.mints(), "pollInterval", "what may be polled: staticRole, kv1 and kv2");
        refuse(
                (usernameKey != null || passwordKey != null) && !kind.isKv(),
                "usernameKey and passwordKey",
                "kv1 and kv2");
    }

    private static void refuse(boolean isSet, String what, String only) {
        if (isSet) {
            throw new IllegalArgumentException(what + " must be set only with " + only);
        }
    }
}
