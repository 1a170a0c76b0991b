package io.github.rotatingdatasource;

import static java.util.Objects.requireNonNull;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.rotatingdatasource.source.CredentialUnavailable;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The circuit breaker that shows how the supply of logins stands; beside the builder the only code that knows resilience4j.
 *
 * <p>The supply decides and the breaker follows, so that its state, its events and its meters are true. It is never asked for
 * permission: its thresholds and its waits delay no trial and fail no caller. {@code OPEN} means that there is no login that
 * works, {@code HALF_OPEN} that one is being tried, {@code CLOSED} that one serves. A read or a trial login is recorded as a call.
 * A user's thresholds may open a breaker while a login serves; that harms nobody, and the next success closes it. The standard
 * one has no threshold that could. States that only an operator sets, {@code FORCED_OPEN}, {@code DISABLED} and
 * {@code METRICS_ONLY}, are left alone; when he lets go, the next call here puts the state right. resilience4j cannot compare and
 * set, so an operator who acts at the very moment of a move may have to repeat himself.
 *
 * <p>What a trial comes to is recorded when the trial is over: a read that succeeds would close a breaker that permits one call
 * before the login was tried.
 *
 * <p>Called by the timer, and returns at once. resilience4j runs its users' predicates and consumers where it is called; so all
 * work is done on workers, one thing after the other, which is why there is no lock here. A breaker serves one data source: two
 * would move it against each other.
 */
final class Breaker {
    /** Of results that somebody's consumer does not take, no more are kept waiting. Moves always are. */
    private static final int MOST_WAITING = 1_000;

    /** Of the results of a trial that does not end, the last are kept. */
    private static final int MOST_HELD = 100;

    private final CircuitBreaker breaker;
    private final Executor inTurn;
    private final AtomicInteger waiting = new AtomicInteger();

    /** The results of the trial under way. */
    private final ArrayDeque<Runnable> held = new ArrayDeque<>();
    /** Whether there is no login that works. */
    private boolean isDry;

    /** Creates a breaker whose work {@code inTurn} does, one task after the other. */
    Breaker(CircuitBreaker breaker, Executor inTurn) {
        this.breaker = requireNonNull(breaker, "breaker");
        this.inTurn = inTurn;
    }

    /** Returns one that moves the breaker of a user. */
    static Breaker of(CircuitBreaker given) {
        return new Breaker(given, Workers.inTurn());
    }

    /** Returns one that moves the breaker of this name, made as the registry is configured if it is not there. */
    static Breaker of(CircuitBreakerRegistry registry, String name) {
        return of(registry.circuitBreaker(name));
    }

    /** Returns one that moves a breaker of its own, which counts the calls of the last minute and is moved by nothing else. */
    static Breaker standard(String name) {
        return of(CircuitBreaker.of(
                name,
                CircuitBreakerConfig.custom()
                        .slidingWindowType(SlidingWindowType.TIME_BASED) // one of counts would cap the minimum
                        .slidingWindowSize(60)
                        .minimumNumberOfCalls(Integer.MAX_VALUE)
                        .permittedNumberOfCallsInHalfOpenState(1)
                        .build()));
    }

    /** The source gave a credential, or the database accepted a trial login. */
    void succeeded(Duration took) {
        record(() -> {
            breaker.onSuccess(took.toNanos(), TimeUnit.NANOSECONDS);
            if (!isDry) {
                shut(); // its thresholds had opened it, or this one did for being slow
            }
        });
    }

    /** The source gave none, or the trial login failed; {@code why} holds no secret, for consumers and meters show it. */
    void failed(Duration took, @Nullable Throwable why) {
        Throwable shown = why != null ? why : new CredentialUnavailable("a read or a trial login failed");
        record(() -> breaker.onError(took.toNanos(), TimeUnit.NANOSECONDS, shown));
    }

    /** There is no login that works, and the next trial comes after {@code wait}. */
    void open(Duration wait) {
        move(() -> {
            isDry = true;
            if (follows()) {
                breaker.transitionToOpenStateFor(wait);
            }
            recordHeld();
        });
    }

    /** A trial begins. Says nothing if a login serves. */
    void halfOpen() {
        move(() -> {
            if (!isDry || !follows()) {
                return;
            }
            if (breaker.getState() == State.CLOSED) {
                breaker.transitionToOpenState(); // somebody closed it meanwhile; there is no way from there to half
                // open
            }
            breaker.transitionToHalfOpenState();
        });
    }

    /** A login serves. */
    void close() {
        move(() -> {
            isDry = false;
            shut();
            recordHeld();
            shut(); // whatever its thresholds make of that
        });
    }

    /** Returns whether an operator forbids any trial. */
    boolean isForbidden() {
        return breaker.getState() == State.FORCED_OPEN;
    }

    CircuitBreaker circuitBreaker() {
        return breaker;
    }

    private void shut() {
        if (isOpenOrHalfOpen()) {
            breaker.transitionToClosedState();
        }
    }

    private boolean isOpenOrHalfOpen() {
        State state = breaker.getState();
        return state == State.OPEN || state == State.HALF_OPEN;
    }

    private boolean follows() {
        return isOpenOrHalfOpen() || breaker.getState() == State.CLOSED;
    }

    private void record(Runnable result) {
        if (waiting.get() >= MOST_WAITING) {
            return;
        }
        move(() -> {
            if (isDry && breaker.getState() == State.HALF_OPEN) {
                hold(result);
            } else {
                result.run();
            }
        });
    }

    private void hold(Runnable result) {
        if (held.size() == MOST_HELD) {
            held.remove();
        }
        held.add(result);
    }

    private void recordHeld() {
        for (Runnable result = held.poll(); result != null; result = held.poll()) {
            guarded(result);
        }
    }

    private void move(Runnable work) {
        waiting.incrementAndGet();
        inTurn.execute(() -> {
            waiting.decrementAndGet();
            guarded(work);
        });
    }

    private static void guarded(Runnable work) {
        try {
            Workers.foreign(() -> {
                work.run();
                return true;
            });
        } catch (Throwable e) { // of an Error too: whoever counts or listens must not be able to end anything
            RotationLog.foreignCodeFailed("circuit breaker", e);
        }
    }
}
