package io.github.rotatingdatasource.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistogramTest {
    private final Histogram histogram = new Histogram();

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 31, 32, 33, 63, 64, 1_000, 999_999, 1_000_000_007, 3_600_000_000_000L})
    void knowsEachTimeToSixPercent(long nanos) {
        histogram.add(nanos);
        histogram.add(Long.MAX_VALUE); // so that the longest does not cap it

        long half = histogram.counts().percentile(50).toNanos();

        assertThat(half).isBetween(nanos, nanos + nanos / 16);
    }

    @Test
    void answersWithPercentiles() {
        for (int millis = 1; millis <= 1000; millis++) {
            histogram.add(Duration.ofMillis(millis).toNanos());
        }

        Histogram.Counts counts = histogram.counts();

        assertThat(counts.size()).isEqualTo(1000);
        assertThat(counts.percentile(50).toMillis()).isCloseTo(500, within(32L));
        assertThat(counts.percentile(99).toMillis()).isBetween(990L, 1000L);
        assertThat(counts.longest()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void tellsWhatWasAddedSince() {
        histogram.add(1_000);
        Histogram.Counts before = histogram.counts();
        histogram.add(5);

        Histogram.Counts added = histogram.counts().since(before);

        assertThat(added.size()).isOne();
        assertThat(added.percentile(99)).isEqualTo(Duration.ofNanos(5));
    }

    @Test
    void hasNoPercentileOfNothing() {
        assertThat(histogram.counts().percentile(99)).isZero();
    }
}
