package io.github.rotatingdatasource;

import io.github.rotatingdatasource.RotationEvent.Outcome;
import io.github.rotatingdatasource.internal.SharedThreads;
import io.github.rotatingdatasource.source.Credential;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs a {@link Rotator}: the only code that waits. Everything that happens, on whatever thread, is brought to the timer and
 * told to the rotator there; everything that may block is taken to a worker.
 *
 * <p>Nothing ends the loop but {@link #close(List)} and {@link #suspend(Runnable)}: what a step throws, {@code Error}s included, is
 * logged, and the next step comes all the same.
 */
final class RotationLoop implements Orders {
    /** No pause is longer, so that a suspended machine or a stepped clock is noticed soon. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    private final Settings settings;
    private final Supply supply;
    private final HikariPools pools;
    private final Breaker breaker;
    private List<Audience> listeners;
    private final Clocks clocks = new Clocks();
    private final Rotator rotator;
    private volatile boolean lastReadFailed;
    private volatile boolean isLeft;
    private @Nullable Future<?> heartbeat;
    private @Nullable Future<?> nextStep;
    private boolean closed;

    RotationLoop(
            Settings settings,
            Supply supply,
            HikariPools pools,
            Breaker breaker,
            List<Audience> listeners,
            Inheritance inheritance) {
        this.settings = settings;
        this.supply = supply;
        this.pools = pools;
        this.breaker = breaker;
        this.listeners = listeners;
        this.rotator = new Rotator(
                settings, this, inheritance, () -> ThreadLocalRandom.current().nextDouble(), clocks.now());
    }

    Rotator rotator() {
        return rotator;
    }

    /** Begins. One step comes each half minute whatever happens; the others are scheduled by the step before. */
    void start() {
        supply.onChange(() -> tell(rotator::changed));
        heartbeat = SharedThreads.repeatedly(this::step, LONGEST_PAUSE);
    }

    /** Brings something that happened to the timer, where the rotator is told of it and does what follows. */
    private void tell(Consumer<Instant> happened) {
        SharedThreads.timer().execute(() -> {
            guarded(() -> happened.accept(now()));
            step();
        });
    }

    /** Returns the time, after the rotator was told of a jump of the wall clock. */
    private Instant now() {
        Instant now = clocks.now();
        Duration jump = clocks.takeJump();
        if (!jump.isZero()) {
            rotator.clockJumped(jump);
        }
        return now;
    }

    private void step() {
        if (!guarded(() -> scheduleNext(rotator.step(now())))) {
            scheduleNext(AFTER_FAILURE);
        }
    }

    private void scheduleNext(Duration pause) {
        if (nextStep != null) {
            nextStep.cancel(false);
        }
        if (!closed && pause.compareTo(LONGEST_PAUSE) < 0) {
            nextStep = SharedThreads.timer().schedule(this::step, pause.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    /** Runs what is our own on the timer; even if it fails with an {@code Error}, rotation goes on. */
    private boolean guarded(Runnable part) {
        try {
            part.run();
            return true;
        } catch (Throwable e) {
            RotationLog.stepFailed(settings.name(), e);
            return false;
        }
    }

    CompletableFuture<Outcome> rotateNow() {
        CompletableFuture<Outcome> answer = new CompletableFuture<>();
        tell(now -> rotator.demand(answer, now));
        return answer;
    }

    @Override
    public void read() {
        long start = System.nanoTime();
        supply.read(
                credential -> {
                    if (!settings.cheap() || lastReadFailed) { // that a file is as it was, each second, is no news
                        breaker.succeeded(since(start));
                    }
                    lastReadFailed = false;
                    tell(now -> {
                        Instant began = clocks.timeOf(credential.lease().began());
                        rotator.read(credential, began, now);
                    });
                },
                (reason, rest) -> {
                    lastReadFailed = true;
                    breaker.failed(since(start), null);
                    tell(now -> rotator.readFailed(reason, rest, now));
                });
    }

    @Override
    public void breakOffRead() {
        supply.breakOff();
    }

    private static Duration since(long nanoTime) {
        return Duration.ofNanos(System.nanoTime() - nanoTime);
    }

    @Override
    public void open(Candidate candidate, @Nullable Generation crowding) {
        Credential tried = candidate.credential(); // a newer one may take its place meanwhile
        if (crowding == null) {
            SharedThreads.run(() -> open(candidate, tried));
        } else {
            onWorker(crowding, () -> makeRoom(crowding.pool()), () -> SharedThreads.run(() -> open(candidate, tried)));
        }
    }

    private void open(Candidate candidate, Credential tried) {
        long start = System.nanoTime();
        try {
            OneLoginPool pool = pools.open(tried, evidence -> tell(now -> rotator.learned(candidate, evidence, now)));
            breaker.succeeded(pool.loginTook());
            supply.accepted(candidate.credential());
            tell(now -> rotator.opened(candidate, pool, pool.loginTook(), now));
        } catch (TrialFailed e) {
            openFailed(candidate, e.failure(), since(start));
        } catch (Throwable e) { // of a driver: it must not be able to end the rotation
            String message = "the pool failed with " + e.getClass().getName();
            openFailed(candidate, new Failure(message, false, false, null), since(start));
        }
    }

    /** Takes a connection away from a pool that leaves no room for a trial login, and lets it open none in its place. */
    private void makeRoom(Pool pool) {
        pool.openNothing();
        if (!pool.evictIdle()) {
            pool.evictNext(settings.policy().stallLimit().toMillis());
        }
    }

    private void openFailed(Candidate candidate, Failure failure, Duration took) {
        breaker.failed(took, failure.cause());
        tell(now -> rotator.openFailed(candidate, failure, now));
    }

    @Override
    public void move(HandOver handOver) {
        Pool from = handOver.outgoing().pool();
        onWorker(handOver.outgoing(), from::openNothing, () -> {});
        onWorker(
                handOver.incoming(),
                () -> handOver.move(pools.permits()),
                () -> tell(now -> handOver.moved(handOver.size(), now)));
    }

    @Override
    public void serve(Generation generation) {
        onWorker(generation, () -> generation.pool().serve(), () -> {});
    }

    @Override
    public void sweep(Drain drain, boolean hopeless, @Nullable Generation heir) {
        Pool pool = drain.generation().pool();
        if (heir != null) {
            onWorker(heir, () -> heir.pool().fill(), () -> {});
        }
        onWorker(
                drain.generation(),
                () -> Drain.sweep(pool, hopeless),
                () -> tell(now -> drain.ended(Drain.restOf(pool), 0, now)));
    }

    @Override
    public void cut(Drain drain) {
        Pool pool = drain.generation().pool();
        AtomicInteger cut = new AtomicInteger();
        onWorker(
                drain.generation(),
                () -> {
                    cut.set(pool.cut());
                    Drain.sweep(pool, true);
                },
                () -> tell(now -> drain.ended(Drain.restOf(pool), cut.get(), now)));
    }

    @Override
    public void close(Drain drain) {
        onWorker(
                drain.generation(),
                () -> drain.generation().pool().close(),
                () -> tell(now -> rotator.drained(drain, now)));
    }

    /**
     * Does {@code work} on a worker, after what was ordered for the same generation before, and then tells the end of it,
     * whatever came of it.
     */
    private void onWorker(Generation generation, Runnable work, Runnable end) {
        generation.pool().inTurn(() -> {
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
    public void prove(Generation generation) {
        SharedThreads.run(() -> generation.pool().prove()); // not in turn: a connect may hang
    }

    @Override
    public void unpark(Generation generation) {
        SharedThreads.run(() -> generation.pool().unpark());
    }

    @Override
    public void openBreaker(Duration wait) {
        breaker.open(wait);
    }

    @Override
    public void halfOpenBreaker() {
        breaker.halfOpen();
    }

    @Override
    public void closeBreaker() {
        breaker.close();
    }

    @Override
    public boolean isForbidden() {
        return breaker.isForbidden();
    }

    @Override
    public void discard(Pool pool) {
        SharedThreads.run(pool::close);
    }

    @Override
    public void tellRefused(Credential credential) {
        supply.refused(credential);
    }

    @Override
    public void tellRetired(Credential credential) {
        if (!isLeft) {
            supply.retired(credential);
        }
    }

    @Override
    public void publish(RotationEvent event) {
        listeners.forEach(listener -> listener.tell(settings.name(), event));
    }

    /**
     * Ends rotation for good but gently: steps go on until connections are back, or cut off by the deadline of a drain, and pools
     * closed. Then {@code whenDrained} runs, on the timer.
     */
    void suspend(Runnable whenDrained) {
        Runnable ended = () -> {
            end();
            tell(then -> whenDrained.run()); // when the snapshot says it, too
        };
        tell(now -> rotator.suspend(ended, now));
    }

    /** Takes note that the source is suspended: it might give a login again whose end it would hear of from here. */
    void leave() {
        isLeft = true;
    }

    private void end() {
        closed = true;
        if (heartbeat != null) {
            heartbeat.cancel(false);
        }
    }

    /**
     * Ends everything: nobody waits any more, no pool, thread or connection is left when this returns, also of the loops {@code before},
     * and the source is closed. Only a login that is tried just now may outlast it, until the database has answered, and a source that hangs.
     */
    void close(List<RotationLoop> before) {
        List<Generation> generations = new ArrayList<>(end(listeners));
        before.forEach(loop -> generations.addAll(loop.end(List.of())));
        Closing.close(generations, settings.name());
        pools.close();
        supply.close(generations.stream().map(Generation::credential).toList());
    }

    /** Ends it at once, which {@code told} hear of, and returns the generations whose pools are to be closed. */
    private List<Generation> end(List<Audience> told) {
        CompletableFuture<List<Generation>> left = new CompletableFuture<>();
        tell(now -> {
            listeners = told;
            left.complete(rotator.close());
            end();
        });
        return left.join();
    }
}
