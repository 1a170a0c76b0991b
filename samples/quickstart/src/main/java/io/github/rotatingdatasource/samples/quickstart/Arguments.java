package io.github.rotatingdatasource.samples.quickstart;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;

/**
 * What the user asked for on the command line.
 *
 * @param length for how long the load runs
 * @param withPlainHikari whether a bare HikariCP pool takes the same load beside ours
 * @param help whether to explain instead of running
 */
record Arguments(Duration length, boolean withPlainHikari, boolean help) {
    static final String HELP = """
            Runs eight workers on a PostgreSQL whose users last 15 seconds, and shows that none of them notices.

              --seconds N      run for N seconds, from 1 to 3600; 60 if not given
              --plain-hikari   run the same load on a bare HikariCP pool beside it
              --help           show this

            Exit code 0: three rotations at least, and nothing failed. 1: not so. 2: wrong arguments.
            The colours go away with NO_COLOR=1, the moving view with TERM=dumb or in a pipe.""";

    private static final Arguments DEFAULTS = new Arguments(Duration.ofSeconds(60), false, false);
    private static final int LONGEST = 3600;

    /**
     * Returns what {@code words} ask for.
     *
     * @throws IllegalArgumentException if they are none that we know
     */
    static Arguments parse(String... words) {
        Arguments parsed = DEFAULTS;
        Iterator<String> rest = List.of(words).iterator();
        while (rest.hasNext()) {
            parsed = parsed.with(rest.next(), rest);
        }
        return parsed;
    }

    private Arguments with(String word, Iterator<String> rest) {
        return switch (word) {
            case "--seconds" -> new Arguments(seconds(rest), withPlainHikari, help);
            case "--plain-hikari" -> new Arguments(length, true, help);
            case "--help" -> new Arguments(length, withPlainHikari, true);
            default -> throw new IllegalArgumentException("unknown argument: " + word);
        };
    }

    private static Duration seconds(Iterator<String> rest) {
        String text = rest.hasNext() ? rest.next() : "missing";
        if (!text.matches("[0-9]{1,4}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > LONGEST) {
            throw new IllegalArgumentException("--seconds needs a number from 1 to " + LONGEST + ", but it is " + text);
        }
        return Duration.ofSeconds(Integer.parseInt(text));
    }
}
