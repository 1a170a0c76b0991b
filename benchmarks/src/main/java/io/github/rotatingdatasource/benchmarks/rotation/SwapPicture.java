package io.github.rotatingdatasource.benchmarks.rotation;

import io.github.rotatingdatasource.benchmarks.support.Picture;
import io.github.rotatingdatasource.benchmarks.support.Plot;
import io.github.rotatingdatasource.benchmarks.support.Table;
import java.awt.Color;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The picture for who has five seconds: ours, soft eviction and a second pool, over each other. */
final class SwapPicture {
    private static final int WIDTH = 840;
    private static final int GAP = 15;
    private static final String OURS = "this library";
    private static final String PROVIDER = "HikariCP with a credentials provider, soft eviction";
    private static final String SECOND = "a second pool, filled and swapped in";

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
                new Line(SECOND, Plot.PLAIN, Course.of(second.recording())),
                new Line(PROVIDER, Plot.OTHER, Course.of(provider.recording())),
                new Line(OURS, Plot.OURS, Course.of(ours.recording())));
        String title = String.format(
                "While the login changes, callers wait %s ms at most; with soft eviction, %s ms",
                Table.figure(ours.medianMaximum()), Table.figure(provider.medianMaximum()));
        String text = title + " (median of the rotations); connections: "
                + ours.recording().peak() + ", " + provider.recording().peak() + ", and "
                + second.recording().peak() + " with a second pool";
        int pool = ours.order().pool();
        return new Picture(
                "rotation-picture", text, List.of(List.of(checkouts(title, lines)), List.of(connections(lines, pool))));
    }

    private static Plot checkouts(String title, List<Line> lines) {
        Plot plot = Plot.of(WIDTH, 270, title, "", "slowest checkout, ms")
                .x(Course.FROM, Course.TO)
                .logarithmic(0.001, 100);
        lines.forEach(line -> plot.line(
                line.name(),
                line.colour(),
                line.course().millis(),
                line.course().slowest()));
        Course slow = lines.get(1).course();
        int peak = indexOfMost(slow.slowest());
        return plot.label(PROVIDER, Plot.OTHER, slow.millis()[peak] + GAP, 1.2 * slow.slowest()[peak])
                .label(OURS, Plot.OURS, 450, 0.06)
                .label(SECOND, Plot.PLAIN, 450, 0.025);
    }

    private static Plot connections(List<Line> lines, int pool) {
        Plot plot = Plot.of(
                        WIDTH,
                        190,
                        "",
                        "ms from when the new login is there; the median of the rotations",
                        "open connections")
                .x(Course.FROM, Course.TO)
                .y(0, 2.5 * pool);
        lines.forEach(line -> plot.steps(
                line.name(),
                line.colour(),
                line.course().millis(),
                line.course().open()));
        Course second = lines.get(0).course();
        double most = second.millis()[indexOfMost(second.open())];
        return plot.label("second pool", Plot.PLAIN, Math.min(most + 3 * GAP, 580), 1.8 * pool)
                .label(OURS, Plot.OURS, Course.FROM + GAP / 2, 1.15 * pool)
                .label("soft eviction", Plot.OTHER, 260, 0.35 * pool);
    }

    private static int indexOfMost(double[] values) {
        int most = 0;
        for (int i = 1; i < values.length; i++) {
            most = values[i] > values[most] ? i : most;
        }
        return most;
    }

    private record Line(String name, Color colour, Course course) {}
}
