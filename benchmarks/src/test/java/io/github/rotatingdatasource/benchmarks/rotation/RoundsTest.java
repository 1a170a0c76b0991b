package io.github.rotatingdatasource.benchmarks.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rotatingdatasource.benchmarks.rotation.Recording.Level;
import io.github.rotatingdatasource.benchmarks.rotation.Recording.Mark;
import io.github.rotatingdatasource.benchmarks.rotation.Recording.Turn;
import io.github.rotatingdatasource.benchmarks.rotation.Recording.Wait;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several JVMs for one row. */
class RoundsTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 5, 40, 1_000})
    void roundsShareAllThereIsToDo(int total) {
        for (int rounds = 1; rounds < 5; rounds++) {
            int each = total / rounds;
            int all = rounds;
            assertThat(IntStream.range(0, rounds).map(round -> Rounds.share(total, round, all)))
                    .allMatch(share -> share == each || share == each + 1)
                    .satisfies(shares -> assertThat(
                                    shares.stream().mapToInt(Integer::intValue).sum())
                            .isEqualTo(total));
        }
    }

    @Test
    void anotherOneIsFirstInEachRound() {
        List<String> ways = List.of("a", "b", "c", "d");

        assertThat(Rounds.inRound(0, 2, ways)).isEqualTo(ways);
        assertThat(Rounds.inRound(1, 2, ways)).containsExactly("c", "d", "a", "b");
        assertThat(Rounds.inRound(2, 4, ways)).containsExactly("c", "d", "a", "b");
        assertThat(Rounds.inRound(3, 4, ways)).containsExactly("d", "a", "b", "c");
    }

    /** The clock of each JVM begins where it likes. */
    @Test
    void whatJvmsDidIsJoinedOneAfterTheOther() {
        Recording joined = Recording.joined(List.of(recording(5_000_000_000L, 11), recording(-7_000_000_000L, 12)));

        assertThat(joined.rotations())
                .containsExactly(
                        new Turn(5_000_000_010L, 5_000_000_020L, 5_000_000_030L, 1, 2),
                        new Turn(6_000_000_040L, 6_000_000_050L, 6_000_000_060L, 1, 2));
        assertThat(joined.checkouts()).containsExactly(new Wait(5_000_000_012L, 3), new Wait(6_000_000_042L, 3));
        assertThat(joined.marks())
                .containsExactly(new Mark("start", 5_000_000_000L), new Mark("start", 6_000_000_030L));
        assertThat(joined.levels()).containsExactly(new Level(5_000_000_001L, 10), new Level(6_000_000_031L, 10));
        assertThat(joined.failures()).containsExactly("one", "one");
        assertThat(List.of(joined.failedCheckouts(), joined.failedStatements(), joined.deniedStatements()))
                .containsExactly(2L, 4L, 6L);
        assertThat(joined.peak()).isEqualTo(12);
    }

    private static Recording recording(long from, int peak) {
        return new Recording(
                "18",
                List.of(new Turn(from + 10, from + 20, from + 30, 1, 2)),
                List.of(new Wait(from + 12, 3)),
                List.of(new Mark("start", from)),
                List.of(new Level(from + 1, 10)),
                List.of("one"),
                1,
                2,
                3,
                peak);
    }
}
