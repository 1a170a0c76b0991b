package io.github.rotatingdatasource.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LeaseLengthTest {
    @ParameterizedTest
    @CsvSource({
        "3600, PT1H",
        "86398, PT23H59M58S",
        "1.5, PT1.5S",
        "1h, PT1H",
        "3600s, PT1H",
        "90m, PT1H30M",
        "1h30m, PT1H30M",
        "768h0m0s, PT768H",
        "30d, PT720H",
        "1h0m0.5s, PT1H0.5S",
        "500ms, PT0.5S",
        "0, PT0S",
        "0s, PT0S",
        "-1, PT0S",
        "-1h30m, PT0S"
    })
    void readsSecondsAndDurations(String text, Duration expected) {
        assertThat(LeaseLength.parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"9223372036854775807", "99999999999999999999999999", "999999999h", "315360001", "4000d"})
    void cutsAbsurdLengthsToTenYears(String text) {
        assertThat(LeaseLength.parse(text)).isEqualTo(LeaseLength.LONGEST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "-",
                "+5",
                " 3600",
                "3600 ",
                "3600\r",
                "1 h",
                "h",
                "1x",
                "1h30",
                "1e3",
                "0x10",
                "NaN",
                "٣",
                "1.",
                "<no value>"
            })
    void takesNothingElse(String text) {
        assertThat(LeaseLength.parse(text)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"9", "1h"})
    void isNotKeptBusyByLongTexts(String part) {
        assertThat(LeaseLength.parse(part.repeat(60_000))).isNull();
    }
}
