package io.github.rotatingdatasource.source;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file between two writes, never during one.
 *
 * <p>Agents rename a finished file into place, but other writers truncate and write, and pause in between. So a content
 * counts if the file was the same before and after it was read and nobody had touched it for the settle time. A younger
 * file is read a second time when the settle time is over, and counts if nothing at all has changed. The inode's change
 * time counts as a touch, since a copy may bring an old modification time along ({@code cp -p}); so a rename waits as well.
 * A writer that pauses for longer than the settle time cannot be told from one that has finished.
 *
 * <p>The clock serves only to find out that a file is old enough. If it lies ahead of the file system's, a file counts too
 * early by the difference; if the file's times are in its future, the file is always read twice.
 */
final class SettledFile {
    /** After how much waiting a file that changes again and again is given up. */
    static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Path path;
    private final int limit;
    private final InstantSource clock;
    private final Pause pause;

    SettledFile(Path path, int limit, InstantSource clock, Pause pause) {
        this.path = path;
        this.limit = limit;
        this.clock = clock;
        this.pause = pause;
    }

    /** How a reader waits; a test moves its clock, or writes to the file, instead. */
    @FunctionalInterface
    interface Pause {
        void sleep(Duration length) throws InterruptedException;
    }

    /**
     * Returns the content once it is {@code settle} old. Blocks for {@code settle} if the file has just changed, and for
     * {@link #PATIENCE} and a little more at most.
     *
     * @param known what was returned before, which need not settle again
     * @throws CredentialUnavailable if the file cannot be read, goes on changing, or the thread is interrupted, in which
     *     case its interrupt flag is set
     */
    FileContent read(Duration settle, @Nullable FileContent known) throws CredentialUnavailable {
        FileContent seen = FileContent.read(path, limit);
        for (Duration waited = Duration.ZERO; waited.compareTo(PATIENCE) < 0; ) {
            Duration wait = seen.isStill(known) ? Duration.ZERO : toSettle(seen, settle);
            if (wait.isZero()) {
                return seen;
            }
            sleep(wait);
            waited = waited.plus(wait);
            FileContent again = FileContent.read(path, limit);
            if (again.isStill(seen)) {
                return again;
            }
            seen = again;
        }
        throw new CredentialUnavailable("it is still being written after " + PATIENCE.toSeconds() + " s");
    }

    private Duration toSettle(FileContent seen, Duration settle) {
        Instant now = clock.instant();
        Duration age = seen.stamp().age(now);
        if (!seen.isSteady() || age.isNegative()) {
            return settle;
        }
        return age.compareTo(settle) < 0 ? settle.minus(age) : Duration.ZERO;
    }

    private void sleep(Duration wait) throws CredentialUnavailable {
        try {
            pause.sleep(wait);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CredentialUnavailable("the thread was interrupted while it waited for the file to settle", interrupted);
        }
    }
}
