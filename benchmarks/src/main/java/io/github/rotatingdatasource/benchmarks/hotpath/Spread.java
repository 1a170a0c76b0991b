package io.github.rotatingdatasource.benchmarks.hotpath;

import io.github.rotatingdatasource.benchmarks.support.Table;
import java.util.List;
import java.util.Map;

/** How figures that ought to be the same spread: the middle one, and what a tenth is below and above. */
record Spread(double p10, double median, double p90) {
    static Spread of(List<Double> figures) {
        List<Double> sorted = figures.stream().sorted().toList();
        return new Spread(at(sorted, 0.1), at(sorted, 0.5), at(sorted, 0.9));
    }

    private static double at(List<Double> sorted, double part) {
        return sorted.get((int) Math.round(part * (sorted.size() - 1)));
    }

    String range() {
        return Table.ratio(p10) + "–" + Table.ratio(p90);
    }

    Map<String, Object> json() {
        return Map.of("p10", p10, "median", median, "p90", p90);
    }
}
