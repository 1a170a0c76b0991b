package io.github.rotatingdatasource.benchmarks.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What a run of all programs came to, on one page. */
public final class Summary {
    private Summary() {}

    /** Returns it as Markdown. */
    public static String markdown(List<Report> reports, Machine where, Duration took) {
        List<Loss> losses =
                reports.stream().flatMap(report -> report.losses().stream()).toList();
        return "# summary\n\n" + where.markdown() + "- took: " + took.toMinutes() + " min " + took.toSecondsPart()
                + " s\n\n## Goals\n\n" + goals(reports) + "\n## Where a rival is better\n\n"
                + (losses.isEmpty() ? "Nowhere in this run.\n" : table(losses));
    }

    private static Table goals(List<Report> reports) {
        Table table = new Table("program", "goal", "", "this library", "the others");
        for (Report report : reports) {
            for (Goal goal : report.goals()) {
                String met = goal.met() ? "met" : "**missed**";
                table.row(report.name(), goal.wanted(), met, goal.found(), goal.rivals());
            }
        }
        return table;
    }

    static Table table(List<Loss> losses) {
        Table table = new Table("what", "this library", "better", "why");
        losses.forEach(loss -> table.row(loss.what(), loss.ours(), loss.theirs(), loss.why()));
        return table;
    }

    /** Writes it into {@code directory}. */
    public static void write(Path directory, String markdown) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("summary.md"), markdown);
    }
}
