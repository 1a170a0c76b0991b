package io.github.rotatingdatasource.source;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;

/** Builds a source that reads a file which a sidecar renders. Not safe for use by several threads. */
public final class FileSourceBuilder {
    private final Path path;

    FileSourceBuilder(Path path) {
        this.path = requireNonNull(path, "path");
    }

    /** Returns the source. The file need not exist yet. */
    public CredentialSource build() {
        throw new UnsupportedOperationException("reading " + path);
    }
}
