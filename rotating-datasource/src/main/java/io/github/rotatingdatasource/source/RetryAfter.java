package io.github.rotatingdatasource.source;

import io.github.rotatingdatasource.source.Exchange.Reply;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** How long a reply asks to be left alone. */
final class RetryAfter {
    private RetryAfter() {}

    /** Returns what {@code Retry-After} says, in seconds or as a date; {@code null} if there is none that can be read. */
    static @Nullable Duration of(Reply reply, Instant now) {
        String text = reply.header("retry-after");
        if (text == null) {
            return null;
        }
        Duration seconds = LeaseLength.parse(text.strip());
        return seconds != null ? seconds : untilDate(text.strip(), now);
    }

    private static @Nullable Duration untilDate(String text, Instant now) {
        try {
            Instant date = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return date.isAfter(now) ? Duration.between(now, date) : Duration.ZERO;
        } catch (DateTimeException unreadable) {
            return null;
        }
    }
}
