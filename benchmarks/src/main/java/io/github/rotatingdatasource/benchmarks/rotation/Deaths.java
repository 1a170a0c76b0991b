package io.github.rotatingdatasource.benchmarks.rotation;

import static io.github.rotatingdatasource.benchmarks.support.Table.figure;

import io.github.rotatingdatasource.benchmarks.rotation.DeathTrial.Case;
import io.github.rotatingdatasource.benchmarks.rotation.DeathTrial.Outcome;
import io.github.rotatingdatasource.benchmarks.support.Goal;
import io.github.rotatingdatasource.benchmarks.support.Loss;
import io.github.rotatingdatasource.benchmarks.support.Machine;
import io.github.rotatingdatasource.benchmarks.support.Option;
import io.github.rotatingdatasource.benchmarks.support.Options;
import io.github.rotatingdatasource.benchmarks.support.Program;
import io.github.rotatingdatasource.benchmarks.support.Report;
import io.github.rotatingdatasource.benchmarks.support.Table;
import io.github.rotatingdatasource.testkit.Latencies;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What callers feel when a login dies without notice, with the source there, gone or hanging. */
public final class Deaths implements Program {
    private static final Option WAYS =
            new Option("ways", "A,B", "some of rotating,provider,agroal,aws,no-pool, which have a source to ask; all");
    private static final Option WATCH = new Option("watch", "S", "how many seconds to look after a death; 5");
    private static final Option AWAY = new Option(
            "away", "S", "how many seconds the source is away; 35, so that the limit of 30 s of most pools is seen");
    private static final List<Way.Kind> WITH_SOURCE =
            List.of(Way.Kind.ROTATING, Way.Kind.PROVIDER, Way.Kind.AGROAL, Way.Kind.AWS, Way.Kind.NO_POOL);
    private static final int CALLERS = 8;
    private static final int MOST_CALLERS = 32;
    private static final double MOST_MILLIS = 10;
    private static final int WAITING_AT_A_TIME = 4;
    private static final int FAILING_AT_A_TIME = 2;
    private static final Outcome NOT_YET = new Outcome(List.of(), List.of(), List.of(), 0, 0, 0);

    /** Creates it. */
    public Deaths() {}

    @Override
    public String name() {
        return "deaths";
    }

    @Override
    public String summary() {
        return "what callers feel when a login dies without notice, with the source there, gone or hanging";
    }

    @Override
    public List<Option> options() {
        return List.of(WAYS, WATCH, AWAY, Option.QUICK, Option.OUT, Option.CHECK, Option.HELP);
    }

    @Override
    public Report run(Options options, Machine where) throws Exception {
        List<Case> cases = cases(options);
        Map<Case, Outcome> outcomes = new LinkedHashMap<>();
        cases.forEach(one -> outcomes.put(one, NOT_YET)); // keeps them in order
        for (List<Case> few : together(cases)) {
            outcomes.putAll(run(few));
        }
        return new Report(name(), where.after(), tables(outcomes), json(outcomes), goals(outcomes), losses(outcomes));
    }

    /** Ours one by one, and so are the others where times are short. While the source is away, most of the others only wait. */
    private static List<List<Case>> together(List<Case> cases) {
        List<List<Case>> all = new ArrayList<>();
        List<Case> waiting = new ArrayList<>();
        List<Case> failing = new ArrayList<>();
        for (Case one : cases) {
            if (one.way() == Way.Kind.ROTATING || one.source() == Source.State.THERE) {
                all.add(List.of(one));
            } else {
                (one.way() == Way.Kind.PROVIDER || one.way() == Way.Kind.AGROAL ? waiting : failing).add(one);
            }
        }
        all.addAll(parts(waiting, WAITING_AT_A_TIME));
        all.addAll(parts(failing, FAILING_AT_A_TIME));
        return all;
    }

    private static List<List<Case>> parts(List<Case> cases, int size) {
        List<List<Case>> parts = new ArrayList<>();
        for (int i = 0; i < cases.size(); i += size) {
            parts.add(cases.subList(i, Math.min(i + size, cases.size())));
        }
        return parts;
    }

