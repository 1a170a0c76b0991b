package io.github.rotatingdatasource.samples.quickstart;

import static io.github.rotatingdatasource.samples.quickstart.Table.cell;

import io.github.rotatingdatasource.samples.quickstart.Contestant.Frame;
import io.github.rotatingdatasource.samples.quickstart.Contestant.Side;
import io.github.rotatingdatasource.samples.quickstart.Measurements.Failure;
import io.github.rotatingdatasource.samples.quickstart.Paint.Tone;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What is left to say at the end. */
final class Summary {
    private static final int ENOUGH = 3;
    private static final int WIDEST = 80;

    private final Frame last;
    private final boolean isCutShort;

    /** Returns the summary of a run that ended as {@code last}; {@code isCutShort} if somebody stopped it. */
    Summary(Frame last, boolean isCutShort) {
        this.last = last;
        this.isCutShort = isCutShort;
    }

    /** Returns whether there were three rotations at least and nothing failed. What else ran beside does not count. */
    boolean isGood() {
        return ours().standing().rotations() >= ENOUGH && ours().totals().failures() == 0;
    }

    List<String> lines(Paint paint, int columns) {
        int width = Math.min(columns, WIDEST);
        List<Line> lines = new ArrayList<>();
        lines.add(new Line());
        lines.addAll(table(paint, width));
        lines.add(new Line());
        lines.addAll(text(isGood() ? Tone.GOOD : Tone.BAD, verdict(), width));
        others().forEach(side -> lines.addAll(text(Tone.PLAIN, fate(side), width)));
        return lines.stream().map(line -> line.text(paint, columns)).toList();
    }

    private List<Line> table(Paint paint, int width) {
        return new Table(paint, last.sides(), width)
                .row("rotations", side -> cell(Words.count(side.standing().rotations())))
                .row("transactions", side -> cell(Words.count(side.totals().transactions())))
                .row(
                        "checkouts",
                        side -> cell(Words.count(side.totals().checkouts().size())))
                .row("  p50", side -> percentile(side, 50))
                .row("  p99", side -> percentile(side, 99))
                .row(
                        "  longest",
                        side -> cell(Words.millis(side.totals().checkouts().longest())))
                .row("most connections", side -> cell(Words.count(side.mostConnections())))
                .failures()
                .chart(last.length())
                .lines();
    }

    private static List<Line> text(Tone tone, String text, int width) {
        return Words.wrapped(text, width - 2).stream()
                .map(line -> new Line().add("  ").add(tone, line))
                .toList();
    }

    private static Line percentile(Side side, double percent) {
        return cell(Words.millis(side.totals().checkouts().percentile(percent)));
    }

    private String verdict() {
        long failures = ours().totals().failures();
        String seen = "%s in %s%s under load: %s."
                .formatted(
                        Words.plural(ours().standing().rotations(), "rotation"),
                        Words.clock(last.elapsed()),
                        isCutShort ? " (cut short)" : "",
                        failures == 0 ? "no checkout and no statement failed" : Words.plural(failures, "failure"));
        return ours().standing().rotations() >= ENOUGH
                ? seen
                : seen + " Three are wanted: let it run for 40 s at least.";
    }

    private static String fate(Side side) {
        List<Failure> kinds = side.totals().kinds();
        if (kinds.isEmpty()) {
            return side.name() + " went on too: its lease was not over yet.";
        }
        return side.name() + " kept its first login: "
                + kinds.stream()
                        .map(kind -> "from " + Words.clock(kind.firstAt()) + " on " + kind.what())
                        .collect(Collectors.joining(", "))
                + ".";
    }

    private Side ours() {
        return last.sides().get(0);
    }

    private List<Side> others() {
        return last.sides().subList(1, last.sides().size());
    }
}
