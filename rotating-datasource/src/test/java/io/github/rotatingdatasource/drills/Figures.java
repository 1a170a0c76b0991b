package io.github.rotatingdatasource.drills;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Writes what was measured to {@code target/failures/}, one file per contestant, a line per drill, as {@link Table} reads it. */
final class Figures {
    static final Path DIRECTORY = Path.of("target", "failures");
    static final List<String> COLUMNS = List.of(
            "longest time without a success, ms",
            "failed statements",
            "most of one worker",
            "failed checkouts",
            "their p99, ms",
            "slowest of them, ms",
            "refused logins",
            "accepted logins",
            "source reads",
            "first success, ms",
            "kinds of failure");

    private final String contestant;

    private Figures(String contestant) {
        this.contestant = contestant;
    }

    static Figures of(String contestant) {
        return new Figures(contestant);
    }

    void add(String drill, Measured measured) throws IOException {
        String line = drill + "\t" + String.join("\t", cells(measured));
        System.out.println(contestant + ": " + line.replace('\t', '|'));
        Files.createDirectories(DIRECTORY);
        Path file = DIRECTORY.resolve(contestant + ".txt");
        Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static List<String> cells(Measured measured) {
        boolean hasFailed = measured.failing().count() > 0;
        return List.of(
                measured.isServed() ? millis(measured.standstill()) : never(measured.length()),
                Long.toString(measured.failedStatements()),
                Long.toString(measured.mostOfOneWorker()),
                Long.toString(measured.failedCheckouts()),
                hasFailed ? millis(measured.failureP99()) : Table.NOTHING,
                hasFailed ? millis(measured.slowestFailure()) : Table.NOTHING,
                Long.toString(measured.refused()),
                Long.toString(measured.accepted()),
                Integer.toString(measured.reads()),
                measured.untilServed().map(Figures::millis).orElse(never(measured.length())),
                measured.kinds().isEmpty() ? Table.NOTHING : measured.kinds().toString());
    }

    private static String never(Duration watched) {
        return String.format(Locale.ROOT, "not within %.1f s", watched.toNanos() / 1e9);
    }

    static String millis(Duration time) {
        double millis = time.toNanos() / 1e6;
        return String.format(Locale.ROOT, millis < 10 ? "%.1f" : "%.0f", millis);
    }
}
