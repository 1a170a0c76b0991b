package io.github.rotatingdatasource.benchmarks.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureTest {
    @TempDir
    private Path directory;

    private static Plot plot() {
        return Plot.of(300, 150, "", "", "").x(0, 99).y(0, 99);
    }

    private static double[] upTo(int count) {
        return IntStream.range(0, count).asDoubleStream().toArray();
    }

    private String drawn(Plot... plots) throws Exception {
        new Picture("it", "what is seen", List.of(List.of(plots))).write(directory);
        return Files.readString(directory.resolve("it.svg"));
    }

    @Test
    void isAsWideAsItsPlots() throws Exception {
        assertThat(drawn(plot().line("a", Plot.OURS, upTo(2), upTo(2)), plot().line("a", Plot.OURS, upTo(2), upTo(2))))
                .contains("viewBox=\"0 0 600 150\"");
    }

    @Test
    void joinsThePiecesOfALine() throws Exception {
        String svg = drawn(plot().line("a", Plot.OURS, upTo(100), upTo(100)));

        assertThat(svg.split("rgb\\(47,129,247\\)")).hasSize(2);
    }

    @Test
    void hasNothingBehindIt() throws Exception {
        assertThat(drawn(plot().line("a", Plot.OURS, upTo(2), upTo(2))))
                .doesNotContain("fill:rgb(255,255,255)", "fill:white");
    }

    @Test
    void isShownInTheReport() throws Exception {
        Picture picture =
                new Picture("it", "what is seen", List.of(List.of(plot().steps("a", Plot.OURS, upTo(3), upTo(3)))));
        Report report =
                new Report("report", new Machine(Map.of()), "", Map.of(), List.of(), List.of(), List.of(picture));

        report.write(directory);

        assertThat(Files.readString(directory.resolve("report.md"))).contains("![what is seen](it.svg)");
        assertThat(directory.resolve("it.svg")).exists();
    }
}
