package io.github.rotatingdatasource.benchmarks.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportTest {
    private static final Goal MET = new Goal("a at most 1", "0.5", true);
    private static final Goal MISSED = new Goal("b at most 1", "1.5", false);

    private static Report report(Goal... goals) {
        return new Report("it", new Machine(Map.of("cores", 2)), "| a |\n", Map.of("a", 0.5), List.of(goals));
    }

    @Test
    void isGoodIfEveryGoalIsMet() {
        assertThat(report(MET, MET).isGood()).isTrue();
        assertThat(report(MET, MISSED).isGood()).isFalse();
    }

    @Test
    void saysWhereAndWhatAndWhetherThatIsEnough() {
        assertThat(report(MET, MISSED).markdown())
                .contains("- cores: 2", "| a |", "met: a at most 1; found 0.5", "**missed**: b at most 1; found 1.5");
    }

    @Test
    void saysTheSameInJson() {
        assertThat(report(MET).json().replaceAll("\\s", ""))
                .startsWith("{\"name\":\"it\",\"machine\":{\"cores\":2},\"figures\":{\"a\":0.5},\"goals\":[{");
    }

    @Test
    void escapesWhatJsonReserves() {
        assertThat(Json.of(List.of("a \"b\"\\\n", Double.NaN))).isEqualTo("[\"a \\\"b\\\"\\\\\\u000a\", \"NaN\"]\n");
    }

    @ParameterizedTest
    @CsvSource({"0.0412, 0.041", "0.512, 0.51", "5.128, 5.13", "12.34, 12.3", "1234.5, '1,235'"})
    void showsThreeDigitsThatCount(double value, String shown) {
        assertThat(Table.figure(value)).isEqualTo(shown);
    }
}
