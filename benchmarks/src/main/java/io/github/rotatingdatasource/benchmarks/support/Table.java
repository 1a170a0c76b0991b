package io.github.rotatingdatasource.benchmarks.support;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A table in Markdown, and how figures are written in it. */
public final class Table {
    private final List<String> lines = new ArrayList<>();

    /** Creates a table with these columns. */
    public Table(String... columns) {
        lines.add(line((Object[]) columns));
        lines.add("|" + String.join("|", Collections.nCopies(columns.length, "---")) + "|");
    }

    /** Adds a row. */
    public Table row(Object... cells) {
        lines.add(line(cells));
        return this;
    }

    private static String line(Object... cells) {
        return Arrays.stream(cells).map(String::valueOf).collect(Collectors.joining(" | ", "| ", " |"));
    }

    /** Returns {@code value} with three digits that count, or two decimals where that is more. */
    public static String figure(double value) {
        double size = Math.abs(value);
        int decimals = size >= 100 ? 0 : size >= 10 ? 1 : size >= 0.1 ? 2 : 3;
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }

    /** Returns a whole number as it is, and another as a figure. */
    public static String count(double value) {
        return value == Math.rint(value) ? String.format(Locale.ROOT, "%,.0f", value) : figure(value);
    }

    /** Returns {@code value} with three decimals. */
    public static String ratio(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    @Override
    public String toString() {
        return String.join("\n", lines) + "\n";
    }
}
