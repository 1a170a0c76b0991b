package io.github.rotatingdatasource;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimesTest {
    @ParameterizedTest
    @CsvSource({
        "PT0S, 0.5, PT0S",
        "PT10S, 0.1, PT1S",
        "PT0.5S, 0.5, PT0.25S",
        "PT1.5S, 0.5, PT0.75S",
        "PT768H, 0.75, PT576H",
        "PT10S, 0, PT0S",
        "PT10S, 1, PT10S",
    })
    void takesAPart(Duration whole, double share, Duration part) {
        assertThat(Times.part(whole, share)).isEqualTo(part);
    }

    @Test
    void takesAPartOfTheLongestDurationWithoutOverflow() {
        assertThat(Times.part(Duration.ofSeconds(Long.MAX_VALUE, 999_999_999), 1))
                .isGreaterThan(Duration.ofDays(36_500));
    }

    @ParameterizedTest
    @CsvSource({"1, PT1S", "2, PT2S", "5, PT16S", "6, PT30S", "64, PT30S", "65, PT30S", "2147483647, PT30S"})
    void doublesUpToALimit(int times, Duration doubled) {
        assertThat(Times.doubled(Duration.ofSeconds(1), times, Duration.ofSeconds(30)))
                .isEqualTo(doubled);
    }

    @Test
    void knowsThatNeverIsLaterThanAnything() {
        assertThat(Times.later(Times.NEVER, Instant.EPOCH)).isEqualTo(Times.NEVER);
        assertThat(Times.earlier(Times.NEVER, Instant.EPOCH)).isEqualTo(Instant.EPOCH);
    }
}
