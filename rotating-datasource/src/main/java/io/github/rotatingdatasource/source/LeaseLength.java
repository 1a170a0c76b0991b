package io.github.rotatingdatasource.source;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads how long a lease lasts, as a template prints it: seconds, or a duration as Go and Vault write it. */
final class LeaseLength {
    /** What longer ones are cut to: more than any lease, and far from where adding it to an instant overflows. */
    static final Duration LONGEST = Duration.ofDays(3650);

    private static final int LONGEST_TEXT = 64;
    private static final Pattern SECONDS = Pattern.compile("\\d+(\\.\\d+)?");
    private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d+)?)(ms|s|m|h|d)");
    private static final Pattern PARTS = Pattern.compile("(?:" + PART + ")+");
    private static final Map<String, BigDecimal> UNITS = Map.of(
            "ms", new BigDecimal("0.001"),
            "s", BigDecimal.ONE,
            "m", BigDecimal.valueOf(60),
            "h", BigDecimal.valueOf(3600),
            "d", BigDecimal.valueOf(86400));

    private LeaseLength() {}

    /**
     * Returns the length that {@code text} says, such as {@code 3600}, {@code 3600s}, {@code 90m} or {@code 1h30m}.
     *
     * @return zero if it is negative, at most {@link #LONGEST}, or {@code null} if the text is anything else
     */
    static @Nullable Duration parse(String text) {
        if (text.length() > LONGEST_TEXT) {
            return null;
        }
        boolean negative = text.startsWith("-");
        BigDecimal seconds = seconds(negative ? text.substring(1) : text);
        if (seconds == null) {
            return null;
        }
        return negative ? Duration.ZERO : duration(seconds);
    }

    private static @Nullable BigDecimal seconds(String text) {
        if (SECONDS.matcher(text).matches()) {
            return new BigDecimal(text);
        }
        return PARTS.matcher(text).matches() ? sum(PART.matcher(text)) : null;
    }

    private static BigDecimal sum(Matcher part) {
        BigDecimal sum = BigDecimal.ZERO;
        while (part.find()) {
            sum = sum.add(new BigDecimal(part.group(1)).multiply(UNITS.getOrDefault(part.group(2), BigDecimal.ONE)));
        }
        return sum;
    }

    private static Duration duration(BigDecimal seconds) {
        BigDecimal longest = BigDecimal.valueOf(LONGEST.toSeconds());
        return Duration.ofNanos(seconds.min(longest).movePointRight(9).longValue());
    }
}
