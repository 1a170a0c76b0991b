package io.github.rotatingdatasource.source;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Reads a directory that has a file for each key, as Kubernetes mounts a Secret.
 *
 * <p>A length counts from the modification time of the password's file. In a volume that is when the volume was updated and
 * not when the credential was made, so the lease looks younger than it is by the delay. The same bytes are the same
 * credential, since an update of any key writes all of them anew.
 *
 * <p>Called by one thread at a time, as {@link CredentialSource} promises, which is why there is no lock here.
 */
final class VolumeSource implements CredentialSource {
    private static final String NARROWER = "set defaultMode: 0440 in the volume, with an fsGroup";

    private final Path directory;
    private final Settings settings;
    private final Settled<KeyFiles> files;
    private final FileAdvice advice;
    private FileWatches.@Nullable Watch watch;
    private @Nullable Reading last;

    VolumeSource(Path directory, Settings settings) {
        this.directory = directory;
        this.settings = settings;
        this.files = new Settled<>(
                new VolumeFiles(directory, settings.keys(), settings.sizeLimit(), settings.reader()),
                KeyFiles::settleTime,
                settings.clock(),
                settings.pause());
        this.advice = new FileAdvice(VolumeSource.class, directory, NARROWER);
    }

    /** What the builder collects. */
    record Settings(
            CredentialKeys keys,
            boolean isVerbatim,
            int sizeLimit,
            boolean hasStrictPermissions,
            InstantSource clock,
            Settled.Pause pause,
            FileWatches watches,
            VolumeFiles.Reader reader) {}

    /** Files that were good, and what they say. */
    private record Reading(KeyFiles files, Credential credential) {}

    @Override
    public Credential read() throws CredentialUnavailable {
        if (watch != null) {
            watch.renew();
        }
        try {
            return newest().credential();
        } catch (CredentialUnavailable failure) {
            throw new CredentialUnavailable("no credential in " + directory + ": " + failure.getMessage(), failure);
        }
    }

    private Reading newest() throws CredentialUnavailable {
        Reading known = last;
        KeyFiles found = files.read(known == null ? null : known.files());
        FileStamp password = found.stampOf(settings.keys().password());
        advice.checkPermissions(password, settings.hasStrictPermissions());
        Reading read = known != null && found.hasSameBytesAs(known.files())
                ? new Reading(found, known.credential())
                : new Reading(found, credential(found, password));
        last = read;
        return read;
    }

    private Credential credential(KeyFiles found, FileStamp password) throws CredentialUnavailable {
        Instant began = password.written(settings.clock().instant());
        return settings.keys().credential(found.values(settings.isVerbatim()), began, advice);
    }

    @Override
    public boolean isCheap() {
        return true;
    }

    /** Of the files only the password's is watched: it changes with each credential, and so does {@code ..data}. */
    @Override
    public void onChange(Runnable changed) {
        watch = settings.watches().watch(directory.resolve(settings.keys().password()), changed);
    }

    @Override
    public void suspend() {
        last = null;
        if (watch != null) {
            watch.suspend();
        }
    }

    @Override
    public void close() {
        if (watch != null) {
            watch.close();
        }
    }

    @Override
    public String toString() {
        return "volume " + directory;
    }
}
