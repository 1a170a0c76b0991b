package io.github.rotatingdatasource.testkit;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A directory laid out as a mounted Kubernetes Secret, one file per key: {@code key -> ..data/key}, {@code ..data ->
 * ..2026_11_24_08_45_00.123456789}. An update makes a new directory and turns {@code ..data} to it, so that all keys
 * change in one instant.
 *
 * <p>Not thread-safe, as the kubelet is alone in writing a volume.
 */
public final class KubernetesVolume {
    private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern("yyyy_MM_dd_HH_mm_ss.");

    private final Path directory;
    private final Path data;
    private final String mode;

    private KubernetesVolume(Path directory, String mode) {
        this.directory = directory;
        this.data = directory.resolve("..data");
        this.mode = mode;
    }

    /**
     * Returns the volume mounted at {@code directory}, which is created if there is none. All may read its files, as is
     * Kubernetes' default.
     */
    public static KubernetesVolume at(Path directory) throws IOException {
        return new KubernetesVolume(Files.createDirectories(directory).toRealPath(), "rw-r--r--");
    }

    /** Returns the same volume with files of this mode, such as {@code r--r-----}. */
    public KubernetesVolume withMode(String another) {
        return new KubernetesVolume(directory, another);
    }

    /** Updates the volume to the keys {@code username} and {@code password}; see {@link #update(Map)}. */
    public boolean update(IssuedLease lease) throws IOException {
        return update(Map.of("username", lease.username(), "password", lease.password()));
    }

    /**
     * Makes these keys and values the volume's content, or does nothing if they are already.
     *
     * @return whether anything was written
     */
    public boolean update(Map<String, String> payload) throws IOException {
        if (payload.equals(content())) {
            return false;
        }
        Path incoming = write(payload);
        Path outgoing = Files.exists(data) ? data.toRealPath() : incoming;
        turnDataTo(incoming);
        linkKeys(payload);
        if (!outgoing.equals(incoming)) {
            Directories.delete(outgoing);
        }
        return true;
    }

    private Path write(Map<String, String> payload) throws IOException {
        String now = LocalDateTime.now(ZoneOffset.UTC).format(TIMESTAMP);
        Path incoming = Files.createDirectory(directory.resolve(".." + now + RandomText.digits(9)));
        for (Map.Entry<String, String> key : payload.entrySet()) {
            Path file = Files.writeString(incoming.resolve(key.getKey()), key.getValue());
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        }
        return incoming;
    }

    private void turnDataTo(Path incoming) throws IOException {
        Path temporary = directory.resolve("..data_tmp");
        Files.createSymbolicLink(temporary, incoming.getFileName());
        Files.move(temporary, data, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Links the keys that are new and deletes the links of those that are gone. */
    private void linkKeys(Map<String, String> payload) throws IOException {
        for (String key : payload.keySet()) {
            try {
                Files.createSymbolicLink(directory.resolve(key), Path.of("..data", key));
            } catch (FileAlreadyExistsException kept) {
                // as it was: the link goes through ..data
            }
        }
        for (String key : namesIn(directory)) {
            if (!key.startsWith("..") && !payload.containsKey(key)) {
                Files.delete(directory.resolve(key));
            }
        }
    }

    private Map<String, String> content() throws IOException {
        Map<String, String> content = new TreeMap<>();
        if (Files.exists(data)) {
            for (String key : namesIn(data)) {
                content.put(key, Files.readString(data.resolve(key)));
            }
        }
        return content;
    }

    private static Iterable<String> namesIn(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> String.valueOf(file.getFileName())).toList();
        }
    }
}
