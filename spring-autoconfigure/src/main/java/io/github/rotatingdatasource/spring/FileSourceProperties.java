package io.github.rotatingdatasource.spring;

import static io.github.rotatingdatasource.spring.SourceSettings.ifSet;
import static io.github.rotatingdatasource.spring.SourceSettings.required;

import io.github.rotatingdatasource.source.CredentialFormat;
import io.github.rotatingdatasource.source.CredentialSource;
import io.github.rotatingdatasource.source.FileSourceBuilder;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * A file that a sidecar renders.
 *
 * @param path Path of the file, which need not exist yet.
 * @param format How the file is written.
 * @param username User whose token the file holds; for the format token only, and needed there.
 * @param usernameKey Name of the username in the file. By default the format knows; DB_USER in lines of KEY=value.
 * @param passwordKey Name of the password in the file. By default the format knows; DB_PASS in lines of KEY=value.
 * @param leaseIdKey Name of the lease id in the file. By default the format knows; DB_LEASE_ID in lines of KEY=value.
 * @param ttlKey Name of the length of the lease in the file, which is in seconds or a duration such as 1h30m. By default the
 *     format knows; DB_TTL in lines of KEY=value.
 * @param settleTime How long nobody must have written to the file before it is believed, from 1ms to 1s.
 * @param sizeLimit How large the file may be, at most 16MB.
 * @param strictPermissions Whether a file that every user of the machine may read is refused rather than warned of.
 */
record FileSourceProperties(
        @Nullable String path, // not a Path, which Spring looks for on the class path first
        @DefaultValue("env") Format format,
        @Nullable String username,
        @Nullable String usernameKey,
        @Nullable String passwordKey,
        @Nullable String leaseIdKey,
        @Nullable String ttlKey,
        @DefaultValue("50ms") Duration settleTime,
        @DefaultValue("64KB") DataSize sizeLimit,
        @DefaultValue("false") boolean strictPermissions)
        implements SourceSettings {
    /** How a file may be written. */
    enum Format {
        /** Lines of KEY=value, byte for byte. */
        ENV,
        /** One JSON object. */
        JSON,
        /** Lines of key: value. */
        KEY_VALUE,
        /** A token and nothing else. */
        TOKEN
    }

    @Override
    public String prefix() {
        return "rotating-datasource.source.file";
    }

    @Override
    public CredentialSource source(SslContexts bundles) {
        FileSourceBuilder builder = CredentialSource.fileSource(Path.of(required("path", path)))
                .format(credentialFormat())
                .settleTime(settleTime)
                .sizeLimit(SourceSettings.bytes(sizeLimit));
        ifSet(usernameKey, builder::usernameKey);
        ifSet(passwordKey, builder::passwordKey);
        ifSet(leaseIdKey, builder::leaseIdKey);
        ifSet(ttlKey, builder::ttlKey);
        return (strictPermissions ? builder.strictPermissions() : builder).build();
    }

    private CredentialFormat credentialFormat() {
        if (format != Format.TOKEN && username != null) {
            throw new IllegalArgumentException("username must be set only with the format token");
        }
        return switch (format) {
            case ENV -> CredentialFormat.env();
            case JSON -> CredentialFormat.json();
            case KEY_VALUE -> CredentialFormat.keyValue();
            case TOKEN -> CredentialFormat.token(required("username", username));
        };
    }

    @Override
    public @Nullable Path newestFile() {
        return path == null ? null : Path.of(path);
    }
}
