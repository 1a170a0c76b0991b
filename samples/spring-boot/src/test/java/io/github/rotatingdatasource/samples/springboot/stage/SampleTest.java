package io.github.rotatingdatasource.samples.springboot.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rotatingdatasource.RotationStatus;
import io.github.rotatingdatasource.RotationStatus.Phase;
import io.github.rotatingdatasource.samples.springboot.stage.Sample.Rates;
import io.github.rotatingdatasource.samples.springboot.stage.Sample.Setting;
import io.github.rotatingdatasource.source.Lease;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampleTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "SERVING, 41, closed, true, 'Generation 7 serves; lease left 41 s; breaker closed.'",
        "SERVING, -3, closed, true, 'Generation 7 serves; lease over for 3 s; breaker closed.'",
        "SERVING,, closed, true, 'Generation 7 serves; lease unknown; breaker closed.'",
        "HANDING_OVER, 9, closed, true, 'Generation 7 hands over to the next; lease left 9 s; breaker closed.'",
        "WAITING, 0, closed, false, 'No login works; callers wait for one; lease left 0 s; breaker closed;"
                + " sidecar stopped.'",
        "UNAVAILABLE, -2, open, false, 'No login works; checkouts fail at once; lease over for 2 s; breaker open;"
                + " sidecar stopped.'"
    })
    void saysAllInOneSentence(Phase phase, Integer left, String breaker, boolean sidecarRuns, String sentence) {
        assertThat(Sample.sentence(status(phase, left), new Setting(breaker, sidecarRuns), NOON))
                .isEqualTo(sentence);
    }

    @Test
    void countsTheNewConnectionsOfAHandOverAsThoseOfTheNextGeneration() {
        assertThat(sample(Phase.HANDING_OVER).newest()).isEqualTo(8);
        assertThat(sample(Phase.SERVING).newest()).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource({"SERVING, true", "HANDING_OVER, true", "STARTING, false", "WAITING, false", "UNAVAILABLE, false"})
    void worksWhileSomethingServes(Phase phase, boolean works) {
        assertThat(sample(phase).works()).isEqualTo(works);
    }

    private static Sample sample(Phase phase) {
        Rates rates = new Rates(200, null, 0, 10, 0);
        return Sample.of(NOON, status(phase, 41), new Setting("closed", true), rates, List.of());
    }

    private static RotationStatus status(Phase phase, Integer left) {
        Instant ends = left == null ? null : NOON.plusSeconds(left);
        Lease lease = Lease.unknown();
        return new RotationStatus(phase, 7, "3ea1e495", lease, ends, null, 6, 2, 1, 6, 0, 0, null, null, null);
    }

    @Test
    void tellsRatesFromTwoReadings() {
        Rates rates = Rates.between(
                new Tally.Reading(100, 1, List.of()),
                new Tally.Reading(220, 3, List.of(Duration.ofMillis(5))),
                Duration.ofMillis(500));

        assertThat(rates).isEqualTo(new Rates(240, Duration.ofMillis(5), 2, 220, 3));
    }
}
