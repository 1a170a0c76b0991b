package io.github.rotatingdatasource.benchmarks.support;

import org.jspecify.annotations.Nullable;

/**
 * An option of a program.
 *
 * @param name as it is written after {@code --}
 * @param value what stands for its value in the help, or {@code null} if it takes none
 * @param help what it does, with its default
 */
public record Option(String name, @Nullable String value, String help) {
    /** Whether the goals decide on the exit code. */
    public static final Option CHECK = new Option("check", null, "exit with 1 if a goal is missed");

    /** Whether the run is a smoke test. */
    public static final Option QUICK = new Option("quick", null, "a few seconds only; the figures mean nothing");

    /** Where the report goes. */
    public static final Option OUT = new Option("out", "DIR", "also write the report there, as Markdown, JSON and SVG");

    /** Where the help goes. */
    public static final Option HELP = new Option("help", null, "print this");

    String line() {
        return String.format("  --%-18s %s%n", value == null ? name : name + " " + value, help);
    }
}
