package io.github.rotatingdatasource.samples.springboot.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TallyTest {
    private final Tally tally = new Tally();

    @Test
    void tellsWhatOneCheckoutInAHundredExceeded() {
        for (int millis = 200; millis > 0; millis--) {
            tally.checkedOut(Duration.ofMillis(millis));
        }

        assertThat(tally.read().p99()).isEqualTo(Duration.ofMillis(198));
    }

    @Test
    void forgetsCheckoutsOnceTheyAreRead() {
        tally.checkedOut(Duration.ofMillis(1));

        assertThat(tally.read().p99()).isEqualTo(Duration.ofMillis(1));
        assertThat(tally.read().p99()).isNull();
    }

    @Test
    void keepsTotals() {
        tally.answered();
        tally.failed();
        tally.read();
        tally.answered();

        assertThat(tally.read()).extracting("answered", "failed").containsExactly(2L, 1L);
    }
}
