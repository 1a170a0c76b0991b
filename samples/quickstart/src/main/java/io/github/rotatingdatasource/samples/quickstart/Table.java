package io.github.rotatingdatasource.samples.quickstart;

import io.github.rotatingdatasource.samples.quickstart.Contestant.Side;
import io.github.rotatingdatasource.samples.quickstart.Measurements.Totals;
import io.github.rotatingdatasource.samples.quickstart.Paint.Tone;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/** A table with a column for each data source. */
final class Table {
    private static final int LABELS = 19;
    private static final int LEAST = 12;

    private final Paint paint;
    private final List<Side> sides;
    private final int width;
    private final List<Line> lines = new ArrayList<>();

    Table(Paint paint, List<Side> sides, int columns) {
        this.paint = paint;
        this.sides = sides;
        this.width = Math.max(LEAST, (columns - LABELS) / sides.size());
        row("", side -> cell(Tone.STRONG, side.name()));
    }

    Table row(String label, Function<Side, Line> cell) {
        Line line = new Line().add(Tone.FAINT, "  " + label).to(LABELS);
        for (Side side : sides) {
            line.add(cell.apply(side).to(width - 1)).add(" ");
        }
        lines.add(line);
        return this;
    }

    /** Adds a row that shows the transactions of the whole run, {@code length}, as far as it has come. */
    Table chart(Duration length) {
        long secondsPerColumn = 1 + (length.toSeconds() - 1) / (width - 1);
        List<List<Column>> charts = sides.stream()
                .map(side -> columns(side.seconds(), (int) secondsPerColumn))
                .toList();
        long most = charts.stream()
                .flatMap(List::stream)
                .mapToLong(Column::transactions)
                .max()
                .orElse(0);
        Iterator<List<Column>> next = charts.iterator();
        return row("over time", side -> chart(next.next(), most));
    }

    /** Returns full columns only: half a column would look like a drop. */
    private static List<Column> columns(List<Totals> seconds, int each) {
        return IntStream.range(0, seconds.size() / each)
                .mapToObj(i -> Column.of(seconds.subList(i * each, (i + 1) * each)))
                .toList();
    }

    private Line chart(List<Column> columns, long most) {
        Line line = new Line();
        for (Column column : columns) {
            String text = String.valueOf(paint.column(column.transactions, most));
            line.add(column.hasFailures ? Tone.BAD : Tone.GOOD, text);
        }
        return line;
    }

    Table failures() {
        row(
                "failures",
                side -> cell(
                        side.totals().failures() == 0 ? Tone.GOOD : Tone.BAD,
                        Words.count(side.totals().failures())));
        return row("failing with", side -> lastKind(side.totals()));
    }

    private static Line lastKind(Totals totals) {
        return totals.kinds().isEmpty()
                ? cell(Tone.FAINT, "none")
                : cell(Tone.BAD, totals.kinds().get(totals.kinds().size() - 1).what());
    }

    static Line cell(Tone tone, String text) {
        return new Line().add(tone, text);
    }

    static Line cell(String text) {
        return cell(Tone.PLAIN, text);
    }

    List<Line> lines() {
        return lines;
    }

    /** One or more seconds of a chart. */
    private record Column(long transactions, boolean hasFailures) {
        static Column of(List<Totals> seconds) {
            return new Column(
                    seconds.stream().mapToLong(Totals::transactions).sum(),
                    seconds.stream().anyMatch(second -> second.failures() > 0));
        }
    }
}
