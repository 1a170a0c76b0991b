package io.github.rotatingdatasource.benchmarks.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rotatingdatasource.benchmarks.rotation.Recording.Mark;
import io.github.rotatingdatasource.benchmarks.rotation.Recording.Turn;
import io.github.rotatingdatasource.benchmarks.rotation.Recording.Wait;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WindowsTest {
    private static final Recording RECORDING = new Recording(
            "18",
            List.of(new Turn(at(100), at(200), at(700), 0, 10), new Turn(at(1_000), at(1_300), at(1_800), 0, 10)),
            List.of(
                    waited(99, 50), // before the first rotation
                    waited(100, 1),
                    waited(699, 2),
                    waited(700, 60), // half a second after the old login was gone
                    waited(1_250, 7)),
            List.of(new Mark("start", at(100)), new Mark("done", at(200)), new Mark("start", at(1_000))),
            List.of(),
            List.of(),
            0,
            0,
            0,
            10);

    private static long at(long millis) {
        return millis * 1_000_000;
    }

    private static Wait waited(long asked, long millis) {
        return new Wait(at(asked), at(millis));
    }

    @Test
    void countWhatWasAskedForFromTheStartOfARotationToHalfASecondAfterIt() {
        Windows windows = Windows.ofRotations(RECORDING);

        assertThat(windows.latencies().count()).isEqualTo(3);
        assertThat(windows.latencies().max()).isEqualTo(Duration.ofMillis(7));
    }

    @Test
    void mayBeOfAGivenLength() {
        Windows windows = Windows.ofLength(RECORDING, Duration.ofMillis(250));

        assertThat(windows.latencies().count()).isEqualTo(1);
        assertThat(windows.latencies().max()).isEqualTo(Duration.ofMillis(1));
    }

    @Test
    void knowTheLongestOfEachAndHowLongTheRotationsTook() {
        Windows windows = Windows.ofRotations(RECORDING);

        assertThat(windows.maxima().percentile(50)).isEqualTo(Duration.ofMillis(2));
        assertThat(windows.rotations().percentile(100)).isEqualTo(Duration.ofMillis(300));
        assertThat(windows.medianLength()).isEqualTo(Duration.ofMillis(600));
    }

    @Test
    void tellWhichStepTheLongestBelongedTo() {
        Phases phases = Phases.of(Windows.ofRotations(RECORDING));

        assertThat(phases.maxima()).containsOnly(entry("done", 1), entry("start", 1));
        assertThat(phases.byMark().get("start")).containsExactly(waited(100, 1), waited(1_250, 7));
    }

    private static Map.Entry<String, Integer> entry(String name, int count) {
        return Map.entry(name, count);
    }
}
