package io.github.rotatingdatasource.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class EverythingTest {
    @Test
    void runsEveryProgramIntoOneDirectory() {
        assertThat(Everything.commands(List.of("--out", "there", "--check")))
                .hasSize(8)
                .allSatisfy(command -> assertThat(command).endsWith("--out", "there", "--check"));
    }

    @Test
    void writesItsResultsWhereTheyAreCommitted() {
        assertThat(Everything.commands(List.of()).get(0)).containsExactly("fleet", "--out", "benchmarks/results");
    }

    @Test
    void runsLessOfEachIfThatIsToBeShort() {
        assertThat(Everything.commands(List.of("--short")))
                .hasSize(7)
                .contains(List.of("many", "--sources", "100", "--idle", "5", "--out", "benchmarks/results"));
    }

    @Test
    void runsNothingIfItIsToldWhatItDoesNotKnow() {
        assertThat(Everything.commands(List.of("--fast"))).isEmpty();
        assertThat(Everything.commands(List.of("--out"))).isEmpty();
    }
}
