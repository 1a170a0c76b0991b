package io.github.rotatingdatasource.source;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Builds a source that reads a file which a sidecar renders. Not safe for use by several threads.
 *
 * <p>The source reads the file whenever it is asked and has changed, waits for a writer to finish, and never takes a lease
 * for firm, since an agent renews it without writing the file again. Blocks for the settle time after a change, a second
 * for a file that does not end as its format ends, and for 2 s at most.
 */
public final class FileSourceBuilder {
    private static final int LARGEST_LIMIT = 16 << 20;

    private final Path path;
    private CredentialFormat format = CredentialFormat.env();
    private @Nullable String usernameKey;
    private @Nullable String passwordKey;
    private @Nullable String leaseIdKey;
    private @Nullable String ttlKey;
    private Duration settleTime = Duration.ofMillis(50);
    private int sizeLimit = 64 << 10;
    private boolean hasStrictPermissions;
    private InstantSource clock = InstantSource.system();
    private Settled.Pause pause = length -> TimeUnit.NANOSECONDS.sleep(length.toNanos());
    private FileWatches watches = FileWatches.SHARED;

    FileSourceBuilder(Path path) {
        this.path = requireNonNull(path, "path");
    }

    /**
     * Sets how the file is written. By default {@link CredentialFormat#env()}. Each format of ours knows its keys, as it says;
     * one of yours has those of {@code env()} unless they are set.
     */
    public FileSourceBuilder format(CredentialFormat format) {
        this.format = requireNonNull(format, "format");
        return this;
    }

    /**
     * Sets the key of the username, without which there is no credential. By default the format knows, {@code DB_USER} in
     * {@code env()}. In JSON a key is a path such as {@code data.username}.
     */
    public FileSourceBuilder usernameKey(String key) {
        this.usernameKey = requireNonNull(key, "key");
        return this;
    }

    /** Sets the key of the password, without which there is no credential. By default the format knows. */
    public FileSourceBuilder passwordKey(String key) {
        this.passwordKey = requireNonNull(key, "key");
        return this;
    }

    /**
     * Sets the key of the lease id. By default the format knows. A file that has the key and nothing for it has no lease,
     * as with Vault's KV secrets; a file without the key may still have a length, as with static roles.
     */
    public FileSourceBuilder leaseIdKey(String key) {
        this.leaseIdKey = requireNonNull(key, "key");
        return this;
    }

    /**
     * Sets the key of the lease's length: seconds, or a duration such as {@code 1h30m}. By default the format knows.
     * The length is unknown if it is missing, zero, negative or anything else, and cut to ten years.
     */
    public FileSourceBuilder ttlKey(String key) {
        this.ttlKey = requireNonNull(key, "key");
        return this;
    }

    /**
     * Sets for how long nobody must have touched the file before it is believed, from 1 ms to 1 s. By default 50 ms. Raise it
     * for a writer that writes in place and pauses for longer in between.
     */
    public FileSourceBuilder settleTime(Duration length) {
        this.settleTime = requireNonNull(length, "length");
        return this;
    }

    /** Sets how large the file may be, from 1 byte to 16 MiB. By default 64 KiB. */
    public FileSourceBuilder sizeLimit(int bytes) {
        this.sizeLimit = bytes;
        return this;
    }

    /** Refuses a file that every user of the machine may read. By default that is only warned of, once. */
    public FileSourceBuilder strictPermissions() {
        this.hasStrictPermissions = true;
        return this;
    }

    FileSourceBuilder clock(InstantSource clock) {
        this.clock = clock;
        return this;
    }

    FileSourceBuilder pause(Settled.Pause pause) {
        this.pause = pause;
        return this;
    }

    FileSourceBuilder watches(FileWatches watches) {
        this.watches = watches;
        return this;
    }

    /**
     * Returns the source. The file need not exist yet.
     *
     * @throws IllegalArgumentException if a value is out of its range, the path names no file, two keys are the same, or
     *     keys are set for a token
     */
    public CredentialSource build() {
        if (settleTime.compareTo(Duration.ofMillis(1)) < 0 || settleTime.compareTo(Duration.ofSeconds(1)) > 0) {
            throw new IllegalArgumentException("settle time must be from 1 ms to 1 s, but is " + settleTime);
        }
        if (sizeLimit < 1 || sizeLimit > LARGEST_LIMIT) {
            throw new IllegalArgumentException(
                    "size limit must be from 1 to " + LARGEST_LIMIT + " bytes, but is " + sizeLimit);
        }
        ChosenKeys keys = new ChosenKeys(usernameKey, passwordKey, leaseIdKey, ttlKey);
        return new FileSource(
                file(),
                new FileSource.Settings(
                        new CredentialParser(format, keys),
                        settleTime,
                        sizeLimit,
                        hasStrictPermissions,
                        clock,
                        pause,
                        watches));
    }

    private Path file() {
        Path absolute = path.toAbsolutePath();
        if (absolute.getFileName() == null) {
            throw new IllegalArgumentException("path must name a file, but is " + path);
        }
        return absolute;
    }
}
