package io.github.rotatingdatasource.source;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The files of one credential, a key each, as they were at one moment. Immutable; never printed.
 *
 * @param base where they are, links resolved
 * @param isWhole whether they were put there in one instant, so that none of them is ever half written
 * @param isSteady whether nobody touched any of them while they were read
 * @param files by their keys, those that are there
 */
record KeyFiles(Path base, boolean isWhole, boolean isSteady, Map<String, FileContent> files)
        implements Settled.Content<KeyFiles> {
    /** How long a plain directory must rest: the files are written one after the other, and no text says where it ends. */
    static final Duration REST = Duration.ofSeconds(1);

    @Override
    public boolean isStill(@Nullable KeyFiles earlier) {
        return earlier != null
                && isSteady
                && base.equals(earlier.base)
                && files.keySet().equals(earlier.files.keySet())
                && files.entrySet().stream()
                        .allMatch(file -> file.getValue().isStill(earlier.files.get(file.getKey())));
    }

    @Override
    public Instant touched() {
        return files.values().stream()
                .map(FileContent::touched)
                .max(Instant::compareTo)
                .orElse(Instant.MIN);
    }

    FileStamp stampOf(String key) {
        return requireNonNull(files.get(key), key).stamp();
    }

    Duration settleTime() {
        return isWhole && isSteady ? Duration.ZERO : REST;
    }

    boolean hasSameBytesAs(KeyFiles other) {
        return files.keySet().equals(other.files.keySet())
                && files.entrySet().stream()
                        .allMatch(
                                file -> file.getValue().hasSameBytesAs(requireNonNull(other.files.get(file.getKey()))));
    }

    /**
     * Returns the values by their keys.
     *
     * @param isVerbatim whether a line end at the end of a file is part of the value
     * @throws CredentialUnavailable if one is not text
     */
    Map<String, String> values(boolean isVerbatim) throws CredentialUnavailable {
        Map<String, String> values = new TreeMap<>();
        for (Map.Entry<String, FileContent> file : files.entrySet()) {
            String text = textOf(file.getKey(), file.getValue());
            values.put(file.getKey(), isVerbatim ? text : LineEnd.removedFrom(text));
        }
        return values;
    }

    private static String textOf(String key, FileContent file) throws CredentialUnavailable {
        try {
            return file.isEmpty() ? "" : file.text();
        } catch (CredentialUnavailable failure) {
            throw ofKey(key, failure);
        }
    }

    static CredentialUnavailable ofKey(String key, CredentialUnavailable failure) {
        return new CredentialUnavailable("key " + key + ": " + failure.getMessage(), failure);
    }
}
