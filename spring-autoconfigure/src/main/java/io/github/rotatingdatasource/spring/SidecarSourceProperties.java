package io.github.rotatingdatasource.spring;

import static io.github.rotatingdatasource.spring.SourceSettings.ifSet;
import static io.github.rotatingdatasource.spring.SourceSettings.required;

import io.github.rotatingdatasource.source.CredentialSource;
import io.github.rotatingdatasource.source.SidecarSourceBuilder;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Vault or OpenBao, through an agent or a proxy on this machine or directly. The passwords of the stores are secret.
 *
 * @param address Where it listens, such as http://127.0.0.1:8100, unix:/run/vault/agent.sock or https://vault.internal:8200.
 * @param databaseRole Role of the database secrets engine that makes logins. This, static-role, kv1 or kv2 is needed.
 * @param staticRole Static role of the database secrets engine.
 * @param kv1 Path of a secret of the key/value engine, version 1.
 * @param kv2 Path of a secret of the key/value engine, version 2, without data/.
 * @param mount Where the engine is mounted. By default database, kv or secret, after what is read.
 * @param namespace Namespace to ask in. By default none is sent.
 * @param tokenFile File of the token, which is read anew for each request. By default none is sent, and the agent has its own.
 * @param usernameKey Key of the username in a key/value secret. By default username.
 * @param passwordKey Key of the password in a key/value secret. By default password.
 * @param timeout How long a request that makes no login may take, up to 28s, and so that times the attempts.
 * @param attempts How often a request is sent where sending it again is safe, from 1 to 10.
 * @param mintTimeout How long a request that may make a login may take, up to 75s.
 * @param sizeLimit How large a reply may be, from 1KB to 16MB.
 * @param pollInterval How far apart a static role or a key/value secret is asked for at least, up to a day. By default 30s.
 * @param plainHttpAllowed Whether HTTP without TLS may leave this machine.
 * @param sslBundle Name of the SSL bundle that says what TLS trusts and shows.
 * @param trustStore File of the certificates to trust: PKCS12 or JKS, or PEM without a password. By default the platform's.
 * @param trustStorePassword Password of the trust store.
 * @param keyStore File of the certificate to show and its key: PKCS12 or JKS. By default none is shown.
 * @param keyStorePassword Password of the key store.
 * @param renew Whether the lease of a database role's login is renewed before a new login is taken.
 * @param revoke Whether the lease of a database role's login is revoked when its last connection is gone.
 * @param clearAgentCache Whether an agent is told to forget a login that the database has refused.
 */
record SidecarSourceProperties(
        @Nullable String address,
        @Nullable String databaseRole,
        @Nullable String staticRole,
        @Nullable String kv1,
        @Nullable String kv2,
        @Nullable String mount,
        @Nullable String namespace,
        @Nullable String tokenFile,
        @Nullable String usernameKey,
        @Nullable String passwordKey,
        @DefaultValue("5s") Duration timeout,
        @DefaultValue("3") int attempts,
        @DefaultValue("65s") Duration mintTimeout,
        @DefaultValue("1MB") DataSize sizeLimit,
        @Nullable Duration pollInterval,
        @DefaultValue("false") boolean plainHttpAllowed,
        @Nullable String sslBundle,
        @Nullable String trustStore,
        @Nullable String trustStorePassword,
        @Nullable String keyStore,
        @Nullable String keyStorePassword,
        @DefaultValue("false") boolean renew,
        @DefaultValue("false") boolean revoke,
        @DefaultValue("true") boolean clearAgentCache)
        implements SourceSettings {
    @Override
    public String prefix() {
        return "rotating-datasource.source.sidecar";
    }

    @Override
    public CredentialSource source(SslContexts bundles) {
        URI where = uri(required("address", address));
        checkOneIsRead();
        SidecarSourceBuilder builder = CredentialSource.sidecarSource(where)
                .timeout(timeout)
                .attempts(attempts)
                .mintTimeout(mintTimeout)
                .sizeLimit(SourceSettings.bytes(sizeLimit))
                .clearsAgentCache(clearAgentCache);
        read(builder);
        ask(builder);
        secure(builder, bundles);
        return keep(builder).build();
    }

    private static URI uri(String address) {
        try {
            return new URI(address);
        } catch (URISyntaxException malformed) { // no cause: it quotes the address, which may hold a password
            throw new IllegalArgumentException("address must be a URI, but is none");
        }
    }

    private void checkOneIsRead() {
        Map<String, @Nullable String> reads = new TreeMap<>();
        reads.put("database-role", databaseRole);
        reads.put("static-role", staticRole);
        reads.put("kv1", kv1);
        reads.put("kv2", kv2);
        reads.values().removeIf(value -> value == null);
        if (reads.size() != 1) {
            throw new IllegalArgumentException(
                    "exactly one of database-role, static-role, kv1 and kv2 must be set, but "
                            + (reads.isEmpty() ? "none is" : String.join(" and ", reads.keySet()) + " are"));
        }
    }

    private void read(SidecarSourceBuilder builder) {
        ifSet(databaseRole, builder::databaseRole);
        ifSet(staticRole, builder::staticRole);
        ifSet(kv1, builder::kv1);
        ifSet(kv2, builder::kv2);
        ifSet(mount, builder::mount);
        ifSet(usernameKey, builder::usernameKey);
        ifSet(passwordKey, builder::passwordKey);
    }

    private void ask(SidecarSourceBuilder builder) {
        ifSet(namespace, builder::namespace);
        ifSet(tokenFile, file -> builder.tokenFile(Path.of(file)));
        ifSet(pollInterval, builder::pollInterval);
        if (plainHttpAllowed) {
            builder.plainHttpAllowed();
        }
    }

    private void secure(SidecarSourceBuilder builder, SslContexts bundles) {
        if (sslBundle != null && (trustStore != null || keyStore != null)) {
            throw new IllegalArgumentException("ssl-bundle must not be set beside trust-store or key-store");
        }
        ifSet(sslBundle, bundle -> builder.sslContext(bundles.of(bundle)));
        ifSet(trustStore, file -> builder.trustStore(Path.of(file), trustStorePassword));
        ifSet(keyStore, file -> builder.keyStore(Path.of(file), required("key-store-password", keyStorePassword)));
    }

    private SidecarSourceBuilder keep(SidecarSourceBuilder builder) {
        if (renew) {
            builder.renews();
        }
        if (revoke) {
            builder.revokes();
        }
        return builder;
    }

    /** Shows nothing: a record would show the passwords. */
    @Override
    public String toString() {
        return "SidecarSourceProperties";
    }
}
