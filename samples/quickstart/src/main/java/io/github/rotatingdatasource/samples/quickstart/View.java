package io.github.rotatingdatasource.samples.quickstart;

import static io.github.rotatingdatasource.samples.quickstart.Table.cell;

import io.github.rotatingdatasource.samples.quickstart.Contestant.Frame;
import io.github.rotatingdatasource.samples.quickstart.Contestant.Side;
import io.github.rotatingdatasource.samples.quickstart.Measurements.Totals;
import io.github.rotatingdatasource.samples.quickstart.Paint.Tone;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Draws a moment as lines of text, for a terminal that is redrawn in place. Keeps nothing: the same moment looks the same. */
final class View {
    private static final int WIDEST = 100;
    private static final int MOST_EVENTS = 6;

    private final Paint paint;
    private final Duration lease;

    View(Paint paint, Duration lease) {
        this.paint = paint;
        this.lease = lease;
    }

    /** Returns the lines, none wider than {@code columns}, and fewer than {@code rows}. */
    List<String> lines(Frame frame, int columns, int rows) {
        int width = Math.min(columns, WIDEST);
        List<Line> lines = new ArrayList<>();
        lines.add(new Line());
        lines.add(title());
        lines.add(progress(frame, width));
        lines.add(new Line());
        lines.addAll(table(frame, width));
        lines.add(new Line());
        lines.addAll(events(frame.events(), Math.min(MOST_EVENTS, rows - 1 - lines.size())));
        return lines.stream()
                .limit(Math.max(1, rows - 1))
                .map(line -> line.text(paint, width))
                .toList();
    }

    private Line title() {
        return new Line()
                .add(Tone.STRONG, "  rotating-datasource")
                .add(
                        Tone.FAINT,
                        "   database users that last %s, %d workers at work"
                                .formatted(Words.seconds(lease).replace(".0", ""), Load.WORKERS));
    }

    private Line progress(Frame frame, int width) {
        String end = " " + Words.clock(frame.length()) + " ";
        Line line = new Line().add("  " + Words.clock(frame.elapsed()) + " ");
        return bar(line, share(frame.elapsed(), frame.length()), width - line.width() - end.length(), Tone.ACCENT)
                .add(Tone.FAINT, end);
    }

    private List<Line> table(Frame frame, int width) {
        return new Table(paint, frame.sides(), width)
                .row("generation", View::generation)
                .row("lease left", this::leaseLeft)
                .row("connections", this::connections)
                .row(
                        "checkouts/s",
                        side -> rate(side, second -> second.checkouts().size()))
                .row("transactions/s", side -> rate(side, Totals::transactions))
                .row("p99 of checkouts", View::p99)
                .failures()
                .chart(frame.length())
                .lines();
    }

    private static Line generation(Side side) {
        Standing standing = side.standing();
        return cell(Words.count(standing.generation())).add(Tone.FAINT, "  login " + standing.fingerprint());
    }

    private Line leaseLeft(Side side) {
        Duration left = side.standing().leaseLeft();
        String text = Words.leaseLeft(left);
        if (left == null || left.isNegative()) {
            return cell(left == null ? Tone.PLAIN : Tone.BAD, text);
        }
        return bar(cell(text).to(8), share(left, lease), 15, Tone.ACCENT);
    }

    private Line connections(Side side) {
        Standing standing = side.standing();
        String old = standing.oldConnections() == 0 ? "" : " + " + standing.oldConnections() + " old";
        return cell(standing.connections() + old)
                .to(11)
                .add(Tone.GOOD, paint.dot().repeat(standing.connections()))
                .add(Tone.FAINT, paint.dot().repeat(standing.oldConnections()));
    }

    private static Line rate(Side side, Function<Totals, Long> value) {
        Totals second = side.lastSecond();
        return cell(second == null ? "" : Words.count(value.apply(second)));
    }

    private static Line p99(Side side) {
        Totals second = side.lastSecond();
        return cell(
                second == null || second.checkouts().size() == 0
                        ? ""
                        : Words.millis(second.checkouts().percentile(99)));
    }

    private Line bar(Line line, double share, int length, Tone tone) {
        int room = Math.max(0, length);
        int full = (int) Math.round(share * room);
        return line.add(tone, paint.full().repeat(full))
                .add(Tone.FAINT, paint.empty().repeat(room - full));
    }

    private static double share(Duration part, Duration whole) {
        return Math.max(0, Math.min(1, (double) part.toNanos() / whole.toNanos()));
    }

    private static List<Line> events(List<EventLog.Entry> events, int most) {
        int first = Math.max(0, events.size() - Math.max(0, most));
        return events.subList(first, events.size()).stream().map(View::event).toList();
    }

    static Line event(EventLog.Entry event) {
        return new Line()
                .add(Tone.FAINT, "  " + Words.clock(event.at()) + "  ")
                .add(event.isBad() ? Tone.BAD : Tone.PLAIN, event.text());
    }
}
