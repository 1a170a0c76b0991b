package io.github.rotatingdatasource.source;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Reads files between two writes, never during one.
 *
 * <p>Agents rename a finished file into place, but other writers truncate and write, and pause in between. So a content
 * counts if the file was the same before and after it was read and nobody had touched it for the settle time. A younger
 * file is read again until the settle time is over, and counts if nothing at all has changed. The inode's change
 * time counts as a touch, since a copy may bring an old modification time along ({@code cp -p}); so a rename waits as well.
 * A writer that pauses for longer than the settle time cannot be told from one that has finished.
 *
 * <p>The clock serves only to find out that a file is old enough. If it lies ahead of the file system's, a file counts too
 * early by the difference; if the file's times are in its future, the file is always read twice.
 *
 * @param <C> what is read: one file, or some that belong together
 */
final class Settled<C extends Settled.Content<C>> {
    /** After how much waiting a file that changes again and again is given up. */
    static final Duration PATIENCE = Duration.ofSeconds(2);

    /** How often it looks at a file that has yet to settle, since its writer may finish it at any moment. */
    private static final Duration GLANCE = Duration.ofMillis(50);

    private final Look<C> look;
    private final Settle<C> settle;
    private final InstantSource clock;
    private final Pause pause;

    Settled(Look<C> look, Settle<C> settle, InstantSource clock, Pause pause) {
        this.look = look;
        this.settle = settle;
        this.clock = clock;
        this.pause = pause;
    }

    /** What was there at one moment. */
    interface Content<C> {
        /** Returns whether nobody touched it while it was read. */
        boolean isSteady();

        /** Returns whether {@code earlier} is the same, and nobody has touched it since then. */
        boolean isStill(@Nullable C earlier);

        /** Returns when somebody touched it last. */
        Instant touched();
    }

    /** Reads what is there, finished or not. */
    @FunctionalInterface
    interface Look<C> {
        C read() throws CredentialUnavailable;
    }

    /** For how long nobody must have touched this content; less than {@link #PATIENCE}, and zero for what is never half written. */
    @FunctionalInterface
    interface Settle<C> {
        Duration time(C content);
    }

    /** How a reader waits; a test moves its clock, or writes to the file, instead. */
    @FunctionalInterface
    interface Pause {
        void sleep(Duration length) throws InterruptedException;
    }

    /**
     * Returns the content once it has settled. Blocks for the settle time if the file has just changed, and for
     * {@link #PATIENCE} at most.
     *
     * @param known what was returned before, which need not settle again
     * @throws CredentialUnavailable if the file cannot be read, goes on changing, or the thread is interrupted, in which
     *     case its interrupt flag is set
     */
    C read(@Nullable C known) throws CredentialUnavailable {
        C seen = look.read();
        Duration left = seen.isStill(known) ? Duration.ZERO : toSettle(seen);
        for (Duration waited = Duration.ZERO; !left.isZero(); ) {
            Duration wait = left.compareTo(GLANCE) < 0 ? left : GLANCE;
            waited = waited.plus(wait);
            if (waited.compareTo(PATIENCE) > 0) {
                throw new CredentialUnavailable("it is still being written after " + PATIENCE.toSeconds() + " s");
            }
            sleep(wait);
            C again = look.read();
            left = again.isStill(seen) ? left.minus(wait) : toSettle(again);
            seen = again;
        }
        return seen;
    }

    private Duration toSettle(C seen) {
        Duration time = settle.time(seen);
        Duration age = Duration.between(seen.touched(), clock.instant());
        if (!seen.isSteady() || age.isNegative()) {
            return time;
        }
        return age.compareTo(time) < 0 ? time.minus(age) : Duration.ZERO;
    }

    private void sleep(Duration wait) throws CredentialUnavailable {
        try {
            pause.sleep(wait);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CredentialUnavailable("the thread was interrupted while the file settled", interrupted);
        }
    }
}
