package io.github.rotatingdatasource.benchmarks.hotpath;

import io.github.rotatingdatasource.benchmarks.support.Table;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs {@link CheckoutBenchmark} with JMH. */
record Forks(Collection<RunResult> results) {
    private static final String BYTES = "gc.alloc.rate.norm";

    static Forks run(int forks, boolean quick) throws RunnerException {
        System.setProperty("jmh.ignoreLock", "true"); // other builds on this machine may hold it
        OptionsBuilder options = new OptionsBuilder();
        options.include(CheckoutBenchmark.class.getName())
                .addProfiler(GCProfiler.class)
                .verbosity(VerboseMode.SILENT)
                .forks(forks)
                .warmupIterations(quick ? 1 : 5)
                .warmupTime(quick ? TimeValue.milliseconds(50) : TimeValue.seconds(1))
                .measurementIterations(quick ? 1 : 5)
                .measurementTime(quick ? TimeValue.milliseconds(50) : TimeValue.seconds(1));
        return new Forks(new Runner(options.build()).run());
    }

    String table() {
        Table table = new Table("data source", "ns per checkout", "± (99.9 %)", "bytes per checkout");
        for (RunResult one : results) {
            Result<?> time = one.getPrimaryResult();
            table.row(
                    subject(one),
                    Table.figure(time.getScore()),
                    Table.figure(time.getScoreError()),
                    String.format("%.2f", bytes(one)));
        }
        return table.toString();
    }

    Map<String, Object> json() {
        Map<String, Object> all = new LinkedHashMap<>();
        for (RunResult one : results) {
            Result<?> time = one.getPrimaryResult();
            all.put(
                    subject(one),
                    Map.of(
                            "nanosPerCheckout", time.getScore(),
                            "error", time.getScoreError(),
                            "bytesPerCheckout", bytes(one)));
        }
        return all;
    }

    private static String subject(RunResult one) {
        return one.getParams().getParam("subject");
    }

    private static double bytes(RunResult one) {
        Result<?> result = one.getSecondaryResults().get(BYTES);
        return result == null ? Double.NaN : result.getScore();
    }
}
