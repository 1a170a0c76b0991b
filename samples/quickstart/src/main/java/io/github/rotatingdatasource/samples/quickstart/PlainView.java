package io.github.rotatingdatasource.samples.quickstart;

import io.github.rotatingdatasource.samples.quickstart.Contestant.Frame;
import io.github.rotatingdatasource.samples.quickstart.Contestant.Side;
import io.github.rotatingdatasource.samples.quickstart.Measurements.Totals;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Draws a run as lines that follow one another, for a pipe or a terminal that cannot be redrawn: one for each second. */
final class PlainView {
    private static final String HEADER =
            "  time  generation   lease  connections  checkouts/s  trans/s       p99  failed";
    private static final String BESIDE = "  | plain: trans/s  failed";

    private int seconds;
    private int events;

    /** Returns what is new since the last call, which may be nothing. */
    List<String> lines(Frame frame) {
        List<String> lines = new ArrayList<>();
        for (EventLog.Entry event :
                frame.events().subList(events, frame.events().size())) {
            lines.add("  " + Words.clock(event.at()) + "  " + event.text());
        }
        events = frame.events().size();
        if (frame.sides().get(0).seconds().size() > seconds) {
            lines.addAll(row(frame));
        }
        return lines;
    }

    private List<String> row(Frame frame) {
        boolean isFirst = seconds == 0;
        seconds = frame.sides().get(0).seconds().size();
        StringBuilder header = new StringBuilder(HEADER);
        StringBuilder row =
                new StringBuilder(row(Duration.ofSeconds(seconds), frame.sides().get(0)));
        for (Side beside : frame.sides().subList(1, frame.sides().size())) {
            header.append(BESIDE);
            row.append("  | %14s  %6s"
                    .formatted(transactions(beside), Words.count(beside.totals().failures())));
        }
        return isFirst ? List.of(header.toString(), row.toString()) : List.of(row.toString());
    }

    private static String row(Duration at, Side side) {
        Standing standing = side.standing();
        Totals second = side.seconds().get(side.seconds().size() - 1);
        return "  %4s  %10d  %6s  %11s  %11s  %7s  %8s  %6s"
                .formatted(
                        Words.clock(at),
                        standing.generation(),
                        standing.leaseLeft() == null ? "" : Words.seconds(standing.leaseLeft()),
                        connections(standing),
                        Words.count(second.checkouts().size()),
                        transactions(side),
                        Words.millis(second.checkouts().percentile(99)),
                        Words.count(side.totals().failures()));
    }

    private static String connections(Standing standing) {
        return standing.connections()
                + (standing.oldConnections() == 0 ? "" : " + " + standing.oldConnections() + " old");
    }

    private static String transactions(Side side) {
        return Words.count(side.seconds().get(side.seconds().size() - 1).transactions());
    }
}
