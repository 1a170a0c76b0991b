package io.github.rotatingdatasource.benchmarks.rotation;

import io.github.rotatingdatasource.benchmarks.support.Goal;
import io.github.rotatingdatasource.benchmarks.support.Table;
import io.github.rotatingdatasource.testkit.Latencies;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** What our way is to reach, as far as the run measured what it takes to tell. */
final class Goals {
    private static final String WHILE_IT_CHANGES = "p99.9 in ms in hand-over and retirement";

    private final List<Goal> goals = new ArrayList<>();
    private final Load load;
    private final Figures ours;
    private final Map<Way.Kind, Figures> ways;

    private Goals(Load load, Figures ours, Map<Way.Kind, Figures> ways) {
        this.load = load;
        this.ours = ours;
        this.ways = ways;
    }

    /** Returns the goals of one load. */
    static List<Goal> of(Load load, Map<Way.Kind, Figures> ways) {
        Figures ours = ways.get(Way.Kind.ROTATING);
        if (ours == null) {
            return List.of();
        }
        Goals goals = new Goals(load, ours, ways);
        switch (load) {
            case SHORT -> goals.ofShort(Optional.ofNullable(ways.get(Way.Kind.PROVIDER)));
            case HELD -> {
                goals.most("p99.9 in ms", Goals::slow, 5);
                goals.most(WHILE_IT_CHANGES, Goals::slowWhileItChanges, 5);
            }
            case SATURATED -> Optional.ofNullable(ways.get(Way.Kind.NONE)).ifPresent(goals::ofSaturated);
        }
        goals.most(
                "connections",
                one -> one.recording().peak(),
                (double) ours.order().pool() + ours.order().headroom());
        goals.most("connections missing afterwards", one -> (double) one.order().pool() - one.leastAfter(), 0);
        goals.most("rotations that were no hand-over", Figures::withoutHandOver, 0);
        goals.most("failures", Figures::failures, 0);
        goals.most("old sessions at the revoke", Figures::oldAtRevoke, 0);
        return goals.goals;
    }

    private static double slow(Figures one) {
        return one.percentile(99.9);
    }

    /** Without the half second of peace that follows in each window, which lets a percentile look better than a rotation is. */
    private static double slowWhileItChanges(Figures one) {
        Latencies waits = one.stages().whileItChanges();
        return waits.count() == 0 ? 0 : Figures.millis(waits.percentile(99.9));
    }

    private void ofShort(Optional<Figures> provider) {
        most("p99.9 in ms", Goals::slow, 0.3);
        most(WHILE_IT_CHANGES, Goals::slowWhileItChanges, 0.3);
        provider.ifPresent(other -> most("p99.9 by that of the provider", one -> slow(one) / slow(other), 1.0 / 20));
        most("median of the maxima in ms", Figures::medianMaximum, 5);
    }

    private void ofSaturated(Figures none) {
        most("p99 by that without rotation", one -> one.percentile(99) / none.percentile(99), 1.1);
        most("median of the maxima by that without rotation", one -> one.medianMaximum() / none.medianMaximum(), 1.5);
    }

    private void most(String what, ToDoubleFunction<Figures> figure, double most) {
        double found = figure.applyAsDouble(ours);
        String wanted = String.format(Locale.ROOT, "%s: %s at most %s", load, what, Table.count(most));
        goals.add(new Goal(wanted, Table.count(found), found <= most, others(ways, figure)));
    }

    /** Returns what the others came to. */
    static String others(Map<Way.Kind, Figures> ways, ToDoubleFunction<Figures> figure) {
        return ways.entrySet().stream()
                .filter(way -> way.getKey() != Way.Kind.ROTATING)
                .map(way -> way.getKey() + " " + Table.count(figure.applyAsDouble(way.getValue())))
                .collect(Collectors.joining(", "));
    }
}
