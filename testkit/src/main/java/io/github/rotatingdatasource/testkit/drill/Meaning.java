package io.github.rotatingdatasource.testkit.drill;

import java.util.stream.Stream;

/** What the figures of a report suggest, for who sees them for the first time. */
final class Meaning {
    private static final long MANY_REFUSED = 10;

    private Meaning() {}

    static Stream<String> of(long leftBehind, long refused, boolean isServedAgain) {
        Stream.Builder<String> lines = Stream.builder();
        if (leftBehind > 0) {
            lines.add(
                    "sessions left behind: a pool does not replace them when the file changes, and it should, before the"
                            + " lease ends");
        }
        if (!isServedAgain) {
            lines.add(
                    "failures until the end: the application goes on with a login that is gone; does it read the next one?");
        }
        if (refused > MANY_REFUSED) {
            lines.add(
                    "refused logins: the application tries a refused login again and again, for which accounts get locked");
        }
        return lines.build();
    }
}
