package io.github.rotatingdatasource;

import io.github.rotatingdatasource.source.Credential;
import io.github.rotatingdatasource.source.CredentialSource;
import io.github.rotatingdatasource.source.CredentialUnavailable;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The one reader of a source. The source is called on a worker, by one thread at a time, and whatever it throws becomes an
 * answer: nothing that a source does ends the loop.
 */
final class Supply {
    private final CredentialSource source;
    private final Executor inTurn = Workers.inTurn();
    private @Nullable Thread reading;

    Supply(CredentialSource source) {
        this.source = source;
    }

    boolean isCheap() {
        return source.isCheap();
    }

    void onChange(Runnable changed) {
        source.onChange(changed);
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
            Credential credential;
            try {
                credential = readHere();
            } catch (Throwable e) { // of an Error too: a source must not be able to end the rotation
                failed.accept(reason(e), restAfter(e));
                return;
            }
            if (credential == null) {
                String name = source.getClass().getSimpleName();
                failed.accept("source " + name + " must return a credential, but returned null", Duration.ZERO);
            } else {
                answered.accept(credential);
            }
        });
    }

    private Credential readHere() throws Exception {
        synchronized (this) {
            reading = Thread.currentThread();
        }
        try {
            return Workers.foreign(source::read);
        } finally {
            synchronized (this) {
                reading = null;
                Thread.interrupted(); // meant for the read
            }
        }
    }

    /** Interrupts the read under way, if one is. */
    synchronized void breakOff() {
        if (reading != null) {
            reading.interrupt();
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

    void refused(Credential credential) {
        tell(() -> source.refused(credential));
    }

    void retired(Credential credential) {
        tell(() -> source.retired(credential));
    }

    /** Closes the source once a read that is under way has returned, however late. */
    void close() {
        tell(source::close);
    }

    private void tell(Runnable news) {
        inTurn.execute(() -> {
            try {
                Workers.foreign(() -> {
                    news.run();
                    return true;
                });
            } catch (Throwable e) {
                RotationLog.foreignCodeFailed("source", e);
            }
        });
    }
}
