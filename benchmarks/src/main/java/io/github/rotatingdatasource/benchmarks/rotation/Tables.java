package io.github.rotatingdatasource.benchmarks.rotation;

import static io.github.rotatingdatasource.benchmarks.support.Table.figure;

import io.github.rotatingdatasource.benchmarks.rotation.Stages.Stage;
import io.github.rotatingdatasource.benchmarks.support.Table;
import io.github.rotatingdatasource.testkit.Latencies;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The figures as Markdown. */
final class Tables {
    private Tables() {}

    static String of(Map<Load, Map<Way.Kind, Figures>> all) {
        StringBuilder tables = new StringBuilder("Times in ms.\n");
        all.forEach((load, ways) -> tables.append("\n## Load: ")
                .append(load)
                .append("\n\n")
                .append(waits(ways.values()))
                .append("\n### By stage: p50 / p99 / p99.9 / max of checkouts asked for in it\n\n")
                .append(stages(ways.values())));
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
                "p99.9 of each JVM",
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

    private static Table stages(Collection<Figures> ways) {
        Table table = new Table("way", "hand-over", "retirement", "afterwards", "outside");
        ways.forEach(one -> {
            Map<Stage, Latencies> waits = one.stages().latencies();
            table.row(
                    one.order().way(),
                    stage(waits, Stage.HAND_OVER),
                    stage(waits, Stage.RETIREMENT),
                    stage(waits, Stage.AFTERWARDS),
                    stage(waits, Stage.OUTSIDE));
        });
        return table;
    }

    private static String stage(Map<Stage, Latencies> stages, Stage stage) {
        Latencies waits = stages.get(stage);
        return waits == null
                ? "-"
                : Stream.of(waits.percentile(50), waits.percentile(99), waits.percentile(99.9), waits.max())
                        .map(time -> figure(Figures.millis(time)))
                        .collect(Collectors.joining(" / "));
    }

    static String eachJvm(Figures one) {
        return one.percentiles(99.9).stream().map(Table::figure).collect(Collectors.joining(", "));
    }

    static String failures(Figures one) {
        return one.recording().failedCheckouts() + " + " + one.recording().failedStatements();
    }

    private static void row(Table table, Figures one) {
        table.row(
                one.order().way(),
                one.windows().all().size(),
                one.checkouts(),
                figure(one.percentile(50)),
                figure(one.percentile(99)),
                figure(one.percentile(99.9)),
                eachJvm(one),
                figure(one.percentile(100)),
                figure(one.medianMaximum()),
                one.rotates()
                        ? figure(one.rotation(50)) + " / " + figure(one.rotation(99)) + " / "
                                + figure(one.rotation(100))
                        : "-",
                failures(one),
                one.recording().deniedStatements(),
                one.recording().peak(),
                one.oldAtRevoke(),
                one.leastAfter());
    }
}
