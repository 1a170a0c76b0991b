package io.github.rotatingdatasource.benchmarks.rotation;

import static io.github.rotatingdatasource.benchmarks.support.Table.count;
import static io.github.rotatingdatasource.benchmarks.support.Table.figure;

import io.github.rotatingdatasource.benchmarks.support.Goal;
import io.github.rotatingdatasource.benchmarks.support.Machine;
import io.github.rotatingdatasource.benchmarks.support.Option;
import io.github.rotatingdatasource.benchmarks.support.Options;
import io.github.rotatingdatasource.benchmarks.support.Program;
import io.github.rotatingdatasource.benchmarks.support.Report;
import io.github.rotatingdatasource.benchmarks.support.Table;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A thousand rotations, one right after the other: what fails. */
public final class Endurance implements Program {
    private static final Option ROTATIONS = new Option("rotations", "N", "rotations of ours; 1000");
    private static final Option OTHERS = new Option("others", "N", "rotations of each other way; 50");
    private static final Option WAYS = new Option(
            "ways", "A,B", "some of " + Way.Kind.words() + "; rotating,provider,in-place,second-pool,naive,agroal");
    private static final List<Way.Kind> ALL = List.of(
            Way.Kind.ROTATING,
            Way.Kind.PROVIDER,
            Way.Kind.IN_PLACE,
            Way.Kind.SECOND_POOL,
            Way.Kind.NAIVE,
            Way.Kind.AGROAL);
    private static final int AFTER_MILLIS = 20;

    /** Creates it. */
    public Endurance() {}

    @Override
    public String name() {
        return "endurance";
    }

    @Override
    public String summary() {
        return "what fails in a thousand rotations, each old login revoked as soon as its last connection is gone";
    }

    @Override
    public List<Option> options() {
        return List.of(ROTATIONS, OTHERS, WAYS, Rounds.JVMS, Option.QUICK, Option.OUT, Option.CHECK, Option.HELP);
    }

    @Override
    public Report run(Options options, Machine where) throws Exception {
        List<Way.Kind> ways = options.text(WAYS).isPresent() ? options.constants(WAYS, Way.Kind.class) : ALL;
        List<Order> orders = ways.stream().map(way -> order(way, options)).toList();
        Map<Way.Kind, Figures> all = new EnumMap<>(Way.Kind.class);
        Rounds.run(name(), orders, Rounds.jvms(options))
                .forEach((order, each) -> all.put(order.way(), Figures.of(order, each)));
        Machine machine = where.with(
                "PostgreSQL", all.values().iterator().next().recording().server());
        return new Report(name(), machine.after(), tables(all), json(all), goals(all));
    }

    private static Order order(Way.Kind way, Options options) {
        boolean quick = options.has(Option.QUICK);
        int rotations = way == Way.Kind.ROTATING
                ? options.number(ROTATIONS, 1, quick ? 5 : 1_000)
                : options.number(OTHERS, 1, quick ? 2 : 50);
        return Order.of(way, Load.SHORT, rotations, 2).withWindow(AFTER_MILLIS);
    }

    private static String tables(Map<Way.Kind, Figures> all) {
        Table table = new Table(
                "way",
                "rotations",
                "checkouts in them",
                "failed checkouts + statements",
                "failures in 1,000 rotations",
                "old at revoke",
                "peak",
                "rotation p50 / p99, ms",
                "checkout p99.9, ms",
                "of each JVM",
                "max");
        all.forEach((way, one) -> table.row(
                way,
                one.order().rotations(),
                one.checkouts(),
                Tables.failures(one),
                count(failures(one)),
                one.oldAtRevoke(),
                one.recording().peak(),
                figure(one.rotation(50)) + " / " + figure(one.rotation(99)),
                figure(one.percentile(99.9)),
                Tables.eachJvm(one),
                figure(one.percentile(100))));
        return "Load short. A rotation begins " + 2 * AFTER_MILLIS
                + " ms after the login before it was revoked, which is " + AFTER_MILLIS
                + " ms after its last connection was gone, or half a second after the start if some stay.\n\n" + table;
    }

    private static double failures(Figures one) {
        return 1_000.0 * one.failures() / one.order().rotations();
    }

    private static Map<String, Object> json(Map<Way.Kind, Figures> all) {
        Map<String, Object> ways = new LinkedHashMap<>();
        all.forEach((way, figures) -> ways.put(way.toString(), figures.json()));
        return ways;
    }

    private static List<Goal> goals(Map<Way.Kind, Figures> all) {
        Figures ours = all.get(Way.Kind.ROTATING);
        if (ours == null) {
            return List.of();
        }
        return List.of(
                new Goal(
                        "no failure, and each a hand-over, in " + ours.order().rotations() + " rotations",
                        ours.failures() + ", and " + ours.withoutHandOver() + " without hand-over",
                        ours.failures() + ours.withoutHandOver() == 0,
                        "reckoned for 1,000 rotations: " + Goals.others(all, Endurance::failures)),
                new Goal(
                        "connections at most 12",
                        String.valueOf(ours.recording().peak()),
                        ours.recording().peak() <= 12,
                        Goals.others(all, one -> one.recording().peak())));
    }
}
