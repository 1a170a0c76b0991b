package io.github.rotatingdatasource.testkit.drill;

import io.github.rotatingdatasource.testkit.drill.Attempts.Attempt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/** Threads that send the same request until they are stopped. Used by one thread. */
final class Crowd implements AutoCloseable {
    private static final long SEED = 42;
    private static final int WARM = 20;
    private static final int HOPELESS = 500;
    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final Duration QUIET = Duration.ofSeconds(1);
    private static final Duration SETTLE_LIMIT = Duration.ofSeconds(3);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(40);
    private static final Duration INTERRUPT_LIMIT = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(10);

    private final List<Attempts> attempts;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean working = true;

    /**
     * Makes a crowd that has not begun.
     *
     * @param size how many threads, from 1 on
     * @param secrets what messages of failures must not show
     */
    Crowd(int size, Request request, Secrets secrets) {
        if (size < 1) {
            throw new IllegalArgumentException("there must be a thread at least, but threads is " + size);
        }
        SplittableRandom seeds = new SplittableRandom(SEED);
        this.attempts = IntStream.range(0, size)
                .mapToObj(i -> new Attempts(request, secrets, seeds.split(), () -> working))
                .toList();
    }

    /**
     * Begins, and waits until each thread was served some times.
     *
     * @throws AssertionError if that does not come within half a minute, or everything fails
     */
    void begin() {
        for (Attempts one : attempts) {
            Thread thread = new Thread(one, "drill-load-" + (threads.size() + 1));
            thread.setDaemon(true);
            threads.add(thread);
        }
        threads.forEach(Thread::start);
        boolean unused = within(START_LIMIT, () -> isWarm() || isHopeless());
        if (!isWarm()) {
            throw new AssertionError("the application must serve before a drill begins, but " + lastFailure());
        }
    }

    /** Waits until nothing has failed for a second and each thread was served meanwhile, or for some seconds. */
    void settle() {
        long from = System.nanoTime();
        boolean unused = within(SETTLE_LIMIT, () -> hasSettled(from));
    }

    /** Stops, waits until all have come back, and returns what they did; who does not come back has failed. */
    List<List<Attempt>> stop() {
        working = false;
        join(STOP_LIMIT);
        threads.forEach(Thread::interrupt);
        join(INTERRUPT_LIMIT);
        attempts.forEach(Attempts::giveUp);
        return attempts.stream().map(Attempts::done).toList();
    }

    @Override
    public void close() {
        stop();
    }

    private boolean isWarm() {
        return attempts.stream().allMatch(one -> one.doneWell() >= WARM);
    }

    /** Something fails again and again, and nothing goes well. */
    private boolean isHopeless() {
        return attempts.stream()
                .allMatch(one -> one.doneWell() == 0 && one.done().size() >= HOPELESS);
    }

    private String lastFailure() {
        return attempts.stream()
                .flatMap(one -> one.done().stream())
                .filter(Attempt::isFailed)
                .reduce((earlier, later) -> later)
                .map(failed -> "its requests failed: " + failed.failure())
                .orElse("it answered too few requests");
    }

    private boolean hasSettled(long from) {
        long quietSince = System.nanoTime() - QUIET.toNanos();
        return quietSince - from >= 0 && attempts.stream().allMatch(one -> one.isServedSince(quietSince));
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
