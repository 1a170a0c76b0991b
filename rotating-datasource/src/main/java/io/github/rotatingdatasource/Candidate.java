package io.github.rotatingdatasource;

import io.github.rotatingdatasource.RotationEvent.Reason;
import io.github.rotatingdatasource.source.Credential;
import java.time.Duration;
import java.time.Instant;

/** A credential that waits to be tried, or is being tried, or is in use. The timer owns it; others read which login it has. */
final class Candidate {
    private volatile Credential credential; // the newest token of its user, which the status names
    private final Reason reason;
    private final Instant seen;
    private Term term;
    private Instant notBefore;
    private Instant tried;
    private int refusals;

    Candidate(Credential credential, Term term, Reason reason, Instant seen, Instant notBefore) {
        this.credential = credential;
        this.term = term;
        this.reason = reason;
        this.seen = seen;
        this.notBefore = notBefore;
        this.tried = seen;
    }

    /**
     * Returns this one to be tried anew, as another: what a trial that failed, or a generation that was given up, tells later
     * must not be taken for news of the next.
     */
    Candidate again() {
        Candidate again = new Candidate(credential, term, reason, seen, notBefore);
        again.refusals = refusals;
        again.tried = tried;
        return again;
    }

    /** Returns this one to be tried with a newer token, against which nothing is held. */
    Candidate with(Credential newer) {
        Candidate next = new Candidate(newer, term, reason, seen, notBefore);
        next.tried = tried;
        return next;
    }

    /** Returns whether {@code other} is another token of the same user, good at login only, so that no pool need be replaced. */
    boolean hasTokenLike(Credential other) {
        return credential.isLoginOnly()
                && other.isLoginOnly()
                && credential.username().equals(other.username())
                && !credential.hasSameLoginAs(other);
    }

    /** Takes note that a newer token of the same user is used from now on. */
    void renew(Credential newer) {
        credential = newer;
    }

    Credential credential() {
        return credential;
    }

    Reason reason() {
        return reason;
    }

    /** Returns when it was first seen. */
    Instant seen() {
        return seen;
    }

    Term term() {
        return term;
    }

    void extend(Term later) {
        term = term.or(later);
    }

    /** Takes note that the wall clock was perhaps set. */
    void clockJumped(Duration jump) {
        term = term.clockJumped(jump);
    }

    /** Returns when it was last tried. */
    Instant tried() {
        return tried;
    }

    /** Takes note that it is being tried now. */
    void tryNow(Instant now) {
        tried = now;
    }

    /** Returns whether it can wait: the login in use is good. */
    boolean isPlanned() {
        return reason == Reason.CHANGE || reason == Reason.LEASE;
    }

    Instant notBefore() {
        return notBefore;
    }

    void tryAt(Instant time) {
        notBefore = time;
    }

    void refused() {
        refusals++;
    }

    int refusals() {
        return refusals;
    }
}
