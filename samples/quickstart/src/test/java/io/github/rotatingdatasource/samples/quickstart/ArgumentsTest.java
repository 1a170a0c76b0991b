package io.github.rotatingdatasource.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {
    @Test
    void runForAMinuteAndAloneByDefault() {
        assertThat(Arguments.parse()).isEqualTo(new Arguments(Duration.ofMinutes(1), false, false));
    }

    @Test
    void mayComeInAnyOrder() {
        Arguments expected = new Arguments(Duration.ofSeconds(5), true, false);

        assertThat(Arguments.parse("--seconds", "5", "--plain-hikari")).isEqualTo(expected);
        assertThat(Arguments.parse("--plain-hikari", "--seconds", "5")).isEqualTo(expected);
    }

    @Test
    void mayAskForHelp() {
        assertThat(Arguments.parse("--help").help()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--second", "60", "-h", ""})
    void areRefusedWhenUnknown(String word) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Arguments.parse(word))
                .withMessage("unknown argument: " + word);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "3601", "-5", "1.5", "ten", "99999999999", ""})
    void needSecondsInRange(String number) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Arguments.parse("--seconds", number))
                .withMessage("--seconds needs a number from 1 to 3600, but it is " + number);
    }

    @Test
    void needSecondsAtAll() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Arguments.parse("--seconds"))
                .withMessage("--seconds needs a number from 1 to 3600, but it is missing");
    }
}
