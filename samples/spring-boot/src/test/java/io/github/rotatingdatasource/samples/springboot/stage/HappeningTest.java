package io.github.rotatingdatasource.samples.springboot.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rotatingdatasource.RotationEvent;
import io.github.rotatingdatasource.RotationEvent.Drained;
import io.github.rotatingdatasource.RotationEvent.HandOverBegan;
import io.github.rotatingdatasource.RotationEvent.LoginRefused;
import io.github.rotatingdatasource.RotationEvent.Part;
import io.github.rotatingdatasource.RotationEvent.Reason;
import io.github.rotatingdatasource.RotationEvent.Rotated;
import io.github.rotatingdatasource.RotationEvent.Unavailable;
import io.github.rotatingdatasource.source.Lease;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HappeningTest {
    private static final Duration TOOK = Duration.ofMillis(80);

    static Stream<Arguments> events() {
        return Stream.of(
                Arguments.of(rotated(1, Reason.START), "Generation 1 serves.", false),
                Arguments.of(rotated(2, Reason.CHANGE), "Generation 2 serves alone, after 80 ms.", false),
                Arguments.of(new HandOverBegan(1, 2), "Generation 2 is logged in, and generation 1 hands over.", false),
                Arguments.of(new Drained(1, TOOK, 0), "Generation 1 is drained and closed.", false),
                Arguments.of(new Drained(1, TOOK, 3), "Generation 1 is closed, and 3 connections were cut off.", true),
                Arguments.of(new LoginRefused(2, "3ea1e495"), "PostgreSQL refuses the login of generation 2.", true),
                Arguments.of(new Unavailable(Part.LOGIN, "so"), "Every checkout fails at once: so.", true));
    }

    private static RotationEvent rotated(int generation, Reason reason) {
        return new Rotated(generation, "3ea1e495", Lease.unknown(), reason, TOOK, false);
    }

    @ParameterizedTest
    @MethodSource("events")
    void tellsAnEventInWords(RotationEvent event, String text, boolean isBad) {
        assertThat(Happening.of(event, 12)).isEqualTo(new Happening(12, text, isBad));
    }

    @Test
    void leavesOutWhatNobodyAsksFor() {
        assertThat(Happening.of(new RotationEvent.Closed(), 12)).isNull();
    }
}
