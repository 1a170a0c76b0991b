package io.github.rotatingdatasource.benchmarks.hotpath;

import io.github.rotatingdatasource.benchmarks.support.Goal;
import io.github.rotatingdatasource.benchmarks.support.Machine;
import io.github.rotatingdatasource.benchmarks.support.Option;
import io.github.rotatingdatasource.benchmarks.support.Options;
import io.github.rotatingdatasource.benchmarks.support.Program;
import io.github.rotatingdatasource.benchmarks.support.Report;
import io.github.rotatingdatasource.benchmarks.support.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a checkout and its return cost while nothing happens, against bare HikariCP. */
public final class HotPath implements Program {
    static final int ROTATIONS = 10;

    private static final Option PAIRS = new Option("pairs", "N", "rounds of turns of 20 ms each; 300");
    private static final Option FORKS = new Option("forks", "N", "JVMs for each of JMH's benchmarks, 0 for no JMH; 3");
    private static final Option ALONE = new Option("alone", "N", "JVMs for each data source alone, 0 for none; 5");
    private static final int QUICK_PAIRS = 5;

    /** HikariCP is told by the class loader that it is not alone, and would allocate more; a user's is alone. */
    private static final String WEAK = "com.zaxxer.hikari.useWeakReferences";

    /** Creates it. */
    public HotPath() {}

    @Override
    public String name() {
        return "hot-path";
    }

    @Override
    public String summary() {
        return "a checkout and its return, against bare HikariCP, on a database that costs nothing";
    }

    @Override
    public List<Option> options() {
        return List.of(PAIRS, ALONE, FORKS, Option.QUICK, Option.OUT, Option.CHECK, Option.HELP);
    }

    @Override
    public Report run(Options options, Machine where) throws Exception {
        boolean quick = options.has(Option.QUICK);
        int pairs = options.number(PAIRS, 1, quick ? QUICK_PAIRS : 300);
        int forks = options.number(FORKS, 0, quick ? 1 : 3);
        List<Phase> phases = phases(pairs);
        StringBuilder tables = new StringBuilder(turnsTable(phases, pairs));
        Map<String, Object> figures = new LinkedHashMap<>();
        phases.forEach(phase -> figures.put(phase.name(), phase.json()));
        int alone = options.number(ALONE, 0, quick ? 1 : 5);
        if (alone > 0) {
            progress("alone, in " + 2 * alone + " JVMs");
            Alone one = Alone.run(alone, quick ? QUICK_PAIRS : 100);
            tables.append("\n## Alone, ").append(alone).append(" JVMs each\n\n").append(one.table());
            figures.put("alone", one.json());
        }
        if (forks > 0) {
            progress("JMH, in " + 3 * forks + " JVMs");
            Forks jmh = Forks.run(forks, quick);
            tables.append("\n## Alone, by JMH, wall time, ")
                    .append(forks)
                    .append(" JVMs each\n\n")
                    .append(jmh.table());
            figures.put("jmh", jmh.json());
        }
        List<Goal> goals =
                phases.stream().flatMap(phase -> phase.goals().stream()).toList();
        return new Report(name(), where.after(), tables.toString(), figures, goals);
    }

    private static List<Phase> phases(int pairs) throws Exception {
        System.setProperty(WEAK, "false");
        try (Subjects subjects = new Subjects()) {
            progress("turns before the first rotation");
            Phase before = Phase.measure("before the first rotation", subjects, pairs);
            progress("every state of a checkout, and " + ROTATIONS + " rotations");
            subjects.rotate(ROTATIONS);
            progress("turns after " + ROTATIONS + " rotations");
            return List.of(before, Phase.measure("after " + ROTATIONS + " rotations", subjects, pairs));
        }
    }

    private static String turnsTable(List<Phase> phases, int pairs) {
        Table table = new Table(
                "when",
                "data source",
                "ns of CPU per checkout",
                "÷ bare HikariCP, median",
                "p10–p90",
                "bytes per checkout");
        phases.forEach(phase -> phase.addTo(table));
        return "## In turns, one JVM, one thread, " + pairs + " pairs\n\n" + table;
    }

    private static void progress(String what) {
        System.err.println("hot-path: " + what);
    }
}
