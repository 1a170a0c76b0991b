package io.github.rotatingdatasource.benchmarks.rotation;

import io.github.rotatingdatasource.benchmarks.support.Picture;
import io.github.rotatingdatasource.benchmarks.support.Plot;
import io.github.rotatingdatasource.benchmarks.support.Table;
import java.awt.Color;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The picture for who has five seconds: ours, soft eviction and a second pool, over each other. */
final class SwapPicture {
    private static final int WIDTH = 840;

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
        Map<Line, Course> lines = new LinkedHashMap<>(); // what is drawn last is on top
        lines.put(new Line("a second pool, filled and swapped in", Plot.PLAIN), Course.of(second.recording()));
        lines.put(
                new Line("HikariCP with a credentials provider, soft eviction", Plot.OTHER),
                Course.of(provider.recording()));
        lines.put(new Line("this library", Plot.OURS), Course.of(ours.recording()));
        String title = String.format(
                "While the login changes, a caller waits %s ms here, %s ms with soft eviction",
                Table.figure(ours.medianMaximum()), Table.figure(provider.medianMaximum()));
        return new Picture(
                "rotation-picture",
                title + "; connections: " + ours.recording().peak() + ", "
                        + provider.recording().peak() + ", and "
                        + second.recording().peak() + " with a second pool",
                List.of(List.of(checkouts(title, lines)), List.of(connections(lines, ours.order()))));
    }

    private static Plot checkouts(String title, Map<Line, Course> lines) {
        Plot plot = Plot.of(WIDTH, 260, title, "", "slowest checkout, ms")
                .x(Course.FROM, Course.TO)
                .logarithmic(0.001, 100);
        lines.forEach((line, course) -> plot.line(line.name(), line.colour(), course.millis(), course.slowest()));
        return plot;
    }

    private static Plot connections(Map<Line, Course> lines, Order order) {
        Plot plot = Plot.of(
                        WIDTH, 210, "", "ms from when the new login is there (median of the rotations)", "connections")
                .x(Course.FROM, Course.TO)
                .y(0, 2.5 * order.pool())
                .legend();
        lines.forEach((line, course) -> plot.steps(line.name(), line.colour(), course.millis(), course.open()));
        return plot;
    }

    private record Line(String name, Color colour) {}
}
