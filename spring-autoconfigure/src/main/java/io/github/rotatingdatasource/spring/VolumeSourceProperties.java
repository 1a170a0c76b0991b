package io.github.rotatingdatasource.spring;

import static io.github.rotatingdatasource.spring.SourceSettings.required;

import io.github.rotatingdatasource.source.CredentialSource;
import io.github.rotatingdatasource.source.VolumeSourceBuilder;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * A directory with a file for each key, as Kubernetes mounts a Secret.
 *
 * @param path Path of the directory, which need not exist yet.
 * @param usernameKey Name of the file with the username.
 * @param passwordKey Name of the file with the password.
 * @param leaseIdKey Name of the file with the lease id, which need not exist.
 * @param ttlKey Name of the file with the length of the lease, which need not exist.
 * @param verbatim Whether one line end at the end of a file is part of the value.
 * @param sizeLimit How large each file may be, at most 16MB.
 * @param strictPermissions Whether a password's file that every user of the machine may read is refused rather than warned of.
 */
record VolumeSourceProperties(
        @Nullable String path, // not a Path, which Spring looks for on the class path first
        @DefaultValue("username") String usernameKey,
        @DefaultValue("password") String passwordKey,
        @DefaultValue("lease_id") String leaseIdKey,
        @DefaultValue("ttl") String ttlKey,
        @DefaultValue("false") boolean verbatim,
        @DefaultValue("64KB") DataSize sizeLimit,
        @DefaultValue("false") boolean strictPermissions)
        implements SourceSettings {
    @Override
    public String prefix() {
        return "rotating-datasource.source.volume";
    }

    @Override
    public CredentialSource source(SslContexts bundles) {
        VolumeSourceBuilder builder = CredentialSource.volumeSource(Path.of(required("path", path)))
                .usernameKey(usernameKey)
                .passwordKey(passwordKey)
                .leaseIdKey(leaseIdKey)
                .ttlKey(ttlKey)
                .sizeLimit(SourceSettings.bytes(sizeLimit));
        if (verbatim) {
            builder.verbatim();
        }
        return (strictPermissions ? builder.strictPermissions() : builder).build();
    }

    @Override
    public @Nullable Path newestFile() {
        return path == null ? null : Path.of(path, passwordKey);
    }
}
