package io.github.rotatingdatasource.benchmarks.rotation;

import io.github.rotatingdatasource.benchmarks.support.Goal;
import io.github.rotatingdatasource.benchmarks.support.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What our way is to reach, as far as the run measured what it takes to tell. */
final class Goals {
    private final List<Goal> goals = new ArrayList<>();
    private final Load load;
    private final Figures ours;

    private Goals(Load load, Figures ours) {
        this.load = load;
        this.ours = ours;
    }

    /** Returns the goals of one load. */
    static List<Goal> of(Load load, Map<Way.Kind, Figures> ways) {
        Figures ours = ways.get(Way.Kind.ROTATING);
        if (ours == null) {
            return List.of();
        }
        Goals goals = new Goals(load, ours);
        switch (load) {
            case SHORT -> goals.ofShort(Optional.ofNullable(ways.get(Way.Kind.PROVIDER)));
            case HELD -> goals.most("p99.9 in ms", ours.percentile(99.9), 5);
            case SATURATED -> Optional.ofNullable(ways.get(Way.Kind.NONE)).ifPresent(goals::ofSaturated);
        }
        goals.most(
                "connections",
                ours.recording().peak(),
                ours.order().pool() + ours.order().headroom());
        goals.most("connections missing afterwards", (double) ours.order().pool() - ours.leastAfter(), 0);
        goals.most("failures", (double) ours.failures(), 0);
        goals.most("old sessions at the revoke", ours.oldAtRevoke(), 0);
        return goals.goals;
    }

    private void ofShort(Optional<Figures> provider) {
        most("p99.9 in ms", ours.percentile(99.9), 0.3);
        provider.ifPresent(other ->
                most("p99.9 by that of the provider", ours.percentile(99.9) / other.percentile(99.9), 1.0 / 20));
        most("median of the maxima in ms", ours.medianMaximum(), 5);
    }

    private void ofSaturated(Figures none) {
        most("p99 by that without rotation", ours.percentile(99) / none.percentile(99), 1.1);
        most("median of the maxima by that without rotation", ours.medianMaximum() / none.medianMaximum(), 1.5);
    }

    private void most(String what, double found, double most) {
        String wanted = String.format(Locale.ROOT, "%s: %s at most %s", load, what, Table.figure(most));
        goals.add(new Goal(wanted, Table.figure(found), found <= most));
    }
}
