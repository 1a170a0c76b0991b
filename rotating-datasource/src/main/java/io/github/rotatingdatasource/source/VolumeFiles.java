package io.github.rotatingdatasource.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads the files of a directory together, never one from before a change and one from after it.
 *
 * <p>Who opens {@code user} and {@code password} of a Kubernetes volume one after the other may get one of each side of an
 * update, since both are links through {@code ..data}. So that link is followed once, and the files are read where it led;
 * if it leads elsewhere by then, or a file has gone, they are read again. In a directory without that link a file that
 * changes while the others are read makes the whole unsteady.
 */
final class VolumeFiles implements Settled.Look<KeyFiles> {
    /** How often a volume may be replaced during one read, before that is an error. */
    static final int ATTEMPTS = 20;

    private static final String DATA = "..data";

    private final Path directory;
    private final CredentialKeys keys;
    private final int limit;
    private final Reader reader;

    VolumeFiles(Path directory, CredentialKeys keys, int limit, Reader reader) {
        this.directory = directory;
        this.keys = keys;
        this.limit = limit;
        this.reader = reader;
    }

    /** How one file is read; a test changes the directory meanwhile. */
    @FunctionalInterface
    interface Reader {
        FileContent read(Path path, int limit) throws CredentialUnavailable;
    }

    @Override
    public KeyFiles read() throws CredentialUnavailable {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            Path base = base();
            try {
                KeyFiles seen = below(base);
                if (base.equals(base())) {
                    return seen;
                }
            } catch (CredentialUnavailable failure) {
                if (base.equals(base())) {
                    throw failure;
                }
            }
        }
        throw new CredentialUnavailable("it was replaced " + ATTEMPTS + " times while it was read");
    }

    /** Returns the directory in which the files are now. */
    private Path base() throws CredentialUnavailable {
        for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
            try {
                return entry().toRealPath();
            } catch (NoSuchFileException moved) {
                // the link was followed to where it had led before: its writer deletes that
            } catch (IOException failure) {
                throw FileContent.unreadable(failure);
            }
        }
        throw new CredentialUnavailable(hasData() ? DATA + " leads to nothing" : "there is no such directory");
    }

    private Path entry() {
        return hasData() ? directory.resolve(DATA) : directory;
    }

    private boolean hasData() {
        return Files.exists(directory.resolve(DATA), LinkOption.NOFOLLOW_LINKS);
    }

    private KeyFiles below(Path base) throws CredentialUnavailable {
        if (!Files.isDirectory(base)) {
            throw new CredentialUnavailable("it is not a directory");
        }
        Map<String, FileContent> files = new TreeMap<>();
        files.put(keys.username(), content(base, keys.username()));
        files.put(keys.password(), content(base, keys.password()));
        for (String key : new String[] {keys.leaseId(), keys.ttl()}) {
            if (key != null && Files.exists(base.resolve(key), LinkOption.NOFOLLOW_LINKS)) {
                files.put(key, content(base, key));
            }
        }
        return new KeyFiles(base, hasData(), areSteady(base, files), files);
    }

    private FileContent content(Path base, String key) throws CredentialUnavailable {
        try {
            return reader.read(base.resolve(key), limit);
        } catch (CredentialUnavailable failure) {
            throw KeyFiles.ofKey(key, failure);
        }
    }

    private static boolean areSteady(Path base, Map<String, FileContent> files) throws CredentialUnavailable {
        for (Map.Entry<String, FileContent> file : files.entrySet()) {
            FileContent content = file.getValue();
            if (!content.isSteady() || !content.stamp().equals(FileContent.stamp(base.resolve(file.getKey())))) {
                return false;
            }
        }
        return true;
    }
}
