package io.github.rotatingdatasource.benchmarks;

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

    private static final String SHORT = "--short";
    private static final String OUT = "--out";
    private static final String CHECK = "--check";

    private static final List<String> FULL_RUN = List.of("fleet", "hot-path", "swap", "rotation", "deaths", "many");

    private static final List<String> SHORT_RUN = List.of(
            "fleet",
            "hot-path --forks 0 --pairs 60",
            "swap --swaps 5 --ways rotating,provider,second-pool",
            "rotation --loads short --rotations 10 --ways rotating,provider,second-pool,naive,agroal,none",
            "deaths --ways rotating,provider --watch 2 --away 3",
            "many --sources 100 --idle 10");

    private Everything() {}

    /** Returns the command lines that {@code arguments} stand for, or an empty list if those are wrong. */
    static List<List<String>> commands(List<String> arguments) {
        int out = arguments.indexOf(OUT);
        boolean hasDirectory = out >= 0 && out + 1 < arguments.size();
        String directory = hasDirectory ? arguments.get(out + 1) : "benchmarks/results";
        List<String> rest = new ArrayList<>(arguments);
        if (hasDirectory) {
            rest.subList(out, out + 2).clear();
        }
        if (!Set.of(SHORT, CHECK).containsAll(rest)) {
            return List.of();
        }
        List<String> programs = rest.contains(SHORT) ? SHORT_RUN : FULL_RUN;
        return programs.stream()
                .map(program -> command(program, directory, rest.contains(CHECK)))
                .toList();
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
