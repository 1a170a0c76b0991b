package io.github.rotatingdatasource.source;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** A wall clock that a test moves, and in which waiting takes no time but gives a writer its chance. */
final class ManualClock implements InstantSource, Settled.Pause {
    private final List<Duration> pauses = new ArrayList<>();
    private final Queue<Writing> writings = new ArrayDeque<>();
    private Instant now;

    ManualClock(Instant now) {
        this.now = now;
    }

    /** What somebody else does while the reader waits. */
    @FunctionalInterface
    interface Writing {
        void run() throws Exception;
    }

    @Override
    public Instant instant() {
        return now;
    }

    void set(Instant instant) {
        now = instant;
    }

    /** Queues what happens in the next pause that has nothing to happen in it yet. */
    ManualClock inPause(Writing writing) {
        writings.add(writing);
        return this;
    }

    List<Duration> pauses() {
        return pauses;
    }

    Duration paused() {
        return pauses.stream().reduce(Duration.ZERO, Duration::plus);
    }

    @Override
    public void sleep(Duration length) throws InterruptedException {
        pauses.add(length);
        now = now.plus(length);
        Writing writing = writings.poll();
        try {
            if (writing != null) {
                writing.run();
            }
        } catch (InterruptedException interrupted) {
            throw interrupted;
        } catch (Exception failure) {
            throw new AssertionError("the writer failed", failure);
        }
    }
}
