package io.github.rotatingdatasource.benchmarks.rotation;

import static io.github.rotatingdatasource.benchmarks.support.Table.figure;

import io.github.rotatingdatasource.benchmarks.support.Table;
import java.util.Collection;
import java.util.Map;

/** The figures as Markdown. */
final class Tables {
    private Tables() {}

    static String of(Map<Load, Map<Way.Kind, Figures>> all) {
        StringBuilder tables = new StringBuilder("Times in ms.\n");
        all.forEach((load, ways) ->
                tables.append("\n## Load: ").append(load).append("\n\n").append(waits(ways.values())));
        return tables.toString();
    }

    private static Table waits(Collection<Figures> ways) {
        Table table = new Table(
                "way",
                "rotations",
                "checkouts",
                "p50",
                "p99",
                "p99.9",
                "max",
                "median of maxima",
                "rotation p50 / p99 / max",
                "failures",
                "denied",
                "peak",
                "old at revoke",
                "least afterwards");
        ways.forEach(one -> row(table, one));
        return table;
    }

    private static void row(Table table, Figures one) {
        table.row(
                one.order().way(),
                one.windows().all().size(),
                one.checkouts(),
                figure(one.percentile(50)),
                figure(one.percentile(99)),
                figure(one.percentile(99.9)),
                figure(one.percentile(100)),
                figure(one.medianMaximum()),
                one.rotates()
                        ? figure(one.rotation(50)) + " / " + figure(one.rotation(99)) + " / "
                                + figure(one.rotation(100))
                        : "-",
                one.recording().failedCheckouts() + " + " + one.recording().failedStatements(),
                one.recording().deniedStatements(),
                one.recording().peak(),
                one.oldAtRevoke(),
                one.leastAfter());
    }
}
