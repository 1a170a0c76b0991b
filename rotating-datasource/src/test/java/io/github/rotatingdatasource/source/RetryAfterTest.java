package io.github.rotatingdatasource.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rotatingdatasource.source.Exchange.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private static Duration of(Map<String, List<String>> headers) {
        return RetryAfter.of(new Reply(503, headers, new byte[0]), NOON);
    }

    @ParameterizedTest
    @CsvSource({
        "0, PT0S",
        "7, PT7S",
        "' 7 ', PT7S",
        "60, PT1M",
        "61, PT1M",
        "999999999999999999, PT1M",
        "9999999999999999999999, PT0S",
        "-1, PT0S",
        "1.5, PT0S",
        "soon, PT0S",
        "'', PT0S",
        "'Sun, 01 Mar 2026 12:00:20 GMT', PT20S",
        "'Sun, 1 Mar 2026 12:00:20 GMT', PT20S",
        "'Sun, 01 Mar 2026 13:00:00 GMT', PT1M",
        "'Sun, 01 Mar 9999 12:00:20 GMT', PT0S",
        "'Sun, 01 Mar 2026 11:59:59 GMT', PT0S",
        "'Sun, 31 Feb 2026 12:00:20 GMT', PT0S"
    })
    void readsSecondsAndDates(String value, Duration length) {
        assertThat(of(Map.of("retry-after", List.of(value)))).isEqualTo(length);
    }

    @Test
    void isZeroIfNobodySaysAnything() {
        assertThat(of(Map.of())).isZero();
    }
}
