package io.github.rotatingdatasource.source;

import io.github.rotatingdatasource.source.Exchange.Reply;
import io.github.rotatingdatasource.source.Exchange.Request;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks again where that is safe: what mints a login is sent a second time only if the first certainly made none. Called by one thread
 * at a time. The clock only reads {@code Retry-After} dates.
 */
final class Attempts implements Asking, AutoCloseable {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    private static final Duration MORE_FOR_MINTING = Duration.ofSeconds(30);

    private static final Set<Integer> PASSING = Set.of(412, 429, 500, 502, 503, 504);
    private static final Set<Integer> NOTHING_WAS_MADE = Set.of(429, 503);

    private final Exchange exchange;
    private final Settings settings;
    private final Settled.Pause pause;
    private final InstantSource clock;
    private final LongSupplier nanoTime;

    Attempts(Exchange exchange, Settings settings, Settled.Pause pause) {
        this(exchange, settings, pause, InstantSource.system(), System::nanoTime);
    }

    Attempts(Exchange exchange, Settings settings, Settled.Pause pause, InstantSource clock, LongSupplier nanoTime) {
        this.exchange = exchange;
        this.settings = settings;
        this.pause = pause;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /**
     * How long and how often to ask.
     *
     * @param timeout of one request that mints nothing
     * @param attempts how often a request is sent at most
     * @param mintTimeout of one request that mints; longer than the sidecar itself waits, so that no login is made that nobody takes
     */
    record Settings(Duration timeout, int attempts, Duration mintTimeout) {
        private static final Duration SHORTEST = Duration.ofMillis(1);

        Settings {
            if (timeout.compareTo(SHORTEST) < 0 || mintTimeout.compareTo(SHORTEST) < 0) {
                throw new IllegalArgumentException(
                        "timeouts must be 1 ms at least, but are " + timeout + " and " + mintTimeout);
            }
            if (attempts < 1) {
                throw new IllegalArgumentException("attempts must be 1 at least, but are " + attempts);
            }
        }

        /** Returns 5 s, three attempts, and 65 s for what mints: an agent gives up after 60. */
        static Settings defaults() {
            return new Settings(Duration.ofSeconds(5), 3, Duration.ofSeconds(65));
        }
    }

    /**
     * Returns the first reply that is worth having, or the last one. Blocks for the time-outs and pauses of all attempts together; what
     * mints for its time-out and 30 s at most.
     *
     * @param mints whether the request makes a login each time
     * @throws ExchangeFailed if there was no reply to the last attempt, or the thread is interrupted, in which case its flag is set
     */
    @Override
    public Reply ask(Request request, boolean mints) throws ExchangeFailed {
        return new Question(request, mints).ask();
    }

    /**
     * Returns the reply to the only attempt, for what mints nothing but costs something.
     *
     * @throws ExchangeFailed if there was none
     */
    @Override
    public Reply once(Request request) throws ExchangeFailed {
        return exchange.send(request, settings.timeout());
    }

    @Override
    public void close() {
        exchange.close();
    }

    /** One question, until it is answered. */
    private final class Question {
        private final Request request;
        private final boolean mints;
        private final long began = nanoTime.getAsLong();
        private int sent;

        Question(Request request, boolean mints) {
            this.request = request;
            this.mints = mints;
        }

        Reply ask() throws ExchangeFailed {
            while (true) {
                Duration wait;
                try {
                    Reply reply = attempt();
                    wait = pauseAfter(reply);
                    if (wait == null) {
                        return reply;
                    }
                } catch (ExchangeFailed failure) {
                    if (!isWorthAnother(failure)) {
                        throw failure;
                    }
                    wait = pause();
                }
                sleep(wait);
            }
        }

        private Reply attempt() throws ExchangeFailed {
            sent++;
            return exchange.send(request, mints ? least(settings.mintTimeout(), left()) : settings.timeout());
        }

        private boolean isWorthAnother(ExchangeFailed failure) {
            boolean isSafe = !mints || !failure.wasSent();
            return isSafe && mayAskAgain(pause()) && !Thread.currentThread().isInterrupted();
        }

        /** Returns how long to wait before the next attempt, or {@code null} if {@code reply} is the answer. */
        private @Nullable Duration pauseAfter(Reply reply) {
            if (!(mints ? NOTHING_WAS_MADE : PASSING).contains(reply.status())) {
                return null;
            }
            Duration asked = RetryAfter.of(reply, clock.instant());
            Duration wait = asked.compareTo(pause()) > 0 ? asked : pause();
            return asked.compareTo(LONGEST_PAUSE) <= 0 && mayAskAgain(wait) ? wait : null;
        }

        private boolean mayAskAgain(Duration wait) {
            return sent < settings.attempts() && (!mints || left().compareTo(wait) > 0);
        }

        private Duration left() {
            Duration spent = Duration.ofNanos(nanoTime.getAsLong() - began);
            return settings.mintTimeout().plus(MORE_FOR_MINTING).minus(spent);
        }

        private Duration pause() {
            int doublings = Math.min(sent - 1, 10);
            return least(FIRST_PAUSE.multipliedBy(1L << doublings), LONGEST_PAUSE);
        }

        private void sleep(Duration wait) throws ExchangeFailed {
            try {
                pause.sleep(wait);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new ExchangeFailed("the thread was interrupted before it asked again", false, interrupted);
            }
        }
    }

    private static Duration least(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
