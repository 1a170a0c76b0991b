package io.github.rotatingdatasource.benchmarks.rotation;

import static io.github.rotatingdatasource.benchmarks.support.Table.figure;

import io.github.rotatingdatasource.benchmarks.rotation.SwapTrial.Answer;
import io.github.rotatingdatasource.benchmarks.rotation.SwapTrial.Times;
import io.github.rotatingdatasource.benchmarks.support.Loss;
import io.github.rotatingdatasource.benchmarks.support.Machine;
import io.github.rotatingdatasource.benchmarks.support.Option;
import io.github.rotatingdatasource.benchmarks.support.Options;
import io.github.rotatingdatasource.benchmarks.support.Program;
import io.github.rotatingdatasource.benchmarks.support.Report;
import io.github.rotatingdatasource.benchmarks.support.Table;
import io.github.rotatingdatasource.testkit.Latencies;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** How long it takes until a pool has another login, beside what the logins alone take. */
public final class SwapLatency implements Program {
    private static final Option SWAPS = new Option("swaps", "N", "swaps of each way, planned and forced each; 50");
    private static final Option WAYS =
            new Option("ways", "A,B", "some of " + Way.Kind.words() + "; all but aws and none");
    private static final Option POOL = new Option("pool", "N", "connections of each pool; 10");

    private static final String[] COLUMNS = {
        "way", "first on the new login", "median of each JVM", "as warm as before", "last on the old one", "failed"
    };

    /** Creates it. */
    public SwapLatency() {}

    @Override
    public String name() {
        return "swap";
    }

    @Override
    public String summary() {
        return "how long until a pool has another login, planned and forced, beside what logins alone take";
    }

    @Override
    public List<Option> options() {
        return List.of(SWAPS, WAYS, Rounds.JVMS, POOL, Option.QUICK, Option.OUT, Option.CHECK, Option.HELP);
    }

    @Override
    public Report run(Options options, Machine where) throws Exception {
        boolean quick = options.has(Option.QUICK);
        int swaps = options.number(SWAPS, 1, quick ? 2 : 50);
        int pool = options.number(POOL, 1, 10);
        Map<Way.Kind, List<Answer>> answers =
                new EnumMap<>(Rounds.run(ways(options, quick), Rounds.jvms(options), way -> swaps, (way, share) -> {
                    System.err.println("swap: " + way + ", " + share + " swaps");
                    return SwapTrial.run(way, share, pool);
                }));
        Map<Way.Kind, Answer> joined = new EnumMap<>(Way.Kind.class);
        answers.forEach((way, each) -> joined.put(way, joined(each)));
        return new Report(name(), where.after(), tables(answers, pool), json(joined), List.of(), losses(joined));
    }

    private static List<Way.Kind> ways(Options options, boolean quick) {
        if (options.text(WAYS).isPresent()) {
            return options.constants(WAYS, Way.Kind.class);
        }
        return quick
                ? List.of(Way.Kind.ROTATING, Way.Kind.SECOND_POOL)
                : options.constants(WAYS, Way.Kind.class).stream()
                        .filter(way -> way != Way.Kind.AWS && way != Way.Kind.NONE)
                        .toList();
    }

    private static Answer joined(List<Answer> each) {
        return each.stream().reduce(Answer::and).orElseThrow();
    }

    private static String tables(Map<Way.Kind, List<Answer>> answers, int pool) {
        Table limits = new Table("way", "one login", pool + " in turn", pool + " in parallel");
        Table planned = new Table(COLUMNS);
        Table forced = new Table(COLUMNS);
        answers.forEach((way, each) -> {
            Logins logins = joined(each).logins();
            limits.row(
                    way,
                    spread(latencies(logins.one())),
                    spread(latencies(logins.inTurn())),
                    spread(latencies(logins.inParallel())));
            row(planned, way, times(each, Answer::planned));
            row(forced, way, times(each, Answer::forced));
        });
        return "Times in ms from when the new login was there: median / the worst; not in time is 8 s, and 2 s for a warm pool.\n\n## What logins alone take, in the same JVMs\n\n"
                + limits + "\n## Planned\n\n" + planned
                + "\n## Forced: the user is dropped and its sessions are killed, and nobody is told\n\n" + forced;
    }

