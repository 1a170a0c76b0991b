package io.github.rotatingdatasource.testkit.drill;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/** A load that is ready to begin. For one use, by one thread. */
public final class DrillLoad {
    private static final long SEED = 42;
    private static final int WARM = 20;
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration QUIET = Duration.ofSeconds(1);
    private static final Duration SETTLE_LIMIT = Duration.ofSeconds(3);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(40);
    private static final Duration INTERRUPT_LIMIT = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(10);

    private final Drill drill;
    private final List<Attempts> attempts;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean working = true;

    DrillLoad(Drill drill, int threads, Request request) {
        if (threads < 1) {
            throw new IllegalArgumentException("there must be a thread at least, but threads is " + threads);
        }
        this.drill = drill;
        SplittableRandom seeds = new SplittableRandom(SEED);
        Secrets secrets = drill.acts().logins().secrets();
        this.attempts = IntStream.range(0, threads)
                .mapToObj(i -> new Attempts(request, secrets, seeds.split(), () -> working))
                .toList();
    }

    /**
     * Begins the load, waits until it is warm, does the acts one by one, waits after each until nothing has failed for a second
     * or it is clear that it goes on failing, and stops the load.
     *
     * @return what came of it; nothing is asserted yet
     * @throws AssertionError if the application serves nothing before the first act
     * @throws Exception what an act throws
     */
    public DrillReport through(Act... acts) throws Exception {
        long refusedBefore = drill.acts().logins().refused().orElse(0);
        long leftBefore = drill.acts().leftBehind();
        try (Sightings sightings =
                Sightings.begin(drill.database(), drill.acts().logins())) {
            begin();
            long begun = System.nanoTime();
            try {
                for (Act act : acts) {
                    act.run();
                    settle();
                }
            } finally {
                stop();
            }
            return report(new Period(begun, System.nanoTime()), refusedBefore, leftBefore, sightings.peak());
        }
    }

    /** From the end of the warm-up to the end of the load. */
    record Period(long from, long to) {}

    private DrillReport report(Period period, long refusedBefore, long leftBefore, long peak) throws IOException {
        Acts acts = drill.acts();
        return new DrillReport(
                attempts.stream().map(Attempts::done).toList(),
                period,
                acts.goodSince(),
                acts.timeline().since(period.from()),
                refusedSince(refusedBefore),
                acts.leftBehind() - leftBefore,
                peak);
    }

    private OptionalLong refusedSince(long before) throws IOException {
        OptionalLong now = drill.acts().logins().refused();
        return now.isPresent() ? OptionalLong.of(now.getAsLong() - before) : now;
    }

    private void begin() {
        for (Attempts one : attempts) {
            Thread thread = new Thread(one, "drill-load-" + (threads.size() + 1));
            thread.setDaemon(true);
            threads.add(thread);
        }
        threads.forEach(Thread::start);
        if (!within(START_LIMIT, () -> attempts.stream().allMatch(one -> one.doneWell() >= WARM))) {
            stop();
            throw new AssertionError("the application must serve before a drill begins, but " + lastFailure()
                    + " within " + START_LIMIT.toSeconds() + " s");
        }
    }

    private String lastFailure() {
        return attempts.stream()
                .flatMap(one -> one.done().stream())
                .filter(Attempts.Attempt::isFailed)
                .reduce((earlier, later) -> later)
                .map(failed -> "its requests failed: " + failed.failure())
                .orElse("it answered too few requests");
    }

    private void settle() {
        long from = System.nanoTime();
        boolean unused = within(SETTLE_LIMIT, () -> hasSettled(from));
    }

    /** Nothing has failed for long enough, and every thread has been served meanwhile. */
    private boolean hasSettled(long from) {
        long quietSince = System.nanoTime() - QUIET.toNanos();
        return quietSince - from >= 0 && attempts.stream().allMatch(one -> one.isServedSince(quietSince));
    }

    private void stop() {
        working = false;
        join(STOP_LIMIT);
        threads.forEach(Thread::interrupt);
        join(INTERRUPT_LIMIT);
        attempts.forEach(Attempts::giveUp);
    }

    private void join(Duration limit) {
        long until = System.nanoTime() + limit.toNanos();
        for (Thread thread : threads) {
            try {
                thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime())));
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static boolean within(Duration limit, BooleanSupplier condition) {
        long until = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - until > 0 || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
        return true;
    }
}
