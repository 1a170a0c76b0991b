package io.github.rotatingdatasource.benchmarks.rotation;

import io.github.rotatingdatasource.benchmarks.support.Picture;
import io.github.rotatingdatasource.benchmarks.support.Plot;
import io.github.rotatingdatasource.benchmarks.support.Table;
import java.awt.Color;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The picture for who has five seconds: ours, soft eviction and a second pool, over each other. */
final class SwapPicture {
    private static final int WIDTH = 840;
    private static final double ROW = 300;

    private SwapPicture() {}

    /** Returns it, if what it shows was measured. */
    static Optional<Picture> of(Map<Way.Kind, Figures> ways) {
        Figures ours = ways.get(Way.Kind.ROTATING);
        Figures provider = ways.get(Way.Kind.PROVIDER);
        Figures second = ways.get(Way.Kind.SECOND_POOL);
        return ours == null || provider == null || second == null
                ? Optional.empty()
                : Optional.of(picture(ours, provider, second));
    }

    private static Picture picture(Figures ours, Figures provider, Figures second) {
        List<Line> lines = List.of( // what is drawn last is on top
                line("second pool: ", Plot.PLAIN, second),
                line("soft eviction: ", Plot.OTHER, provider),
                line("this library: ", Plot.OURS, ours));
        String title = String.format(
                "The slowest checkout while the login changes: %s ms, and %s ms with soft eviction",
                Table.figure(ours.medianMaximum()), Table.figure(provider.medianMaximum()));
        String text = title + ", median of the rotations; "
                + lines.stream().map(Line::name).collect(Collectors.joining(", "));
        int pool = ours.order().pool();
        return new Picture(
                "rotation-picture", text, List.of(List.of(checkouts(title, lines)), List.of(connections(lines, pool))));
    }

    private static Line line(String name, Color colour, Figures figures) {
        return new Line(name + figures.recording().peak() + " connections", colour, Course.of(figures.recording()));
    }

    /** The lines are named in a row above them, where none of them gets. */
    private static Plot checkouts(String title, List<Line> lines) {
        Plot plot = Plot.of(WIDTH, 280, title, "", "slowest checkout, ms")
                .x(Course.FROM, Course.TO)
                .logarithmic(0.001, 1_000);
        for (Line line : lines) {
            plot.line(
                    line.name(),
                    line.colour(),
                    line.course().millis(),
                    line.course().slowest());
        }
        return plot.label(lines.get(2).name(), Plot.OURS, -90, ROW)
                .label(lines.get(1).name(), Plot.OTHER, 165, ROW)
                .label(lines.get(0).name(), Plot.PLAIN, 420, ROW);
    }

    private static Plot connections(List<Line> lines, int pool) {
        String time = "ms from when the new login is there; the median of the rotations";
        Plot plot = Plot.of(WIDTH, 180, "", time, "open connections")
                .x(Course.FROM, Course.TO)
                .y(0, 2.2 * pool);
        for (Line line : lines) {
            plot.steps(
                    line.name(),
                    line.colour(),
                    line.course().millis(),
                    line.course().open());
        }
        return plot;
    }

    private record Line(String name, Color colour, Course course) {}
}