    private static List<List<Times>> times(List<Answer> each, Function<Answer, List<Times>> timesOf) {
        return each.stream().map(timesOf).toList();
    }

    private static void row(Table table, Way.Kind way, List<List<Times>> each) {
        List<Times> times = each.stream().flatMap(List::stream).toList();
        if (times.isEmpty()) {
            table.row(way, "does not find out", "-", "-", "-", "-");
            return;
        }
        int failed = times.stream().mapToInt(Times::failed).sum();
        String medians = each.stream()
                .map(one -> shown(latencies(one, Times::firstNew), 50))
                .collect(Collectors.joining(", "));
        table.row(way, of(times, Times::firstNew), medians, of(times, Times::warm), of(times, Times::lastOld), failed);
    }

    private static String of(List<Times> times, ToLongFunction<Times> part) {
        return spread(latencies(times, part));
    }

    /** What took longer than anybody looked has no time: 2 s for a warm pool, 8 s for a statement. */
    private static String spread(Latencies latencies) {
        return shown(latencies, 50) + " / " + shown(latencies, 100);
    }

    private static Latencies latencies(List<Long> nanos) {
        return Latencies.of(nanos.stream().mapToLong(Long::longValue).toArray());
    }

    private static Latencies latencies(List<Times> times, ToLongFunction<Times> part) {
        return Latencies.of(times.stream().mapToLong(part).toArray());
    }

    private static String shown(Latencies latencies, double percent) {
        double millis = Figures.millis(latencies.percentile(percent));
        return millis > 1e6 ? "not in time" : figure(millis);
    }

    private static List<Loss> losses(Map<Way.Kind, Answer> answers) {
        List<Loss> losses = new ArrayList<>(losses(Losses.whenTold("swap, planned", times(answers, Answer::planned))));
        losses.addAll(losses(Losses.whenNotTold("swap, forced", times(answers, Answer::forced))));
        return losses;
    }

    private static Map<Way.Kind, List<Times>> times(
            Map<Way.Kind, Answer> answers, Function<Answer, List<Times>> timesOf) {
        Map<Way.Kind, List<Times>> ways = new EnumMap<>(Way.Kind.class);
        answers.forEach((way, answer) -> {
            if (!timesOf.apply(answer).isEmpty()) {
                ways.put(way, timesOf.apply(answer));
            }
        });
        return ways;
    }

    private static List<Loss> losses(Losses<List<Times>> losses) {
        return losses.least("first on the new login, median, ms", times -> median(times, Times::firstNew))
                .least("as warm as before, median, ms", times -> median(times, Times::warm))
                .least("last on the old login, median, ms", times -> median(times, Times::lastOld))
                .all();
    }

    private static double median(List<Times> times, ToLongFunction<Times> part) {
        return Figures.millis(latencies(times, part).percentile(50));
    }

    private static Map<String, Object> json(Map<Way.Kind, Answer> answers) {
        Map<String, Object> all = new LinkedHashMap<>();
        answers.forEach((way, answer) -> {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("login", answer.logins().one());
            one.put("loginsInTurn", answer.logins().inTurn());
            one.put("loginsInParallel", answer.logins().inParallel());
            one.put("planned", json(answer.planned()));
            one.put("forced", json(answer.forced()));
            all.put(way.toString(), one);
        });
        return Map.of("nanos", all);
    }

    private static Map<String, Object> json(List<Times> times) {
        return Map.of(
                "firstNew", times.stream().map(Times::firstNew).toList(),
                "warm", times.stream().map(Times::warm).toList(),
                "lastOld", times.stream().map(Times::lastOld).toList(),
                "failed", times.stream().map(Times::failed).toList());
    }
}
