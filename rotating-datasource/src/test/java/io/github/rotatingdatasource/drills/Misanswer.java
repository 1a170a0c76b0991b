package io.github.rotatingdatasource.drills;

import io.github.rotatingdatasource.testkit.Fault;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;

/** What a sidecar answers in place of a login, and how a message tells it. */
enum Misanswer {
    FORBIDDEN("it answered 403"),
    NOT_FOUND("it answered 404"),
    BEHIND("it answered 412"),
    LIMITED("it answered 429"),
    BROKEN("it answered 500"),
    SEALED("it answered 503"),
    LATE("it answered 504"),
    ELSEWHERE("it answered 307"),
    HANGING("no reply within"),
    RESET("closed the connection without a reply"),
    CLOSED("closed the connection without a reply"),
    HTML("with HTML|wanted a JSON object"),
    EMPTY("has no body|begins with something else"),
    HUGE("larger than the limit of 1048576 bytes"),
    TRUNCATED("wanted a JSON object, but found something else at line 1"),
    WRONG_LENGTH("closed the connection in the middle of its reply"),
    DRIBBLING("no reply within");

    /** After these a source rests for ten seconds, since somebody has to mend them; {@link #FORBIDDEN} stands for all. */
    private static final Set<Misanswer> RESTED_FROM = EnumSet.of(NOT_FOUND, ELSEWHERE, HTML, EMPTY, TRUNCATED);

    private final String came;

    Misanswer(String came) {
        this.came = came;
    }

    Fault fault() {
        return switch (this) {
            case FORBIDDEN -> Fault.status(403, "permission denied");
            case NOT_FOUND -> Fault.status(404);
            case BEHIND -> Fault.status(412);
            case LIMITED -> Fault.rateLimited("1");
            case BROKEN -> Fault.status(500, "internal error");
            case SEALED -> Fault.status(503, "Vault is sealed");
            case LATE -> Fault.status(504);
            case ELSEWHERE -> Fault.redirect(307, "http://192.0.2.1/v1/elsewhere");
            case HANGING -> Fault.hang();
            case RESET -> Fault.reset();
            case CLOSED -> Fault.close();
            case HTML -> Fault.html(200);
            case EMPTY -> Fault.emptyBody();
            case HUGE -> Fault.hugeBody(100 << 20);
            case TRUNCATED -> Fault.truncatedJson();
            case WRONG_LENGTH -> Fault.wrongLength();
            case DRIBBLING -> Fault.dribble(Duration.ofMillis(50));
        };
    }

    boolean isToldIn(String message) {
        return Pattern.compile(came).matcher(message).find();
    }

    /** Returns whether the drill has the source asked at once when this is over. */
    boolean isHurried() {
        return RESTED_FROM.contains(this);
    }
}
