package io.github.rotatingdatasource.benchmarks.hotpath;

import io.github.rotatingdatasource.benchmarks.support.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs {@link CheckoutBenchmark} with JMH. */
record Forks(List<RunResult> results) {
    private static final List<Integer> THREADS = List.of(1, 2, 8);
    private static final String BYTES = "gc.alloc.rate.norm";

    static Forks run(int forks, boolean quick) throws RunnerException {
        System.setProperty("jmh.ignoreLock", "true"); // other builds on this machine may hold it
        List<RunResult> results = new ArrayList<>();
        for (int threads : quick ? List.of(2) : THREADS) {
            results.addAll(new Runner(options(forks, threads, quick)).run());
        }
        return new Forks(results);
    }

    private static Options options(int forks, int threads, boolean quick) {
        return new OptionsBuilder()
                .include(CheckoutBenchmark.class.getName())
                .addProfiler(GCProfiler.class)
                .verbosity(VerboseMode.SILENT)
                .threads(threads)
                .forks(forks)
                .warmupIterations(quick ? 1 : 3)
                .warmupTime(quick ? TimeValue.milliseconds(50) : TimeValue.seconds(1))
                .measurementIterations(quick ? 1 : 4)
                .measurementTime(quick ? TimeValue.milliseconds(50) : TimeValue.seconds(1))
                .build();
    }

    String table() {
        Table table = new Table(
                "threads",
                "data source",
                "ns per checkout",
                "± (99.9 %)",
                "million checkouts per s",
                "bytes per checkout");
        for (RunResult one : results) {
            Result<?> time = one.getPrimaryResult();
            table.row(
                    HotPath.threads(threads(one)),
                    subject(one),
                    Table.figure(time.getScore()),
                    Table.figure(time.getScoreError()),
                    Table.figure(1e3 * threads(one) / time.getScore()),
                    String.format("%.2f", bytes(one)));
        }
        return table.toString();
    }

    Map<String, Object> json() {
        Map<String, Object> all = new LinkedHashMap<>();
        for (RunResult one : results) {
            Result<?> time = one.getPrimaryResult();
            all.put(
                    subject(one) + ", " + threads(one) + " threads",
                    Map.of(
                            "nanosPerCheckout", time.getScore(),
                            "error", time.getScoreError(),
                            "bytesPerCheckout", bytes(one)));
        }
        return all;
    }

    private static int threads(RunResult one) {
        return one.getParams().getThreads();
    }

    private static String subject(RunResult one) {
        return one.getParams().getParam("subject");
    }

    private static double bytes(RunResult one) {
        Result<?> result = one.getSecondaryResults().get(BYTES);
        return result == null ? Double.NaN : result.getScore();
    }
}
