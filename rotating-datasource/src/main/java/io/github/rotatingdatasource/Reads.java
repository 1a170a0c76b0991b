package io.github.rotatingdatasource;

import static io.github.rotatingdatasource.Times.NEVER;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** When to ask the source, and how it went. One read at a time: an overdue one is waited for, not repeated. The timer owns it. */
final class Reads {
    /** What is said of a source that does not answer. */
    static final String OVERDUE =
            "the source has not answered for 5 s; it is waited for, and not asked again meanwhile";

    /** What is said of a source that gives a login which may not be used any more. */
    static final String OVER = "the lease of the login that the source gives has ended";

    /** After so long a read of a cheap source is broken off; one that mints may wait for an agent that waits for 60 s itself. */
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static final Duration MINTING_LIMIT = Duration.ofMinutes(2);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /** A source may ask to be left alone for no longer. */
    private static final Duration LONGEST_REST = Duration.ofMinutes(1);

    private final Settings settings;
    private Instant next;
    private Instant notBefore = Instant.MIN;
    private @Nullable String failure;
    private @Nullable Instant failingSince;
    private boolean underWay;
    private Instant overdueAt = NEVER;
    private Instant breakOffAt = NEVER;
    private int failures;
    private int repeated;

    Reads(Settings settings, Instant first) {
        this.settings = settings;
        this.next = first;
    }

    /**
     * Asks if it is time to, and says once of a source that it does not answer; it is not asked a second time meanwhile.
     *
     * @return whether it was just found not to answer
     */
    boolean step(Orders orders, Instant now) {
        boolean isOverdue = !now.isBefore(overdueAt);
        if (isDue(now)) {
            next = NEVER;
            underWay = true;
            overdueAt = now.plus(PATIENCE);
            breakOffAt = now.plus(settings.cheap() ? LIMIT : MINTING_LIMIT);
            orders.read();
        } else if (isOverdue) {
            overdueAt = NEVER;
            noteFailure(OVERDUE, now.minus(PATIENCE)); // it hangs since it was asked
            orders.publish(new RotationEvent.SourceFailed(OVERDUE));
        } else if (!now.isBefore(breakOffAt)) {
            breakOffAt = NEVER;
            orders.breakOffRead();
        }
        return isOverdue;
    }

    /** Asks at {@code time}, or as soon as the source wants to be asked again, unless an earlier time stands. */
    void at(Instant time) {
        next = Times.earlier(next, Times.later(time, notBefore));
    }

    /** Asks now: the source says itself that it may have something new. */
    void changed(Instant now) {
        notBefore = Instant.MIN;
        at(now);
    }

    /** Asks now, as {@link #soon} does, even a source that does not want to be asked. */
    void urgently(Instant now) {
        notBefore = Instant.MIN;
        soon(now);
    }

    /** Asks now: the answer that is on its way from a source that mints is as new as another one would be. */
    void soon(Instant now) {
        if (settings.cheap() || !underWay) {
            at(now);
        }
    }

    /** Asks when the lease is due: a cheap source is polled anyway. */
    void whenDue(Term term, Instant notBefore) {
        if (!settings.cheap() && term.due() != null) {
            at(Times.later(term.due(), notBefore));
        }
    }

    /** Asks not before {@code time}, unless it is time already: that somebody waits for an answer is over. */
    void relax(Instant time, Instant now) {
        if (next.isAfter(now)) {
            putOff(time);
        }
    }

    /** Asks not before {@code time}. */
    void putOff(Instant time) {
        next = Times.later(next, time);
    }

    boolean isDue(Instant now) {
        return !underWay && !now.isBefore(next);
    }

    /** Takes note of an answer and returns whether the one before was a failure. */
    boolean succeeded() {
        boolean recovered = failure != null;
        underWay = false;
        overdueAt = NEVER;
        breakOffAt = NEVER;
        notBefore = Instant.MIN;
        failure = null;
        failingSince = null;
        failures = 0;
        return recovered;
    }

    /**
     * Takes note of a failure and returns whether it is another one than before.
     *
     * @param rest how long the source does not want to be asked again
     */
    boolean failed(String message, Duration rest, Instant now) {
        boolean news = !message.equals(failure);
        underWay = false;
        overdueAt = NEVER;
        breakOffAt = NEVER;
        notBefore = now.plus(Times.least(rest, LONGEST_REST));
        noteFailure(message, now);
        failures++;
        return news;
    }

    private void noteFailure(String message, Instant since) {
        failure = message;
        failingSince = failingSince == null ? since : failingSince;
    }

    /** Returns how long the source is to be left alone, or {@code wait} if that is longer. */
    Duration atLeast(Duration wait, Instant now) {
        return notBefore.isAfter(now) ? Times.most(wait, Duration.between(now, notBefore)) : wait;
    }

    /** Returns how often in a row the source has failed. */
    int failures() {
        return failures;
    }

    /** Counts one more answer in a row that brought nothing new, and returns how many there were. */
    int repeated() {
        return ++repeated;
    }

    /** Takes note that an answer brought something new. */
    void newlyAnswered() {
        repeated = 0;
    }

    /** Returns since when the source gives nothing, or {@code null} if it does. */
    @Nullable
    Instant failingSince() {
        return failingSince;
    }

    @Nullable
    String failure() {
        return failure;
    }

    /** Returns when it is time to ask. */
    Instant next() {
        return underWay ? Times.earlier(overdueAt, breakOffAt) : next;
    }
}
