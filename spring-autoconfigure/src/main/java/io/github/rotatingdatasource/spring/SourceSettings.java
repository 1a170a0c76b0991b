package io.github.rotatingdatasource.spring;

import io.github.rotatingdatasource.source.CredentialSource;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;
import org.springframework.util.unit.DataSize;

/** The keys of one kind of source. */
interface SourceSettings {
    /** Returns the key that all of them are below. */
    String prefix();

    /**
     * Returns the source that they describe.
     *
     * @throws IllegalArgumentException if one of them cannot be right; the message holds no secret
     * @throws IllegalStateException if a library that it needs is missing
     */
    CredentialSource source(SslContexts bundles);

    /** Returns the file whose age tells how old a login is, or {@code null} if there is none. */
    default @Nullable Path newestFile() {
        return null;
    }

    /** Returns {@code value}, which the key of this name must have. */
    static String required(String key, @Nullable String value) {
        if (!StringUtils.hasText(value)) {
            throw new IllegalArgumentException(key + " must be set, but is not");
        }
        return value;
    }

    static <T> void ifSet(@Nullable T value, Consumer<T> setting) {
        if (value != null) {
            setting.accept(value);
        }
    }

    /** Returns the size, or what is surely too large. */
    static int bytes(DataSize size) {
        return (int) Math.max(Integer.MIN_VALUE, Math.min(size.toBytes(), Integer.MAX_VALUE));
    }
}
