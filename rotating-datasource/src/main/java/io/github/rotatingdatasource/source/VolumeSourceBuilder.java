package io.github.rotatingdatasource.source;

import static java.util.Objects.requireNonNull;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/**
 * Builds a source that reads a directory with a file for each key, as Kubernetes mounts a Secret. Not safe for use by several
 * threads.
 *
 * <p>Username and password always belong together: the files of a mounted volume are read on one side of an update, those of
 * any other directory once nobody has touched them for a second. Blocks for that second after a change of a directory that
 * is no mounted volume, and for 2 s at most. No lease is taken for firm.
 */
public final class VolumeSourceBuilder {
    private static final int LARGEST_LIMIT = 16 << 20;

    private final Path directory;
    private String usernameKey = "username";
    private String passwordKey = "password";
    private String leaseIdKey = "lease_id";
    private String ttlKey = "ttl";
    private boolean isVerbatim;
    private int sizeLimit = 64 << 10;
    private boolean hasStrictPermissions;
    private InstantSource clock = InstantSource.system();
    private Settled.Pause pause = length -> TimeUnit.NANOSECONDS.sleep(length.toNanos());
    private FileWatches watches = FileWatches.SHARED;
    private VolumeFiles.Reader reader = FileContent::read;

    VolumeSourceBuilder(Path directory) {
        this.directory = requireNonNull(directory, "directory");
    }

    /** Sets the name of the file with the username, without which there is no credential. By default {@code username}. */
    public VolumeSourceBuilder usernameKey(String key) {
        this.usernameKey = requireNonNull(key, "key");
        return this;
    }

    /** Sets the name of the file with the password, without which there is no credential. By default {@code password}. */
    public VolumeSourceBuilder passwordKey(String key) {
        this.passwordKey = requireNonNull(key, "key");
        return this;
    }

    /**
     * Sets the name of the file with the lease id. By default {@code lease_id}. If the file is there and has nothing in it,
     * there is no lease; without the file there may still be a length.
     */
    public VolumeSourceBuilder leaseIdKey(String key) {
        this.leaseIdKey = requireNonNull(key, "key");
        return this;
    }

    /**
     * Sets the name of the file with the lease's length: seconds, or a duration such as {@code 1h30m}. By default {@code
     * ttl}. It counts from the modification time of the password's file, which is when the volume was updated, not when the
     * credential was made. The length is unknown if it is missing, zero, negative or anything else, and cut to ten years.
     */
    public VolumeSourceBuilder ttlKey(String key) {
        this.ttlKey = requireNonNull(key, "key");
        return this;
    }

    /**
     * Takes each file's text as it stands. By default one line feed at its end, or carriage return and line feed, is no part
     * of the value, since {@code echo} and editors put it there.
     */
    public VolumeSourceBuilder verbatim() {
        this.isVerbatim = true;
        return this;
    }

    /** Sets how large each file may be, from 1 byte to 16 MiB. By default 64 KiB. */
    public VolumeSourceBuilder sizeLimit(int bytes) {
        this.sizeLimit = bytes;
        return this;
    }

    /**
     * Refuses a password's file that every user of the machine, or of the container, may read. By default that is only
     * warned of, once.
     */
    public VolumeSourceBuilder strictPermissions() {
        this.hasStrictPermissions = true;
        return this;
    }

    VolumeSourceBuilder clock(InstantSource clock) {
        this.clock = clock;
        return this;
    }

    VolumeSourceBuilder pause(Settled.Pause pause) {
        this.pause = pause;
        return this;
    }

    VolumeSourceBuilder watches(FileWatches watches) {
        this.watches = watches;
        return this;
    }

    VolumeSourceBuilder reader(VolumeFiles.Reader reader) {
        this.reader = reader;
        return this;
    }

    /**
     * Returns the source. The directory need not exist yet.
     *
     * @throws IllegalArgumentException if the limit is out of its range, or the keys are not four different names of files
     */
    public CredentialSource build() {
        if (sizeLimit < 1 || sizeLimit > LARGEST_LIMIT) {
            throw new IllegalArgumentException(
                    "size limit must be from 1 to " + LARGEST_LIMIT + " bytes, but is " + sizeLimit);
        }
        CredentialKeys keys = new CredentialKeys(
                fileName(usernameKey), fileName(passwordKey), fileName(leaseIdKey), fileName(ttlKey));
        return new VolumeSource(
                directory.toAbsolutePath(),
                new VolumeSource.Settings(
                        keys, isVerbatim, sizeLimit, hasStrictPermissions, clock, pause, watches, reader));
    }

    /** What begins with two dots is the volume's own. */
    private static String fileName(String key) {
        if (key.startsWith("..") || key.equals(".") || !isOneName(key)) {
            throw new IllegalArgumentException(
                    "key must be the name of a file in the directory, but is \"" + key + "\"");
        }
        return key;
    }

    private static boolean isOneName(String key) {
        try {
            Path name = Path.of(key).getFileName();
            return name != null && name.toString().equals(key);
        } catch (InvalidPathException impossible) {
            return false;
        }
    }
}
