package io.github.rotatingdatasource.benchmarks.hotpath;

import io.github.rotatingdatasource.benchmarks.support.Goal;
import io.github.rotatingdatasource.benchmarks.support.Machine;
import io.github.rotatingdatasource.benchmarks.support.Option;
import io.github.rotatingdatasource.benchmarks.support.Options;
import io.github.rotatingdatasource.benchmarks.support.Program;
import io.github.rotatingdatasource.benchmarks.support.Report;
import io.github.rotatingdatasource.benchmarks.support.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a checkout and its return cost while nothing happens, against bare HikariCP. */
public final class HotPath implements Program {
    static final int ROTATIONS = 10;

    private static final Option PAIRS = new Option("pairs", "N", "rounds of turns of 20 ms each; 200");
    private static final Option FORKS = new Option("forks", "N", "JVMs for each of JMH's benchmarks, 0 for no JMH; 2");
    private static final Option ALONE = new Option("alone", "N", "JVMs for each data source alone, 0 for none; 3");
    private static final int QUICK_PAIRS = 5;

    private static final List<Integer> THREADS = List.of(2, 8);

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
        int pairs = options.number(PAIRS, 1, quick ? QUICK_PAIRS : 200);
        int forks = options.number(FORKS, 0, quick ? 1 : 2);
        List<Phase> phases = phases(pairs);
        StringBuilder tables = new StringBuilder(turnsTable(phases, pairs));
        Map<String, Object> figures = new LinkedHashMap<>();
        phases.forEach(phase -> figures.put(phase.name(), phase.json()));
        int alone = options.number(ALONE, 0, quick ? 1 : 3);
        if (alone > 0) {
            progress("alone, in " + 3 * alone + " JVMs");
            Alone one = Alone.run(alone, quick ? QUICK_PAIRS : 100);
            tables.append("\n## Alone, ").append(alone).append(" JVMs each\n\n").append(one.table());
            figures.put("alone", one.json());
        }
        if (forks > 0) {
            progress("JMH, " + forks + " JVMs for each of its benchmarks");
            Forks jmh = Forks.run(forks, quick);
            tables.append("\n## Alone, by JMH, wall time, of all threads together, ")
                    .append(forks)
                    .append(" JVMs each\n\n")
                    .append(jmh.table());
            figures.put("jmh", jmh.json());
        }
        List<Phase> judged = phases.subList(0, 2);
        List<Goal> goals =
                judged.stream().flatMap(phase -> phase.goals().stream()).toList();
        return new Report(
                name(),
                where.after(),
                tables.toString(),
                figures,
                goals,
                judged.get(1).losses());
    }

    private static List<Phase> phases(int pairs) throws Exception {
        try (Subjects subjects = Subjects.all()) {
            progress("turns before the first rotation");
            Phase before = Phase.measure("before the first rotation", subjects.list(), 1, pairs);
            progress("every state of a checkout, and " + ROTATIONS + " rotations");
            subjects.rotate(ROTATIONS);
            List<Phase> phases = new ArrayList<>(List.of(before));
            progress("turns after " + ROTATIONS + " rotations");
            phases.add(Phase.measure("after " + ROTATIONS + " rotations", subjects.list(), 1, pairs));
            for (int threads : THREADS) {
                progress("turns of " + threads + " threads");
                phases.add(Phase.measure(threads(threads), subjects.plain(), threads, pairs));
            }
            return phases;
        }
    }

    static String threads(int threads) {
        int cores = Runtime.getRuntime().availableProcessors();
        return threads
                + (threads == 1 ? " thread" : " threads")
                + (threads > cores ? " on " + cores + " cores, oversubscribed" : "");
    }

    private static String turnsTable(List<Phase> phases, int pairs) {
        Table table = new Table(
                "when",
                "data source",
                "ns of CPU per checkout",
                "÷ HikariCP, with metrics if it has those, median",
                "p10–p90",
                "bytes per checkout");
        phases.forEach(phase -> phase.addTo(table));
        return "## In turns in one JVM, " + pairs + " rounds, one thread if nothing else is said\n\n" + table;
    }

    private static void progress(String what) {
        System.err.println("hot-path: " + what);
    }
}
