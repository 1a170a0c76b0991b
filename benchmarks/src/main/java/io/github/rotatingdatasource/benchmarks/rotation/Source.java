package io.github.rotatingdatasource.benchmarks.rotation;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/** Whether the source of logins answers, for the ways that ask one. Thread-safe. */
final class Source {
    private static final Duration POLL = Duration.ofMillis(1);

    private volatile State state = State.THERE;

    /** What becomes of a question. */
    enum State {
        /** It is answered at once. */
        THERE,
        /** It fails at once. */
        GONE,
        /** It is answered when the source is there again. */
        HANGING;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    void become(State next) {
        state = next;
    }

    /** Returns when the source answers, or fails. */
    void check() {
        while (state == State.HANGING) {
            LockSupport.parkNanos(POLL.toNanos());
            if (Thread.currentThread().isInterrupted()) {
                throw new IllegalStateException("interrupted while the source hangs");
            }
        }
        if (state == State.GONE) {
            throw new IllegalStateException("the source is gone");
        }
    }
}
