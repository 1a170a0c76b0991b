package io.github.rotatingdatasource.testkit.drill;

import java.time.Duration;
import java.util.Locale;

/** Lengths of time as a report shows them. */
final class Words {
    private Words() {}

    static String of(Duration length) {
        double seconds = length.toNanos() / 1e9;
        return seconds < 1
                ? String.format(Locale.ROOT, "%.0f ms", seconds * 1e3)
                : String.format(Locale.ROOT, "%.1f s", seconds);
    }
}
