package io.github.rotatingdatasource.benchmarks.fleet;

import io.github.rotatingdatasource.benchmarks.support.Goal;
import io.github.rotatingdatasource.benchmarks.support.Machine;
import io.github.rotatingdatasource.benchmarks.support.Option;
import io.github.rotatingdatasource.benchmarks.support.Options;
import io.github.rotatingdatasource.benchmarks.support.Program;
import io.github.rotatingdatasource.benchmarks.support.Report;
import io.github.rotatingdatasource.benchmarks.support.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What many replicas ask of one Vault and one database when something happens to all of them, simulated. */
public final class Fleet implements Program {
    private static final Option REPLICAS = new Option("replicas", "N", "how many replicas; 100000");
    private static final Option SEED = new Option("seed", "N", "where chance begins; 1");
    private static final double MOST = 2;

    /** Creates it. */
    public Fleet() {}

    @Override
    public String name() {
        return "fleet";
    }

    @Override
    public String summary() {
        return "what many replicas ask of one Vault and one database when something happens to all of them, simulated";
    }

    @Override
    public List<Option> options() {
        return List.of(REPLICAS, SEED, Option.QUICK, Option.OUT, Option.CHECK, Option.HELP);
    }

    @Override
    public Report run(Options options, Machine where) {
        int replicas = options.number(REPLICAS, 1, options.has(Option.QUICK) ? 1_000 : 100_000);
        int seed = options.number(SEED, 0, 1);
        StringBuilder tables = new StringBuilder(intro(replicas, seed));
        List<Figures> all = new ArrayList<>();
        for (Incident incident : Incident.values()) {
            Stream.of(Role.values()).filter(incident::concerns).forEach(role -> {
                System.err.println("fleet: " + incident + ", " + role);
                List<Figures> paces = Pace.ALL.stream()
                        .map(pace -> figures(new Plan(incident, role, pace, replicas, seed)))
                        .toList();
                tables.append(table(incident, role, paces));
                all.addAll(paces);
            });
        }
        return new Report(
                name(), where.after(), tables.toString(), json(all), goals(all), List.of(), List.of(Sketch.of(all)));
    }

    private static Figures figures(Plan plan) {
        return new Figures(plan, Simulation.run(plan));
    }

    private static String intro(int replicas, int seed) {
        Chance chance = Chance.of(replicas, seed);
        return String.format(
                "%,d replicas, leases of an hour, seed %d. As many requests at random times, evenly spread over five hours, come to"
                        + " %s times their mean in 10 s and %s in 1 s at most: no pace is flatter than that.%n",
                replicas, seed, Table.figure(chance.peak(Figures.WINDOW)), Table.figure(chance.peak(1)));
    }

    private static String table(Incident incident, Role role, List<Figures> paces) {
        Table table = new Table(Figures.COLUMNS);
        paces.forEach(one -> one.row(table));
        return "\n## " + incident + ", role " + role + "\n\n" + table;
    }

    private static Map<String, Object> json(List<Figures> all) {
        return Map.of("simulations", all.stream().map(Figures::json).toList());
    }

    private static List<Goal> goals(List<Figures> all) {
        List<Goal> goals = new ArrayList<>();
        for (Figures one : all) {
            Incident incident = one.plan().incident();
            if (one.plan().pace().equals(Pace.OURS)
                    && (incident == Incident.COLD_START || incident == Incident.OUTAGE)) {
                String what = incident + ", " + one.plan().role();
                double peak = one.peak(Figures.WINDOW);
                goals.add(new Goal(
                        what + ": at most twice the mean in 10 s",
                        Table.figure(peak),
                        peak <= MOST,
                        others(all, one.plan(), other -> Table.figure(other.peak(Figures.WINDOW)))));
                int failed = one.traffic().replicasThatFailed();
                goals.add(new Goal(
                        what + ": no replica fails",
                        String.valueOf(failed),
                        failed == 0,
                        others(
                                all,
                                one.plan(),
                                other -> String.valueOf(other.traffic().replicasThatFailed()))));
            }
        }
        return goals;
    }

    private static String others(List<Figures> all, Plan ours, Function<Figures, String> figure) {
        return all.stream()
                .filter(one ->
                        List.of(Pace.FIXED, Pace.LITTLE).contains(one.plan().pace()))
                .filter(one ->
                        one.plan().incident() == ours.incident() && one.plan().role() == ours.role())
                .map(one -> one.plan().pace() + " " + figure.apply(one))
                .collect(Collectors.joining("; "));
    }
}
