package io.github.rotatingdatasource.benchmarks.many;

import static io.github.rotatingdatasource.benchmarks.support.Table.figure;

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

/** What many data sources in one process cost, while nothing happens and while all of them rotate. */
public final class Many implements Program {
    private static final Option SOURCES = new Option("sources", "N", "how many data sources; 1000");
    private static final Option IDLE = new Option("idle", "S", "for how many seconds nothing happens; 30");
    private static final int MOST_THREADS = 2;

    /** Creates it. */
    public Many() {}

    @Override
    public String name() {
        return "many";
    }

    @Override
    public String summary() {
        return "what many data sources in one process cost, while nothing happens and while all of them rotate";
    }

    @Override
    public List<Option> options() {
        return List.of(SOURCES, IDLE, Option.QUICK, Option.OUT, Option.CHECK, Option.HELP);
    }

    @Override
    public Report run(Options options, Machine where) throws Exception {
        boolean quick = options.has(Option.QUICK);
        int count = options.number(SOURCES, 1, quick ? 10 : 1_000);
        int idle = options.number(IDLE, 1, quick ? 1 : 30);
        System.err.println("many: " + Kind.BARE);
        Cost bare = ManyTrial.run(Kind.BARE, count, idle);
        System.err.println("many: " + Kind.ROTATING);
        Cost rotating = ManyTrial.run(Kind.ROTATING, count, idle);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put(Kind.BARE.toString(), json(bare));
        json.put(Kind.ROTATING.toString(), json(rotating));
        return new Report(name(), where.after(), tables(count, bare, rotating), json, goals(bare, rotating));
    }

    private static String tables(int count, Cost bare, Cost rotating) {
        Table table = new Table(
                "",
                "threads",
                "heap, MB",
                "processors while idle, ms per s",
                "all rotated after, ms",
                "processors, ms",
                "threads then");
        row(table, Kind.BARE, bare);
        row(table, Kind.ROTATING, rotating);
        return String.format(
                        "%d data sources, pools of %d, a database that costs nothing, a file each.%n%n",
                        count, Kind.POOL)
                + table;
    }

    private static void row(Table table, Kind kind, Cost cost) {
        boolean rotates = cost.rotation() > 0;
        table.row(
                kind,
                cost.threads(),
                figure(cost.heap() / 1e6),
                figure(cost.cpu() / 1e6),
                rotates ? figure(cost.rotation() / 1e6) : "-",
                rotates ? figure(cost.rotationCpu() / 1e6) : "-",
                rotates ? cost.threadsThen() : "-");
    }

    private static Map<String, Object> json(Cost cost) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("threads", cost.threads());
        all.put("threadsByName", cost.names());
        all.put("heapBytes", cost.heap());
        all.put("idleCpuNanosPerSecond", cost.cpu());
        all.put("rotationNanos", cost.rotation());
        all.put("rotationCpuNanos", cost.rotationCpu());
        all.put("threadsWhileRotating", cost.threadsThen());
        return all;
    }

    private static List<Goal> goals(Cost bare, Cost rotating) {
        int ours = rotating.threadsOfOurs();
        return List.of(new Goal(
                "threads of ours at most " + MOST_THREADS,
                String.valueOf(ours),
                ours <= MOST_THREADS,
                "threads in all: " + rotating.threads() + ", of bare HikariCP " + bare.threads()));
    }
}
