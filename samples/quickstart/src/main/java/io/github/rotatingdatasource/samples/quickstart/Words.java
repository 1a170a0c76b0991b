package io.github.rotatingdatasource.samples.quickstart;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How numbers read. The same everywhere, whatever the machine's language. */
final class Words {
    private Words() {}

    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** Returns {@code 1:05}. */
    static String clock(Duration time) {
        return String.format(Locale.ROOT, "%d:%02d", time.toMinutes(), time.toSecondsPart());
    }

    static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1e3);
    }

    /** Returns milliseconds with two digits that mean something. */
    static String millis(Duration time) {
        double millis = time.toNanos() / 1e6;
        String format = millis < 0.1 ? "%.3f ms" : millis < 1 ? "%.2f ms" : millis < 10 ? "%.1f ms" : "%,.0f ms";
        return String.format(Locale.ROOT, format, millis);
    }

    static String leaseLeft(@Nullable Duration left) {
        if (left == null) {
            return "unknown";
        }
        return left.isNegative() ? "over for " + seconds(left.negated()) : seconds(left);
    }

    /** Returns {@code text} in lines of so many columns, broken at blanks. */
    static List<String> wrapped(String text, int columns) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (line.length() > 0 && line.length() + 1 + word.length() > columns) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.length() == 0 ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    static String plural(long number, String one) {
        return count(number) + " " + one + (number == 1 ? "" : "s");
    }
}
