package io.github.rotatingdatasource.benchmarks.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TrafficTest {
    private final Traffic traffic = new Traffic(Duration.ofSeconds(10));

    private static long second(double second) {
        return (long) (second * 1e9);
    }

    @Test
    void countsRequestsInEachWindow() {
        for (double at : new double[] {1, 1.5, 2.9, 3.1, 9.9}) {
            traffic.request(second(at));
        }

        assertThat(traffic.peak(1, Duration.ZERO, Duration.ofSeconds(10))).isEqualTo(2);
        assertThat(traffic.peak(2, Duration.ZERO, Duration.ofSeconds(10))).isEqualTo(1.5);
        assertThat(traffic.peak(1, Duration.ofSeconds(3), Duration.ofSeconds(10)))
                .isEqualTo(1);
        assertThat(traffic.mean(Duration.ZERO, Duration.ofSeconds(10))).isEqualTo(0.5);
    }

    @Test
    void countsWhatLivesAtTheSameTime() {
        traffic.role(second(1), second(3));
        traffic.role(second(2), second(99));
        traffic.connections(second(4), second(5), 10);
        traffic.connections(second(6), second(7), 2);

        assertThat(traffic.peakOfRoles()).isEqualTo(2);
        assertThat(traffic.peakOfConnections()).isEqualTo(10);
    }
}
