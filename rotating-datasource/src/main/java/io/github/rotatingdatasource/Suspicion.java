package io.github.rotatingdatasource;

import static io.github.rotatingdatasource.Times.NEVER;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is done about a login that may be good or not. One whose stated end has passed while the source has nothing newer is used,
 * and tried at growing intervals: whoever manages it may have extended it, as an agent does that renews and does not write. One
 * whose sessions end is put off until the source was asked, which costs no login. The timer owns it.
 */
final class Suspicion {
    /** For so long after a session has ended the others of that login are taken for ended, too. */
    private static final Duration HURT = Duration.ofSeconds(2);
    /** So much longer a login that may be over is not tried, unless the source has answered before: it may have the next one. */
    private static final Duration ASKED = Duration.ofSeconds(3);
    /** New connections wait no longer for a source that was asked because sessions had ended. */
    private static final Duration PARKED = Duration.ofMillis(250);

    private final Settings settings;
    private final Orders orders;
    private final Set<Generation> parked = new LinkedHashSet<>(); // two, while one takes over from the other
    private @Nullable Generation suspect;
    private Instant next = NEVER;
    private Instant unparkAt = NEVER;
    private int proofs;

    Suspicion(Settings settings, Orders orders) {
        this.settings = settings;
        this.orders = orders;
    }

    /** Takes note that a session has ended, and returns whether the source is to be asked before any login. */
    boolean sessionEnded(Generation generation, Instant now) {
        generation.hurt(now.plus(HURT));
        if (!settings.cheap() || generation.isRefused()) {
            orders.unpark(generation);
            return false;
        }
        parked.add(generation);
        unparkAt = now.plus(PARKED);
        return true;
    }

    /** Takes note that nothing newer is to be had for now: the login in use may be tried. */
    void nothingNewer() {
        parked.forEach(orders::unpark);
        parked.clear();
        unparkAt = NEVER;
        if (suspect != null && proofs == 0) {
            next = Instant.MIN;
        }
    }

    /** Has {@code serving}, the generation that serves alone, if one does, tried if that is due. */
    void step(@Nullable Generation serving, Instant now) {
        if (!now.isBefore(unparkAt)) {
            nothingNewer();
        }
        if (serving == null || serving.isRefused() || !isOver(serving, now)) {
            suspect = null;
            next = endOf(serving, now);
        } else {
            suspect(serving, now);
        }
    }

    private void suspect(Generation serving, Instant now) {
        if (!serving.equals(suspect)) {
            suspect = serving;
            proofs = 0;
            next = settings.cheap() ? notBeforeAsked(serving, now) : now;
        }
        if (!now.isBefore(next)) {
            prove(serving, now);
        }
    }

    private static Instant notBeforeAsked(Generation serving, Instant now) {
        Instant ends = serving.sessionsEnd();
        return ends == null ? now : Times.earlier(ends.plus(ASKED), serving.endsForSure());
    }

    private static boolean isOver(Generation serving, Instant now) {
        Instant ends = serving.sessionsEnd();
        return ends != null && !now.isBefore(ends);
    }

    private static Instant endOf(@Nullable Generation serving, Instant now) {
        Instant ends = serving == null || serving.isRefused() ? null : serving.sessionsEnd();
        return ends == null || !now.isBefore(ends) ? NEVER : ends;
    }

    private void prove(Generation serving, Instant now) {
        Instant nextProof =
                now.plus(settings.policy().proofAfter(++proofs, serving.term().lease()));
        next = Times.earlier(nextProof, serving.endsForSure());
        orders.prove(serving);
    }

    /** Returns when something is due. */
    Instant next() {
        return Times.earlier(next, unparkAt);
    }
}
