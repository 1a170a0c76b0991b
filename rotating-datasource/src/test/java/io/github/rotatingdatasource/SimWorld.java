package io.github.rotatingdatasource;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** Time and chance of a simulated run: what is still to happen, in order, and the last of what has happened. */
final class SimWorld {
    private static final int REMEMBERED = 40;

    private final RandomGenerator random;
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparing(Event::at).thenComparingLong(Event::order));
    private final Deque<Told> story = new ArrayDeque<>();
    private Instant time = RotatorRig.NOON;
    private Duration ahead = Duration.ZERO;
    private Duration jumps = Duration.ZERO;
    private Instant lastLeap = time;
    private long order;

    private record Told(Instant at, Object what) {
        @Override
        public String toString() {
            return Duration.between(RotatorRig.NOON, at).toMillis() / 1e3 + " s: " + what;
        }
    }

    private record Event(Instant at, long order, Runnable what) {}

    SimWorld(long seed) {
        this.random = new Random(seed);
    }

    /** Returns the time as it is. */
    Instant time() {
        return time;
    }

    /** Returns the time as the rotator's clock has it: what the wall clock was set forward is never taken back. */
    Instant clock() {
        return time.plus(ahead);
    }

    /** Returns the next number of a sequence: two things at the same time have an order all the same. */
    long tick() {
        return ++order;
    }

    boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    /** Returns a number from 0 to {@code n - 1}. */
    int any(int n) {
        return random.nextInt(n);
    }

    Duration upTo(Duration longest) {
        return Duration.ofNanos(random.nextLong(longest.toNanos() + 1));
    }

    Duration millis(int longest) {
        return Duration.ofMillis(random.nextInt(longest + 1));
    }

    double chance() {
        return random.nextDouble();
    }

    /** Lets {@code what} happen after {@code delay}. */
    void after(Duration delay, Runnable what) {
        events.add(new Event(time.plus(delay), tick(), what));
    }

    /** Goes on to the next thing that happens until {@code end}, or to {@code end}; returns whether something happened. */
    boolean happen(Instant end) {
        Event next = events.peek();
        if (next == null || next.at.isAfter(end)) {
            time = Times.later(time, end);
            return false;
        }
        events.remove();
        time = Times.later(time, next.at);
        next.what.run();
        return true;
    }

    /** The machine is suspended: time passes, and nothing is done meanwhile. */
    void suspend(Duration length) {
        time = time.plus(length);
        jumps = jumps.plus(length);
        lastLeap = time;
    }

    /** Somebody sets the wall clock forward. */
    void setForward(Duration step) {
        ahead = ahead.plus(step);
        jumps = jumps.plus(step);
        lastLeap = time;
    }

    /** Returns how far clocks have jumped in all. */
    Duration jumps() {
        return jumps;
    }

    /** Returns whether the wall clock was ever set. */
    boolean wasSet() {
        return !ahead.isZero();
    }

    /** Returns whether time has gone its way for {@code length}. */
    boolean isSteadyFor(Duration length) {
        return !time.isBefore(lastLeap.plus(length));
    }

    /** Remembers what happened; it is put into words only when a run has failed. */
    void tell(Object what) {
        if (story.size() == REMEMBERED) {
            story.removeFirst();
        }
        story.add(new Told(time, what));
    }

    /** Returns the last of what happened, a line each. */
    String story() {
        return story.stream().map(Told::toString).collect(Collectors.joining("\n  "));
    }

    /** Ends the run if something that must hold does not. */
    @SuppressWarnings("AnnotateFormatMethod") // Error Prone's annotation is no dependency of ours
    static void check(boolean holds, String rule, Object... about) {
        if (!holds) {
            throw new AssertionError(String.format(rule, about));
        }
    }
}