    private static Map<Case, Outcome> run(List<Case> few) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(few.size());
        Map<Case, Future<Outcome>> running = new LinkedHashMap<>();
        for (Case one : few) {
            System.err.println("deaths: " + one.way() + ", " + one.death() + ", source " + one.source() + ", "
                    + one.callers() + " callers");
            running.put(one, threads.submit(() -> DeathTrial.run(one)));
        }
        threads.shutdown();
        Map<Case, Outcome> outcomes = new LinkedHashMap<>();
        for (Map.Entry<Case, Future<Outcome>> one : running.entrySet()) {
            outcomes.put(one.getKey(), one.getValue().get());
        }
        return outcomes;
    }

    private static List<Case> cases(Options options) {
        boolean quick = options.has(Option.QUICK);
        int watch = options.number(WATCH, 1, quick ? 2 : 5);
        List<Case> cases = new ArrayList<>();
        if (quick) {
            return List.of(
                    new Case(Way.Kind.ROTATING, Death.KILLED, Source.State.THERE, CALLERS, watch),
                    new Case(Way.Kind.ROTATING, Death.KILLED, Source.State.HANGING, MOST_CALLERS, 3));
        }
        for (Way.Kind way : ways(options)) {
            int away = options.number(AWAY, 1, 35);
            for (Death death : Death.values()) {
                cases.add(new Case(way, death, Source.State.THERE, CALLERS, watch));
            }
            for (Source.State source : List.of(Source.State.GONE, Source.State.HANGING)) {
                cases.add(new Case(way, Death.KILLED, source, 1, away));
                cases.add(new Case(way, Death.KILLED, source, MOST_CALLERS, away));
            }
        }
        return cases;
    }

    private static List<Way.Kind> ways(Options options) {
        return options.constants(WAYS, Way.Kind.class).stream()
                .filter(WITH_SOURCE::contains)
                .toList();
    }

    private static String tables(Map<Case, Outcome> outcomes) {
        Table there = new Table("way", "the login", "failed calls", "longest without a success", "refused logins");
        Table away = new Table(
                "way",
                "source",
                "callers",
                "failed calls",
                "time to the error, p50",
                "p99",
                "max",
                "first of each caller, max",
                "still waiting, max",
                "refused logins",
                "served again after");
        outcomes.forEach((one, outcome) -> {
            if (one.source() == Source.State.THERE) {
                there.row(
                        one.way(),
                        one.death(),
                        outcome.failures().size(),
                        figure(outcome.longestWithout() / 1e6),
                        outcome.refused());
            } else {
                row(away, one, outcome);
            }
        });
        return "Times in ms.\n\n## The login dies, the source has another one, nobody is told\n\n" + there
                + "\n## The login is killed while the source is away\n\nThe error is that of calls that ended before the source was"
                + " back, and of those that had waited for more than 10 ms by then. Callers ask again 10 ms after an error, so"
                + " those who fail at once weigh more; the first error of each has a column of its own.\n\n" + away;
    }

    private static void row(Table table, Case one, Outcome outcome) {
        boolean anyFailed = !outcome.failures().isEmpty();
        table.row(
                one.way(),
                one.source(),
                one.callers(),
                outcome.failures().size(),
                anyFailed ? figure(millis(outcome, 50)) : "-",
                anyFailed ? figure(millis(outcome, 99)) : "-",
                anyFailed ? figure(millis(outcome, 100)) : "-",
                longest(outcome.first()),
                outcome.waiting().size() + ", " + longest(outcome.waiting()),
                outcome.refused(),
                outcome.back() == Long.MAX_VALUE ? "not in 35 s" : figure(outcome.back() / 1e6));
    }

    private static String longest(List<Long> nanos) {
        return nanos.isEmpty() ? "-" : figure(Collections.max(nanos) / 1e6);
    }

    /** A call that has taken too long already counts as if it had failed by now. */
    private static double millis(Outcome outcome, double percent) {
        long[] nanos = Stream.concat(
                        outcome.failures().stream(),
                        outcome.waiting().stream().filter(waited -> waited > MOST_MILLIS * 1e6))
                .mapToLong(Long::longValue)
                .toArray();
        return Figures.millis(Latencies.of(nanos).percentile(percent));
    }

    private static Map<String, Object> json(Map<Case, Outcome> outcomes) {
        List<Map<String, Object>> all = new ArrayList<>();
        outcomes.forEach((one, outcome) -> {
            Map<String, Object> each = new LinkedHashMap<>();
            each.put("way", one.way());
            each.put("death", one.death());
            each.put("source", one.source());
            each.put("callers", one.callers());
            each.put("failedCalls", outcome.failures().size());
            each.put("failedAfterNanos", percentiles(outcome.failures()));
            each.put("firstFailedAfterNanos", outcome.first());
            each.put("stillWaitingNanos", outcome.waiting());
            each.put("longestWithoutNanos", outcome.longestWithout());
            each.put("backAfterNanos", outcome.back());
            each.put("refusedLogins", outcome.refused());
            all.add(each);
        });
        return Map.of("cases", all);
    }

    private static Map<String, Object> percentiles(List<Long> nanos) {
        if (nanos.isEmpty()) {
            return Map.of();
        }
        Latencies all = Latencies.of(nanos.stream().mapToLong(Long::longValue).toArray());
        return Map.of(
                "p50", all.percentile(50).toNanos(),
                "p99", all.percentile(99).toNanos(),
                "max", all.max().toNanos());
    }

    private static List<Goal> goals(Map<Case, Outcome> outcomes) {
        List<Goal> goals = new ArrayList<>();
        outcomes.forEach((one, outcome) -> {
            if (one.way() == Way.Kind.ROTATING && one.source() != Source.State.THERE) {
                double p99 = outcome.failures().isEmpty() ? Double.POSITIVE_INFINITY : millis(outcome, 99);
                goals.add(new Goal(
                        "source " + one.source() + ", " + one.callers()
                                + " callers: p99 of the time to the error in ms at most 10",
                        figure(p99) + ", the first of each caller at most " + longest(outcome.first()),
                        p99 <= MOST_MILLIS,
                        others(one, outcomes)));
            }
        });
        return goals;
    }

    private static String others(Case ours, Map<Case, Outcome> outcomes) {
        return outcomes.entrySet().stream()
                .filter(one -> one.getKey().way() != Way.Kind.ROTATING && isLike(one.getKey(), ours))
                .map(one -> one.getKey().way() + " "
                        + (one.getValue().failures().isEmpty()
                                ? "no error in " + one.getKey().seconds() + " s"
                                : figure(millis(one.getValue(), 99))))
                .collect(Collectors.joining(", "));
    }

    private static boolean isLike(Case one, Case other) {
        return one.death() == other.death() && one.source() == other.source() && one.callers() == other.callers();
    }

    private static List<Loss> losses(Map<Case, Outcome> outcomes) {
        List<Loss> losses = new ArrayList<>();
        for (Case ours : outcomes.keySet()) {
            if (ours.way() == Way.Kind.ROTATING) {
                Map<Way.Kind, Outcome> ways = new EnumMap<>(Way.Kind.class);
                outcomes.forEach((one, outcome) -> {
                    if (isLike(one, ours)) {
                        ways.put(one.way(), outcome);
                    }
                });
                losses.addAll(ours.source() == Source.State.THERE ? died(ours, ways) : away(ours, ways));
            }
        }
        return losses;
    }

    private static List<Loss> died(Case one, Map<Way.Kind, Outcome> ways) {
        return Losses.whenNotTold("deaths, " + one.death(), ways)
                .fewer("failed calls", outcome -> outcome.failures().size())
                .least("longest without a success, ms", outcome -> outcome.longestWithout() / 1e6)
                .all();
    }

    private static List<Loss> away(Case one, Map<Way.Kind, Outcome> ways) {
        return Losses.whenAway("deaths, source " + one.source() + ", " + one.callers() + " callers", ways)
                .least("served again after, ms", outcome -> outcome.back() / 1e6)
                .all();
    }
}
