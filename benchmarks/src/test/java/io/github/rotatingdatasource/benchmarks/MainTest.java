package io.github.rotatingdatasource.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The programs from the outside; that they measure something, not what. */
class MainTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... arguments) throws Exception {
        return Main.run(List.of(arguments), stream(out), stream(err));
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void printsItsHelpWhenAsked() throws Exception {
        assertThat(run("--help")).isEqualTo(Main.GOOD);

        assertThat(printed()).contains("hot-path:", "rotation:", "--rotations N", "--out DIR");
    }

    @Test
    void helpsWithOneProgram() throws Exception {
        assertThat(run("rotation", "--help")).isEqualTo(Main.GOOD);

        assertThat(printed()).contains("--headroom N").doesNotContain("hot-path");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            fly                      | unknown program fly; there are hot-path, rotation, endurance, variations, swap
            rotation --fast          | unknown option --fast; there are --rotations, --loads
            rotation --rotations     | option --rotations needs a value: N
            rotation --rotations few | option --rotations must be a whole number, at least 1, but is few
            rotation --headroom 0    | option --headroom must be a whole number, at least 1, but is 0
            rotation --loads long    | option --loads must name some of [short, held, saturated], but has long
            all --fast               | --short              in less than ten minutes
            rotation --pool 0        | option --pool must be a whole number, at least 1, but is 0
            """)
    void saysWhatIsWrongWithAnArgument(String arguments, String message) throws Exception {
        assertThat(run(arguments.split(" "))).isEqualTo(Main.MISUSED);

        assertThat(err.toString(StandardCharsets.UTF_8)).contains(message);
    }

    @Test
    void measuresTheHotPath(@TempDir Path directory) throws Exception {
        assertThat(run("hot-path", "--quick", "--out", directory.toString())).isEqualTo(Main.GOOD);

        assertThat(printed())
                .contains("HikariCP: ", "| before the first rotation | HikariCP again |")
                .contains("| after 10 rotations | this library, breaker |", "| this library, metrics |", "| Agroal |")
                .contains("| 2 threads | this library |", "| rotated |");
        assertThat(Files.readString(directory.resolve("hot-path.json")))
                .contains("\"comparedWith\"", "\"bytesPerCheckout\"", "\"alone\"", "\"jmh\"");
    }

    @Test
    void simulatesAFleet(@TempDir Path directory) throws Exception {
        assertThat(run("fleet", "--quick", "--out", directory.toString())).isEqualTo(Main.GOOD);

        assertThat(printed())
                .contains(
                        "## cold start of all within 5 s, role 1h/1h",
                        "| this library |",
                        "met: Vault away for 10 min");
        assertThat(Files.readString(directory.resolve("fleet.json"))).contains("\"peakOf10Seconds\"");
    }

    @Test
    @Tag("database")
    void measuresRotations(@TempDir Path directory) throws Exception {
        assertThat(run("rotation", "--quick", "--jvms", "2", "--out", directory.toString()))
                .isEqualTo(Main.GOOD);

        assertThat(printed())
                .contains("| rotating | 2 |", "| provider | 2 |", "| second-pool | 2 |", "| none | 2 |")
                .contains("| way | hand-over | retirement | afterwards | outside |")
                .contains("met: short: failures at most 0", "met: short: connections at most 12");
        assertThat(Files.readString(directory.resolve("rotation.json")))
                .contains("\"PostgreSQL\"", "\"after handoverbegan\"", "\"slowest\"");
        assertThat(directory.resolve("rotation-short.svg")).isNotEmptyFile();
        assertThat(directory.resolve("rotation-picture.svg")).isNotEmptyFile();
    }

    @Test
    @Tag("database")
    void countsWhatFailsInManyRotations(@TempDir Path directory) throws Exception {
        assertThat(run("endurance", "--quick", "--ways", "rotating", "--out", directory.toString()))
                .isEqualTo(Main.GOOD);

        assertThat(printed())
                .contains("| rotating | 5 |", "met: no failure, and each a hand-over, in 5 rotations; found 0, and 0");
        assertThat(Files.readString(directory.resolve("endurance.json"))).contains("\"failedStatements\"");
    }

    @Test
    @Tag("database")
    void variesWhatRotates(@TempDir Path directory) throws Exception {
        assertThat(run("variations", "--quick", "--out", directory.toString())).isEqualTo(Main.GOOD);

        assertThat(printed())
                .contains("| headroom 1 | held | rotating | 1 |", "met: headroom 2: connections at most 12");
        assertThat(Files.readString(directory.resolve("variations.json"))).contains("\"different\"");
    }

    @Test
    @Tag("database")
    void measuresSwaps(@TempDir Path directory) throws Exception {
        assertThat(run("swap", "--quick", "--jvms", "2", "--pool", "3", "--out", directory.toString()))
                .isEqualTo(Main.GOOD);

        assertThat(printed())
                .contains("| way | one login | 3 in turn | 3 in parallel |", "| second-pool | does not find out |");
        assertThat(Files.readString(directory.resolve("swap.json"))).contains("\"loginsInParallel\"", "\"firstNew\"");
    }

    @Test
    void countsWhatManyCost(@TempDir Path directory) throws Exception {
        assertThat(run("many", "--quick", "--out", directory.toString())).isEqualTo(Main.GOOD);

        assertThat(printed()).contains("| bare | ", "| rotating | ", "threads of ours at most 2");
        assertThat(Files.readString(directory.resolve("many.json"))).contains("\"threadsByName\"");
    }

    @Test
    @Tag("database")
    void letsLoginsDie(@TempDir Path directory) throws Exception {
        assertThat(run("deaths", "--quick", "--out", directory.toString())).isEqualTo(Main.GOOD);

        assertThat(printed()).contains("| rotating | killed |", "| rotating | hanging | 32 |");
        assertThat(Files.readString(directory.resolve("deaths.json"))).contains("\"refusedLogins\"");
    }
}
