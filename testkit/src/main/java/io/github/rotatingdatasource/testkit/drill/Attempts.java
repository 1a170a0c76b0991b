package io.github.rotatingdatasource.testkit.drill;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One thread that sends a request again and again, thinks for 1 to 4 ms in between, and writes down how each went.
 *
 * <p>The thread writes, others read copies; the monitor guards what is written.
 */
final class Attempts implements Runnable {
    private static final String NO_ANSWER = "no answer when the drill was over";
    private static final long LEAST_THINK = 1_000_000;
    private static final long MOST_THINK = 4_000_000;

    private final Request request;
    private final Secrets secrets;
    private final SplittableRandom random;
    private final BooleanSupplier working;
    private final List<Attempt> done = new ArrayList<>();
    private long begun;
    private boolean asking;
    private boolean over;

    Attempts(Request request, Secrets secrets, SplittableRandom random, BooleanSupplier working) {
        this.request = request;
        this.secrets = secrets;
        this.random = random;
        this.working = working;
    }

    /**
     * One request.
     *
     * @param asked when it was sent, as of {@link System#nanoTime()}
     * @param ended when it was answered, or failed
     * @param failure what went wrong, or null
     */
    record Attempt(long asked, long ended, @Nullable String failure) {
        boolean isFailed() {
            return failure != null;
        }

        long took() {
            return ended - asked;
        }
    }

    @Override
    public void run() {
        while (working.getAsBoolean() && !Thread.currentThread().isInterrupted()) {
            once();
            LockSupport.parkNanos(random.nextLong(LEAST_THINK, MOST_THINK));
        }
    }

    private void once() {
        long asked = System.nanoTime();
        begin(asked);
        String failure = null;
        try {
            request.send();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            failure = NO_ANSWER;
        } catch (Throwable thrown) { // an assertion of the request's, too
            failure = Failure.words(thrown, secrets);
        }
        end(new Attempt(asked, System.nanoTime(), failure));
    }

    private synchronized void begin(long asked) {
        begun = asked;
        asking = true;
    }

    private synchronized void end(Attempt attempt) {
        asking = false;
        if (!over) {
            done.add(attempt);
        }
    }

    synchronized List<Attempt> done() {
        return new ArrayList<>(done);
    }

    synchronized long doneWell() {
        return done.stream().filter(attempt -> !attempt.isFailed()).count();
    }

    /** Returns whether something was answered well that ended after {@code nanoTime}, and nothing failed. */
    synchronized boolean isServedSince(long nanoTime) {
        boolean isServed = false;
        for (int i = done.size() - 1; i >= 0 && done.get(i).ended() - nanoTime >= 0; i--) {
            if (done.get(i).isFailed()) {
                return false;
            }
            isServed = true;
        }
        return isServed;
    }

    /** Ends the record; a request that has not come back counts as failed. */
    synchronized void giveUp() {
        over = true;
        if (asking) {
            done.add(new Attempt(begun, System.nanoTime(), NO_ANSWER));
        }
    }
}
