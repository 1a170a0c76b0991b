package io.github.rotatingdatasource.testkit.drill;

import io.github.rotatingdatasource.testkit.drill.DrillReport.Counts;
import java.util.stream.Stream;

/** What the figures of a report suggest, for who sees them for the first time. */
final class Meaning {
    private static final long MANY_REFUSED = 10;

    private Meaning() {}

    /**
     * Returns a line for each.
     *
     * @param isLost whether requests failed, and did not go well again
     */
    static Stream<String> of(Counts counts, boolean isLost) {
        Stream.Builder<String> lines = Stream.builder();
        if (counts.leftBehind() > 0) {
            lines.add(
                    "sessions left behind: a pool does not replace them when the file changes, and it should, before the"
                            + " lease ends");
        }
        if (counts.notMoved() > 0) {
            lines.add(
                    "not moved: the application did not take the next login, or requests need another than the drill's");
        }
        if (isLost) {
            lines.add(
                    "failures until the end: the application goes on with a login that is gone; does it read the next one?");
        }
        if (counts.refused().orElse(0) > MANY_REFUSED) {
            lines.add(
                    "refused logins: the application tries a refused login again and again, for which accounts get locked");
        }
        return lines.build();
    }
}
