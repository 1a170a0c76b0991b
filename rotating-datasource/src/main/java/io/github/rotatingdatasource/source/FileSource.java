package io.github.rotatingdatasource.source;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Reads the file that a sidecar renders, by its path each time.
 *
 * <p>The lease counts from the file's modification time, the moment of rendering, also when this process started later. The
 * same bytes are the same rendering, whatever became of the times: agents do not write what is there already.
 *
 * <p>Called by one thread at a time, as {@link CredentialSource} promises, which is why there is no lock here. The clock is
 * only compared with the times of the file.
 */
final class FileSource implements CredentialSource {
    /** How long a file must rest that does not end as its format ends: more of it may be on its way. */
    static final Duration UNFINISHED = Duration.ofSeconds(1);

    /** The coarsest that file systems count (FAT): a younger file may change once more and keep its times. */
    static final Duration GRANULARITY = Duration.ofSeconds(2);

    /** After how many lengths of its lease a file that was never replaced is worth a hint. */
    private static final int STALE = 3;

    private final Path path;
    private final Settings settings;
    private final Settled<FileContent> file;
    private final FileAdvice advice;
    private FileWatches.@Nullable Watch watch;
    private @Nullable Reading last;
    private boolean wasReplaced;

    FileSource(Path path, Settings settings) {
        this.path = path;
        this.settings = settings;
        this.file = new Settled<>(
                () -> FileContent.read(path, settings.sizeLimit()),
                this::settleTime,
                settings.clock(),
                settings.pause());
        this.advice = new FileAdvice(path);
    }

    /** What the builder collects. */
    record Settings(
            CredentialParser parser,
            Duration settleTime,
            int sizeLimit,
            boolean hasStrictPermissions,
            InstantSource clock,
            Settled.Pause pause,
            FileWatches watches) {}

    /** A content that was good, and whether a change of it since then must show in its stamp. */
    private record Reading(FileContent content, Credential credential, boolean isOld) {
        boolean isCurrent(FileStamp stamp) {
            return isOld && content.stamp().equals(stamp);
        }
    }

    @Override
    public Credential read() throws CredentialUnavailable {
        if (watch != null) {
            watch.renew();
        }
        try {
            return newest().credential();
        } catch (CredentialUnavailable failure) {
            throw new CredentialUnavailable("no credential in " + path + ": " + failure.getMessage(), failure);
        }
    }

    private Reading newest() throws CredentialUnavailable {
        Reading known = last;
        Instant now = settings.clock().instant();
        if (known != null && known.isCurrent(FileContent.stamp(path))) {
            hintAtMount(known, now);
            return known;
        }
        Reading read = reread(known, now);
        last = read;
        return read;
    }

    private Reading reread(@Nullable Reading known, Instant now) throws CredentialUnavailable {
        FileContent content = file.read(known == null ? null : known.content());
        FileStamp stamp = content.stamp();
        advice.checkPermissions(stamp, settings.hasStrictPermissions());
        boolean isOld = stamp.age(now).compareTo(GRANULARITY) >= 0;
        if (known == null) {
            return new Reading(content, parse(content, now), isOld);
        }
        wasReplaced |= !stamp.isSameFileAs(known.content().stamp());
        boolean isSame = content.hasSameBytesAs(known.content());
        return new Reading(content, isSame ? known.credential() : parse(content, now), isOld);
    }

    private Duration settleTime(FileContent content) {
        try {
            return settings.parser().isWhole(content.text()) ? settings.settleTime() : UNFINISHED;
        } catch (CredentialUnavailable notText) {
            return settings.settleTime(); // whoever parses it will say so
        }
    }

    private Credential parse(FileContent content, Instant now) throws CredentialUnavailable {
        return settings.parser().parse(content.text(), content.stamp().written(now), advice);
    }

    private void hintAtMount(Reading known, Instant now) {
        Lease lease = known.credential().lease();
        Instant modified = known.content().stamp().modified();
        if (lease.end() != Lease.End.UNKNOWN
                && !wasReplaced
                && now.isAfter(modified.plus(lease.length().multipliedBy(STALE)))) {
            advice.wasNeverReplaced(modified);
        }
    }

    @Override
    public boolean isCheap() {
        return true;
    }

    @Override
    public void onChange(Runnable changed) {
        watch = settings.watches().watch(path, changed);
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
        return "file " + path;
    }
}
