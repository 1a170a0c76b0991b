package io.github.rotatingdatasource;

import io.github.rotatingdatasource.RotationEvent.Part;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the first generation, for as long as makes sense: a credential may be late, a database that is not there fails the
 * start as soon as {@code initializationFailTimeout} says.
 */
final class Start implements RotationListener {
    private static final Duration PROGRESS = Duration.ofSeconds(5);

    private final RotationPolicy policy;
    private final long failTimeoutMillis;
    private final long began = System.nanoTime();
    private final CompletableFuture<Boolean> ended = new CompletableFuture<>();
    private volatile String lastFailure = "nothing was heard from the source yet";
    private volatile Part failed = Part.SOURCE;
    private int refusals;

    /** Creates a start; {@code failTimeoutMillis} is HikariCP's {@code initializationFailTimeout}. */
    Start(RotationPolicy policy, long failTimeoutMillis) {
        this.policy = policy;
        this.failTimeoutMillis = failTimeoutMillis;
    }

    @Override
    public void onEvent(String dataSource, RotationEvent event) {
        if (event instanceof RotationEvent.Rotated) {
            ended.complete(true);
        } else if (event instanceof RotationEvent.SourceFailed source) {
            lastFailure = source.reason();
            failed = Part.SOURCE;
            if (failTimeoutMillis == 0) {
                ended.complete(false); // that was the one attempt
            }
        } else if (event instanceof RotationEvent.RotationFailed attempt) {
            attemptFailed(attempt);
        } else if (event instanceof RotationEvent.Closed) {
            endedBy(Part.CLOSED, "it was closed");
        } else if (event instanceof RotationEvent.Suspended) {
            endedBy(Part.SUSPENDED, "it was suspended");
        }
    }

    private void endedBy(Part part, String what) {
        lastFailure = what;
        failed = part;
        ended.complete(false);
    }

    private void attemptFailed(RotationEvent.RotationFailed attempt) {
        lastFailure = attempt.message();
        failed = attempt.part();
        boolean hopeless = attempt.part() == Part.LOGIN
                ? ++refusals >= policy.arrivalTrials()
                : System.nanoTime() - began >= TimeUnit.MILLISECONDS.toNanos(failTimeoutMillis);
        if (hopeless) {
            ended.complete(false);
        }
    }

    /**
     * Waits as {@code initializationFailTimeout} asks: not at all if it is negative, for one attempt if it is zero, until the
     * data source serves if it is positive.
     *
     * @param whyNot what was thrown last, without a secret, if anything was
     * @throws SQLException if it does not serve and must; it says which of source, login or database failed
     */
    void await(String name, Supplier<@Nullable Throwable> whyNot) throws SQLException {
        if (failTimeoutMillis < 0) {
            return;
        }
        if (!serves(name) && failTimeoutMillis > 0) {
            String message = "data source " + name + " could not start: " + lastFailure;
            throw failed == Part.DATABASE
                    ? new SQLTransientConnectionException(message, "08001", whyNot.get())
                    : new CredentialsUnavailableException(message, failed, whyNot.get());
        }
    }

    private boolean serves(String name) throws SQLException {
        long until = began + policy.startLimit().toNanos();
        for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
            try {
                return ended.get(Math.min(left, PROGRESS.toNanos()), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                RotationLog.stillStarting(name, lastFailure);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new SQLException("interrupted while data source " + name + " was starting", e);
            } catch (ExecutionException e) {
                throw new IllegalStateException("nothing completes a start exceptionally", e);
            }
        }
        return false;
    }
}
