package io.github.rotatingdatasource;

import io.github.rotatingdatasource.RotationEvent.Outcome;
import io.github.rotatingdatasource.source.Credential;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs a {@link Rotator}: the only code that waits. Everything that happens, on whatever thread, is brought to the timer and
 * told to the rotator there; everything that may block is taken to a worker.
 *
 * <p>Nothing ends the loop but {@link #close()}: what a step throws, {@code Error}s included, is logged, and the next step
 * comes all the same.
 */
final class RotationLoop implements Orders {
    /** No pause is longer, so that a suspended machine or a stepped clock is noticed soon. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
    private static final int SWEEPS_AT_CLOSE = 60;
    private static final long CLOSE_LIMIT_SECONDS = 30;

    private final Settings settings;
    private final Supply supply;
    private final HikariPools pools;
    private final List<RotationListener> listeners;
    private final Clocks clocks = new Clocks();
    private final Executor events = Workers.inTurn();
    private final Rotator rotator;
    private @Nullable Future<?> nextStep;
    private boolean closed;

    RotationLoop(Settings settings, Supply supply, HikariPools pools, List<RotationListener> listeners) {
        this.settings = settings;
        this.supply = supply;
        this.pools = pools;
        this.listeners = List.copyOf(listeners);
        this.rotator =
                new Rotator(settings, this, () -> ThreadLocalRandom.current().nextDouble(), clocks.now());
    }

    Rotator rotator() {
        return rotator;
    }

    void start() {
        supply.onChange(() -> tell(rotator::changed));
        tell(now -> {});
    }

    /** Brings something that happened to the timer, where the rotator is told of it and does what follows. */
    private void tell(Consumer<Instant> happened) {
        Workers.theTimer().execute(() -> step(happened));
    }

    private void step(Consumer<Instant> happened) {
        if (nextStep != null) {
            nextStep.cancel(false);
        }
        Duration pause = AFTER_FAILURE;
        try {
            Instant now = clocks.now();
            happened.accept(now);
            pause = Times.least(rotator.step(now), LONGEST_PAUSE);
        } catch (Throwable e) { // the one place where an Error is caught: rotation goes on
            RotationLog.stepFailed(settings.name(), e);
        }
        if (!closed) {
            nextStep = Workers.theTimer().schedule(() -> step(now -> {}), pause.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    CompletableFuture<Outcome> rotateNow() {
        CompletableFuture<Outcome> answer = new CompletableFuture<>();
        tell(now -> rotator.demand(answer, now));
        return answer;
    }

    @Override
    public void read() {
        supply.read(
                credential -> tell(now -> {
                    Instant began = clocks.timeOf(credential.lease().began());
                    rotator.read(credential, began, now);
                }),
                reason -> tell(now -> rotator.readFailed(reason, now)));
    }

    @Override
    public void open(Candidate candidate, @Nullable Generation crowding) {
        Workers.run(() -> {
            long start = System.nanoTime();
            try {
                if (crowding != null) {
                    crowding.pool().evictIdle();
                }
                Pool pool = pools.open(candidate.credential(), () -> tell(now -> rotator.refused(candidate, now)));
                Duration took = Duration.ofNanos(System.nanoTime() - start);
                tell(now -> rotator.opened(candidate, pool, took, now));
            } catch (SQLException e) {
                openFailed(candidate, e);
            } catch (Throwable e) { // of a driver: it must not be able to end the rotation
                openFailed(candidate, new SQLTransientConnectionException("the driver failed", "08001", e));
            }
        });
    }

    private void openFailed(Candidate candidate, SQLException e) {
        tell(now -> rotator.openFailed(candidate, Failure.of(e), now));
    }

    @Override
    public void move(HandOver handOver) {
        onWorker(
                () -> handOver.move(pools.permits()), () -> tell(now -> rotator.moved(handOver, handOver.size(), now)));
    }

    @Override
    public void serve(Generation generation) {
        onWorker(() -> generation.pool().serve(), () -> {});
    }

    @Override
    public void sweep(Drain drain, boolean hopeless, @Nullable Generation heir) {
        Pool pool = drain.generation().pool();
        onWorker(
                () -> {
                    Drain.sweep(pool, hopeless);
                    if (heir != null) {
                        heir.pool().fill();
                    }
                },
                () -> tell(now -> rotator.swept(drain, Drain.restOf(pool), 0, now)));
    }

    @Override
    public void cut(Drain drain) {
        Pool pool = drain.generation().pool();
        AtomicInteger cut = new AtomicInteger();
        onWorker(
                () -> {
                    cut.set(pool.cut());
                    Drain.sweep(pool, true);
                },
                () -> tell(now -> rotator.swept(drain, Drain.restOf(pool), cut.get(), now)));
    }

    @Override
    public void close(Drain drain) {
        onWorker(
                () -> {
                    drain.generation().pool().close();
                    supply.retired(drain.generation().credential());
                },
                () -> tell(now -> rotator.drained(drain, now)));
    }

    /** Does {@code work} on a worker, and then tells the end of it, whatever came of it. */
    private void onWorker(Runnable work, Runnable end) {
        Workers.run(() -> {
            try {
                work.run();
            } catch (Throwable e) { // of HikariCP or a driver: what is waited for must come all the same
                RotationLog.stepFailed(settings.name(), e);
            } finally {
                end.run();
            }
        });
    }

    @Override
    public void discard(Pool pool) {
        Workers.run(pool::close);
    }

    @Override
    public void tellRefused(Credential credential) {
        supply.refused(credential);
    }

    @Override
    public void publish(RotationEvent event) {
        for (RotationListener listener : listeners) {
            events.execute(() -> {
                try {
                    Workers.foreign(() -> {
                        listener.onEvent(settings.name(), event);
                        return true;
                    });
                } catch (Throwable e) {
                    RotationLog.foreignCodeFailed("listener", e);
                }
            });
        }
    }

    /** Ends everything: nobody waits any more, and no pool, thread or connection is left when this returns. */
    void close() {
        CompletableFuture<List<Generation>> left = new CompletableFuture<>();
        tell(now -> {
            closed = true;
            left.complete(rotator.close());
        });
        List<Generation> generations = left.join();
        List<CompletableFuture<Void>> closing = generations.stream()
                .map(generation -> CompletableFuture.runAsync(() -> closeNow(generation), Workers::run))
                .toList();
        for (CompletableFuture<Void> each : closing) {
            each.completeOnTimeout(null, CLOSE_LIMIT_SECONDS, TimeUnit.SECONDS).join();
        }
        pools.close();
        supply.close();
    }

    private void closeNow(Generation generation) {
        Pool pool = generation.pool();
        for (int i = 0; i < SWEEPS_AT_CLOSE && isStillWaiting(pool); i++) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        pool.close();
        supply.retired(generation.credential());
    }

    private static boolean isStillWaiting(Pool pool) {
        Drain.sweep(pool, true);
        return pool.waiting() > 0;
    }
}
