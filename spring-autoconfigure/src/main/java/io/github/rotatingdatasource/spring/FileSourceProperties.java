package io.github.rotatingdatasource.spring;

import io.github.rotatingdatasource.source.CredentialFormat;
import io.github.rotatingdatasource.source.CredentialSource;
import io.github.rotatingdatasource.source.FileSourceBuilder;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.StringUtils;
import org.springframework.util.unit.DataSize;

/**
 * A file that a sidecar renders.
 *
 * @param path Path of the file, which need not exist yet.
 * @param format How the file is written.
 * @param usernameKey Name of the username in the file.
 * @param passwordKey Name of the password in the file.
 * @param leaseIdKey Name of the lease id in the file.
 * @param ttlKey Name of the length of the lease in the file, which is in seconds or a duration such as 1h30m.
 * @param settleTime How long nobody must have written to the file before it is believed, from 1ms to 1s.
 * @param sizeLimit How large the file may be, at most 16MB.
 * @param strictPermissions Whether a file that every user of the machine may read is refused rather than warned of.
 */
record FileSourceProperties(
        @Nullable String path, // not a Path, which Spring looks for on the class path first
        @DefaultValue("env") Format format,
        @DefaultValue("DB_USER") String usernameKey,
        @DefaultValue("DB_PASS") String passwordKey,
        @DefaultValue("DB_LEASE_ID") String leaseIdKey,
        @DefaultValue("DB_TTL") String ttlKey,
        @DefaultValue("50ms") Duration settleTime,
        @DefaultValue("64KB") DataSize sizeLimit,
        @DefaultValue("false") boolean strictPermissions)
        implements SourceSettings {
    /** How a file may be written. */
    enum Format {
        /** Lines of KEY=value, byte for byte. */
        ENV;

        CredentialFormat format() {
            return switch (this) {
                case ENV -> CredentialFormat.env();
            };
        }
    }

    @Override
    public String prefix() {
        return "rotating-datasource.source.file";
    }

    @Override
    public CredentialSource source() {
        if (!StringUtils.hasText(path)) {
            throw new IllegalArgumentException("path must be set, but is not");
        }
        FileSourceBuilder builder = CredentialSource.fileSource(Path.of(path))
                .format(format.format())
                .usernameKey(usernameKey)
                .passwordKey(passwordKey)
                .leaseIdKey(leaseIdKey)
                .ttlKey(ttlKey)
                .settleTime(settleTime)
                .sizeLimit(Math.toIntExact(Math.min(sizeLimit.toBytes(), Integer.MAX_VALUE)));
        return (strictPermissions ? builder.strictPermissions() : builder).build();
    }
}
