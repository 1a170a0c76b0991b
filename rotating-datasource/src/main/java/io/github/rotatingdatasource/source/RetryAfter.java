package io.github.rotatingdatasource.source;

import io.github.rotatingdatasource.source.Exchange.Reply;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;

/** Reads when a server wants to be asked again. */
final class RetryAfter {
    /** More than that counts as that. */
    static final Duration LONGEST = Duration.ofMinutes(1);

    private static final Pattern SECONDS = Pattern.compile("\\d{1,18}");

    private RetryAfter() {}

    /**
     * Returns how long after {@code now} the reply's {@code Retry-After} lies, which is seconds or a date; zero if there is none, or none
     * that can be read, and a minute at most.
     */
    static Duration of(Reply reply, Instant now) {
        String value = reply.header("retry-after");
        return value == null ? Duration.ZERO : bounded(length(value.strip(), now));
    }

    private static Duration length(String value, Instant now) {
        if (SECONDS.matcher(value).matches()) {
            return Duration.ofSeconds(Long.parseLong(value));
        }
        try {
            return Duration.between(now, DateTimeFormatter.RFC_1123_DATE_TIME.parse(value, Instant::from));
        } catch (DateTimeException unreadable) {
            return Duration.ZERO;
        }
    }

    private static Duration bounded(Duration length) {
        if (length.isNegative()) {
            return Duration.ZERO;
        }
        return length.compareTo(LONGEST) > 0 ? LONGEST : length;
    }
}
