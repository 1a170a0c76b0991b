package io.github.rotatingdatasource;

import io.github.rotatingdatasource.source.Credential;
import io.github.rotatingdatasource.source.CredentialSource;
import io.github.rotatingdatasource.source.CredentialUnavailable;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The one reader of a source. The source is called on a worker, by one thread at a time, and whatever it throws becomes an
 * answer: nothing that a source does ends the loop.
 */
final class Supply {
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

    private final CredentialSource source;
    private final Duration closeLimit;
    private final Executor inTurn = Workers.inTurn(this::isCheap);
    private volatile boolean cheap;
    private volatile @Nullable Thread busy;
    private volatile Runnable changed = () -> {};
    private boolean listening;
    private boolean reading;
    private boolean breaksOff;
    private boolean closed;
    private volatile boolean ended;

    Supply(CredentialSource source) {
        this(source, CLOSE_LIMIT);
    }

    /** Creates a supply whose source may take {@code closeLimit} to close. */
    Supply(CredentialSource source, Duration closeLimit) {
        this.source = source;
        this.closeLimit = closeLimit;
        this.cheap = source.isCheap();
    }

    /** Returns whether the source may be polled, as it said after the last read. For any thread. */
    boolean isCheap() {
        return cheap;
    }

    /** Has {@code changed} called from now on when the source may have something new; the source itself is told once whom to call. */
    void onChange(Runnable changed) {
        this.changed = changed;
        if (!listening) {
            listening = true;
            source.onChange(() -> this.changed.run());
        }
    }

    /** Returns how far apart polls should be, which is never negative. */
    Duration pace() {
        return Times.most(Duration.ZERO, source.pollInterval());
    }

    /**
     * Asks the source; one of the two is called on a worker. The message given to {@code failed} is the source's own, and the time
     * how long it does not want to be asked again.
     */
    void read(Consumer<Credential> answered, BiConsumer<String, Duration> failed) {
        inTurn.execute(() -> {
            if (begin()) {
                readHere(answered, failed);
            }
        });
    }

    /** Returns whether a read may begin, which may be broken off from now on. */
    private synchronized boolean begin() {
        busy = closed ? null : Thread.currentThread();
        reading = !closed;
        if (reading && breaksOff) {
            Thread.currentThread().interrupt(); // its time was over while it waited for its turn
        }
        breaksOff = false;
        return reading;
    }

    private void readHere(Consumer<Credential> answered, BiConsumer<String, Duration> failed) {
        Credential credential;
        try {
            credential = readOnce();
            noteWhetherCheap();
        } catch (Throwable e) { // of an Error too: a source must not be able to end the rotation
            noteWhetherCheap();
            failed.accept(reason(e), restAfter(e));
            return;
        }
        if (credential == null) {
            String name = source.getClass().getSimpleName();
            failed.accept("source " + name + " must return a credential, but returned null", Duration.ZERO);
        } else {
            answered.accept(credential);
        }
    }

    private void noteWhetherCheap() {
        try {
            cheap = Workers.foreign(source::isCheap);
        } catch (Throwable e) { // of a source: then it is as it was
            RotationLog.foreignCodeFailed("source", e);
        }
    }

    private Credential readOnce() throws Exception {
        try {
            return Workers.foreign(source::read);
        } finally {
            synchronized (this) {
                reading = false;
                busy = null;
                Thread.interrupted(); // meant for the read
            }
        }
    }

    /** Interrupts the read under way, if one is. */
    synchronized void breakOff() {
        Thread reader = busy;
        if (reading && reader != null) {
            reader.interrupt();
        } else {
            breaksOff = true;
        }
    }

    private static String reason(Throwable failure) {
        if (failure instanceof CredentialUnavailable) {
            return String.valueOf(failure.getMessage());
        }
        try {
            return "the source failed with " + failure; // a user's own source, which promised to keep secrets out of it
        } catch (RuntimeException | Error unprintable) {
            return "the source failed with " + failure.getClass().getName();
        }
    }

    private static Duration restAfter(Throwable failure) {
        return failure instanceof CredentialUnavailable unavailable ? unavailable.retryAfter() : Duration.ZERO;
    }

    void accepted(Credential credential) {
        tell(() -> source.accepted(credential));
    }

    void refused(Credential credential) {
        tell(() -> source.refused(credential));
    }

    void retired(Credential credential) {
        tell(() -> source.retired(credential));
    }

    /**
     * Breaks a read off that is under way, tells the source that the {@code last} logins will not be used again, and closes it. Waits
     * for that, since it may revoke a lease and the process may end next; but a source that hangs, or calls this itself, is left to
     * itself in the end.
     */
    void close(List<Credential> last) {
        ended = true;
        stopReading();
        Set<String> told = new HashSet<>();
        last.stream().filter(credential -> told.add(credential.fingerprint())).forEach(this::retired);
        tellAndWait(source::close);
    }

    private void tellAndWait(Runnable news) {
        CountDownLatch done = new CountDownLatch(1);
        tell(news);
        inTurn.execute(done::countDown);
        if (busy != Thread.currentThread()) {
            await(done);
        }
    }

    /** Breaks a read off that is under way, and has the source release what it holds, which is waited for as in a close. */
    void suspend() {
        changed = () -> {};
        stopReading();
        tellAndWait(() -> {
            if (!ended) {
                source.suspend();
            }
        });
    }

    /** Allows reads again. */
    synchronized void resume() {
        closed = false;
        breaksOff = false;
    }

    private synchronized void stopReading() {
        closed = true;
        breakOff();
    }

    private void await(CountDownLatch done) {
        try {
            if (!done.await(closeLimit.toNanos(), TimeUnit.NANOSECONDS)) {
                RotationLog.sourceIsSlowToClose(source.getClass().getSimpleName());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the source is being closed all the same
        }
    }

    private void tell(Runnable news) {
        inTurn.execute(() -> {
            busy = Thread.currentThread();
            try {
                Workers.foreign(() -> {
                    news.run();
                    return true;
                });
            } catch (Throwable e) {
                RotationLog.foreignCodeFailed("source", e);
            } finally {
                busy = null;
            }
        });
    }
}
