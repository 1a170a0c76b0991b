package io.github.rotatingdatasource.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** All programs one after the other: what one command runs, and writes into one directory. */
final class Everything {
    static final String NAME = "all";
    static final String HELP = String.format(
            "%s: every program, into one directory%n"
                    + "  --short              in less than ten minutes%n"
                    + "  --out DIR            where the reports go; benchmarks/results%n"
                    + "  --check              exit with 1 if a goal is missed%n",
            NAME);

    static final String SHORT = "--short";
    static final String OUT = "--out";
    static final String CHECK = "--check";

    private static final List<String> FULL_RUN =
            List.of("fleet", "hot-path", "swap --swaps 12", "rotation", "endurance", "variations", "deaths", "many");

    private static final List<String> SHORT_RUN = List.of(
            "fleet",
            "hot-path --forks 0 --alone 1 --pairs 20",
            "swap --swaps 4 --jvms 1 --ways rotating,provider,second-pool,agroal",
            "rotation --loads short --rotations 8 --jvms 1 --ways rotating,provider,second-pool,agroal,none",
            "endurance --rotations 50 --others 10 --jvms 1 --ways rotating,provider",
            "deaths --ways rotating,provider --watch 2 --away 5",
            "many --sources 100 --idle 5");

    private Everything() {}

    /** Returns the command lines that {@code arguments} stand for, or an empty list if those are wrong. */
    static List<List<String>> commands(List<String> arguments) {
        String directory = directory(arguments).toString();
        List<String> rest = new ArrayList<>(arguments);
        if (hasDirectory(arguments)) {
            rest.subList(arguments.indexOf(OUT), arguments.indexOf(OUT) + 2).clear();
        }
        if (!Set.of(SHORT, CHECK).containsAll(rest)) {
            return List.of();
        }
        List<String> programs = rest.contains(SHORT) ? SHORT_RUN : FULL_RUN;
        return programs.stream()
                .map(program -> command(program, directory, rest.contains(CHECK)))
                .toList();
    }

    /** Returns where the reports go. */
    static Path directory(List<String> arguments) {
        return Path.of(hasDirectory(arguments) ? arguments.get(arguments.indexOf(OUT) + 1) : "benchmarks/results");
    }

    private static boolean hasDirectory(List<String> arguments) {
        int out = arguments.indexOf(OUT);
        return out >= 0 && out + 1 < arguments.size();
    }

    private static List<String> command(String program, String directory, boolean checks) {
        List<String> command = new ArrayList<>(List.of(program.split(" ")));
        command.addAll(List.of(OUT, directory));
        if (checks) {
            command.add(CHECK);
        }
        return command;
    }
}
