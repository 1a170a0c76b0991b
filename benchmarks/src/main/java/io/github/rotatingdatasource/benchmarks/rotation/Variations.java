package io.github.rotatingdatasource.benchmarks.rotation;

import static io.github.rotatingdatasource.benchmarks.support.Table.figure;

import io.github.rotatingdatasource.benchmarks.support.Goal;
import io.github.rotatingdatasource.benchmarks.support.Machine;
import io.github.rotatingdatasource.benchmarks.support.Option;
import io.github.rotatingdatasource.benchmarks.support.Options;
import io.github.rotatingdatasource.benchmarks.support.Program;
import io.github.rotatingdatasource.benchmarks.support.Report;
import io.github.rotatingdatasource.benchmarks.support.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Rotations with another headroom, another size of the pool, slower logins, and sessions that are killed. */
public final class Variations implements Program {
    private static final Option ROTATIONS = new Option("rotations", "N", "rotations in each row; 10");
    private static final List<Way.Kind> WAYS = List.of(Way.Kind.ROTATING, Way.Kind.PROVIDER, Way.Kind.SECOND_POOL);
    private static final int WARM_UP = 2;

    /** Creates it. */
    public Variations() {}

    @Override
    public String name() {
        return "variations";
    }

    @Override
    public String summary() {
        return "rotations with another headroom, another size of the pool, slower logins, and sessions that are killed";
    }

    @Override
    public List<Option> options() {
        return List.of(ROTATIONS, Option.QUICK, Option.OUT, Option.CHECK, Option.HELP);
    }

    @Override
    public Report run(Options options, Machine where) throws Exception {
        boolean quick = options.has(Option.QUICK);
        int rotations = options.number(ROTATIONS, 1, quick ? 1 : 10);
        List<Order> orders = quick ? orders(rotations).subList(0, 2) : orders(rotations);
        List<Figures> all = new ArrayList<>();
        Rounds.run(name(), orders, 1).forEach((order, each) -> all.add(Figures.of(order, each)));
        Machine machine = where.with("PostgreSQL", all.get(0).recording().server());
        return new Report(name(), machine.after(), tables(all), json(all), goals(all));
    }

    private static List<Order> orders(int rotations) {
        List<Order> orders = new ArrayList<>();
        for (int headroom : List.of(1, 2, 10)) {
            orders.add(
                    Order.of(Way.Kind.ROTATING, Load.HELD, rotations, WARM_UP).withHeadroom(headroom));
        }
        List<UnaryOperator<Order>> variations = List.of(
                order -> order.withPool(50),
                order -> order.withLoginDelay(1),
                order -> order.withLoginDelay(10),
                order -> order.withLoginDelay(50),
                order -> order.withKills(true));
        for (int i = 0; i < variations.size(); i++) {
            for (Way.Kind way : Rounds.movedOn(WAYS, i)) {
                orders.add(variations.get(i).apply(Order.of(way, Load.SHORT, rotations, WARM_UP)));
            }
        }
        return orders;
    }

    private static String name(Order order) {
        if (order.kills()) {
            return "a session killed each 40 ms";
        }
        if (order.loginMillis() > 0) {
            return "a login takes " + order.loginMillis() + " ms more";
        }
        return order.load() == Load.HELD ? "headroom " + order.headroom() : "pool of " + order.pool();
    }

    private static String tables(List<Figures> all) {
        Table table = new Table(
                "what is different",
                "load",
                "way",
                "rotations",
                "p50",
                "p99",
                "p99.9",
                "max",
                "rotation p50 / max",
                "failures",
                "denied",
                "peak",
                "old at revoke");
        all.stream()
                .sorted(Comparator.comparing((Figures one) -> name(one.order()))
                        .thenComparing(one -> one.order().way()))
                .forEach(one -> row(table, one));
        return "Times in ms; a pool of ten and a headroom of two, if nothing else is said. Failures are checkouts + statements; with"
                + " kills most are those of killed sessions, and *denied* counts those whose user was gone.\n\n"
                + table;
    }

    private static void row(Table table, Figures one) {
        table.row(
                name(one.order()),
                one.order().load(),
                one.order().way(),
                one.order().rotations(),
                figure(one.percentile(50)),
                figure(one.percentile(99)),
                figure(one.percentile(99.9)),
                figure(one.percentile(100)),
                figure(one.rotation(50)) + " / " + figure(one.rotation(100)),
                Tables.failures(one),
                one.recording().deniedStatements(),
                one.recording().peak(),
                one.oldAtRevoke());
    }

    private static Map<String, Object> json(List<Figures> all) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Figures one : all) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("different", name(one.order()));
            row.put("load", one.order().load());
            row.put("way", one.order().way());
            row.putAll(one.json());
            rows.add(row);
        }
        return Map.of("rows", rows);
    }

    private static List<Goal> goals(List<Figures> all) {
        return all.stream()
                .filter(one -> one.order().way() == Way.Kind.ROTATING)
                .flatMap(one -> goals(one, all).stream())
                .toList();
    }

    /** With kills, callers see those; that the user was gone is what nobody may see. */
    private static List<Goal> goals(Figures ours, List<Figures> all) {
        Order order = ours.order();
        long failures = failuresThatCount(ours);
        int most = order.pool() + order.headroom();
        return List.of(
                new Goal(
                        name(order) + ": no failure" + (order.kills() ? " because the user was gone" : ""),
                        String.valueOf(failures),
                        failures == 0,
                        others(ours, all, Variations::failuresThatCount)),
                new Goal(
                        name(order) + ": connections at most " + most,
                        String.valueOf(ours.recording().peak()),
                        ours.recording().peak() <= most,
                        others(ours, all, one -> one.recording().peak())));
    }

    private static long failuresThatCount(Figures one) {
        return one.order().kills() ? one.recording().deniedStatements() : one.failures();
    }

    private static String others(Figures ours, List<Figures> all, ToLongFunction<Figures> figure) {
        return all.stream()
                .filter(one -> one.order().way() != Way.Kind.ROTATING
                        && name(one.order()).equals(name(ours.order())))
                .map(one -> one.order().way() + " " + figure.applyAsLong(one))
                .collect(Collectors.joining(", "));
    }
}
