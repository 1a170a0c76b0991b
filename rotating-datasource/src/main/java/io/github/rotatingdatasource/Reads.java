package io.github.rotatingdatasource;

import static io.github.rotatingdatasource.Times.NEVER;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** When to ask the source, and how it went. One read at a time: an overdue one is waited for, not repeated. The timer owns it. */
final class Reads {
    private Instant next;
    private @Nullable String failure;
    private boolean underWay;
    private int failures;

    Reads(Instant first) {
        this.next = first;
    }

    /** Returns whether it is time to ask, and takes note that it is being done. */
    boolean begin(Instant now) {
        if (underWay || now.isBefore(next)) {
            return false;
        }
        next = NEVER;
        underWay = true;
        return true;
    }

    /** Asks at {@code time}, unless an earlier time stands. */
    void at(Instant time) {
        next = Times.earlier(next, time);
    }

    /** Takes note of an answer and returns whether the one before was a failure. */
    boolean succeeded() {
        boolean recovered = failure != null;
        underWay = false;
        failure = null;
        failures = 0;
        return recovered;
    }

    /** Takes note of a failure and returns whether it is another one than before. */
    boolean failed(String message) {
        boolean news = !message.equals(failure);
        underWay = false;
        failure = message;
        failures++;
        return news;
    }

    /** Returns how often in a row the source has failed. */
    int failures() {
        return failures;
    }

    @Nullable
    String failure() {
        return failure;
    }

    /** Returns when it is time to ask. */
    Instant next() {
        return underWay ? NEVER : next;
    }
}
