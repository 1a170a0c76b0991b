package io.github.rotatingdatasource.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GoTextsTest {
    @ParameterizedTest
    @CsvSource({"PT0S, 0s", "PT31S, 31s", "PT1H, 1h", "PT1H30M, 1h30m", "PT24H5S, 24h5s"})
    void writesDurations(Duration duration, String text) {
        assertThat(GoTexts.of(duration)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"12, PT12S", "12s, PT12S", "5m, PT5M", "1h, PT1H"})
    void readsDurations(String text, Duration duration) {
        assertThat(GoTexts.duration(text)).isEqualTo(duration);
    }

    @Test
    void readsNoNonsense() {
        assertThatThrownBy(() -> GoTexts.duration("soon")).isInstanceOf(DateTimeParseException.class);
    }

    @ParameterizedTest
    @CsvSource({"499, 0", "500, 1", "29999, 30"})
    void roundsSeconds(long millis, long seconds) {
        assertThat(GoTexts.seconds(Duration.ofMillis(millis))).isEqualTo(seconds);
    }
}
