package io.github.rotatingdatasource.samples.quickstart;

import static io.github.rotatingdatasource.samples.quickstart.Frames.frame;
import static io.github.rotatingdatasource.samples.quickstart.Frames.ours;
import static io.github.rotatingdatasource.samples.quickstart.Frames.plain;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ViewTest {
    private final View view = new View(new Paint(false, false), Frames.LEASE);

    @Test
    void showsWhatMatters() {
        assertThat(view.lines(frame(ours(2, 0)), 60, 24))
                .containsExactly(
                        "", //
                        "  rotating-datasource   database users that last 15 s, 8 wor",
                        "  0:22 #################------------------------------ 1:00",
                        "",
                        "                   RotatingDataSource",
                        "  generation       3  login 0751d683",
                        "  lease left       7.5 s   ########-------",
                        "  connections      10 + 2 old oooooooooooo",
                        "  checkouts/s      2,000",
                        "  transactions/s   2,000",
                        "  p99 of checkouts 1.0 ms",
                        "  failures         0",
                        "  failing with     none",
                        "  over time        ###########",
                        "",
                        "  0:08  event 4",
                        "  0:10  event 5",
                        "  0:12  event 6",
                        "  0:14  event 7",
                        "  0:16  event 8",
                        "  0:18  event 9");
    }

    @Test
    void showsBothSideBySide() {
        List<String> lines = view.lines(frame(ours(2, 0), plain()), 80, 24);

        assertThat(lines).anyMatch(line -> line.matches(".*RotatingDataSource +plain HikariCP"));
        assertThat(lines).anyMatch(line -> line.matches(".*lease left +7.5 s .* over for 8.0 s"));
        assertThat(lines).anyMatch(line -> line.matches(".*failing with +none +28P01 login refused"));
    }

    @ParameterizedTest
    @CsvSource({"120, 40", "80, 24", "60, 12", "40, 10", "20, 5", "5, 2", "1, 1"})
    void fitsTheTerminal(int columns, int rows) {
        List<String> lines = view.lines(frame(ours(2, 0), plain()), columns, rows);

        assertThat(lines).hasSizeLessThanOrEqualTo(Math.max(1, rows - 1));
        assertThat(lines).allMatch(line -> line.length() <= columns);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 40, 80, 120})
    void isAsWideWithColoursAsWithout(int columns) {
        View coloured = new View(new Paint(true, false), Frames.LEASE);

        List<String> lines = coloured.lines(frame(ours(2, 1), plain()), columns, 40);

        assertThat(lines).anyMatch(line -> line.contains("\033["));
        assertThat(lines.stream()
                        .map(line -> line.replaceAll("\033\\[[0-9]*m", "").stripTrailing()))
                .isEqualTo(view.lines(frame(ours(2, 1), plain()), columns, 40));
    }
}
