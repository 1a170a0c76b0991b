package io.github.rotatingdatasource.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LatenciesTest {
    @ParameterizedTest
    @CsvSource({
        "1000, 50, 500", "1000, 99.9, 999", "1000, 99.91, 1000", "1000, 100, 1000", "1000, 0.01, 1",
        "3, 50, 2", "3, 66.6, 2", "3, 67, 3", "1, 50, 1", "10000, 99.99, 9999"
    })
    void takesTheNearestRank(int samples, double percent, long expected) {
        Latencies latencies = Latencies.of(
                LongStream.rangeClosed(1, samples).map(i -> samples + 1 - i).toArray());

        assertThat(latencies.percentile(percent)).isEqualTo(Duration.ofNanos(expected));
    }

    @Test
    void hasNoPercentileOfNothing() {
        assertThatThrownBy(() -> Latencies.of().percentile(50)).hasMessage("there is no percentile 50.0 of no samples");
    }

    @ParameterizedTest
    @CsvSource({"0", "-1", "100.1", "NaN"})
    void refusesWhatIsNoPercentage(double percent) {
        assertThatThrownBy(() -> Latencies.of(1).percentile(percent))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(String.valueOf(percent));
    }
}
