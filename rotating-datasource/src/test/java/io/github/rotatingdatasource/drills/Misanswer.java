package io.github.rotatingdatasource.drills;

import io.github.rotatingdatasource.testkit.Fault;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;

/** What a sidecar answers in place of a login, and how a message tells it. */
enum Misanswer {
    FORBIDDEN(Fault.status(403, "permission denied"), "it answered 403"),
    NOT_FOUND(Fault.status(404), "it answered 404"),
    BEHIND(Fault.status(412), "it answered 412"),
    LIMITED(Fault.rateLimited("1"), "it answered 429"),
    BROKEN(Fault.status(500, "internal error"), "it answered 500"),
    SEALED(Fault.status(503, "Vault is sealed"), "it answered 503"),
    LATE(Fault.status(504), "it answered 504"),
    ELSEWHERE(Fault.redirect(307, "http://192.0.2.1/v1/elsewhere"), "it answered 307"),
    HANGING(Fault.hang(), "no reply within"),
    RESET(Fault.reset(), "closed the connection without a reply"),
    CLOSED(Fault.close(), "closed the connection without a reply"),
    HTML(Fault.html(200), "with HTML|wanted a JSON object"),
    EMPTY(Fault.emptyBody(), "has no body|begins with something else"),
    HUGE(Fault.hugeBody(100 << 20), "larger than the limit of 1048576 bytes"),
    TRUNCATED(Fault.truncatedJson(), "wanted a JSON object, but found something else at line 1"),
    WRONG_LENGTH(Fault.wrongLength(), "closed the connection in the middle of its reply"),
    DRIBBLING(Fault.dribble(Duration.ofMillis(50)), "no reply within");

    /** After these a source rests for ten seconds, since somebody has to mend them; {@link #FORBIDDEN} stands for all. */
    private static final Set<Misanswer> RESTED_FROM = EnumSet.of(NOT_FOUND, ELSEWHERE, HTML, EMPTY, TRUNCATED);

    private final Fault fault;
    private final Pattern came;

    Misanswer(Fault fault, String came) {
        this.fault = fault;
        this.came = Pattern.compile(came);
    }

    Fault fault() {
        return fault;
    }

    boolean isToldIn(String message) {
        return came.matcher(message).find();
    }

    /** Returns whether the drill has the source asked at once when this is over. */
    boolean isHurried() {
        return RESTED_FROM.contains(this);
    }
}
