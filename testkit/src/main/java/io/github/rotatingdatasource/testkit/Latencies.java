package io.github.rotatingdatasource.testkit;

import java.time.Duration;
import java.util.Arrays;

/** Sorted latencies; percentiles are exact: the smallest sample that so many percent do not exceed. Immutable. */
public final class Latencies {
    private final long[] sorted;

    private Latencies(long[] sorted) {
        this.sorted = sorted;
    }

    /** Returns the latencies {@code nanos}, in any order; the array is copied. */
    public static Latencies of(long... nanos) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return new Latencies(sorted);
    }

    /** Returns how many there are. */
    public int count() {
        return sorted.length;
    }

    /**
     * Returns the nearest-rank percentile, such as {@code percentile(99.9)}.
     *
     * @throws IllegalArgumentException if {@code percent} is not above 0 and at most 100
     * @throws IllegalStateException if there are no samples
     */
    public Duration percentile(double percent) {
        if (!(percent > 0 && percent <= 100)) {
            throw new IllegalArgumentException("percent must be above 0 and at most 100, but is " + percent);
        }
        if (sorted.length == 0) {
            throw new IllegalStateException("there is no percentile " + percent + " of no samples");
        }
        int rank = (int) Math.ceil(percent / 100 * sorted.length - 1e-9); // 99.9 % of 1000 is 999, whatever doubles say
        return Duration.ofNanos(sorted[Math.max(rank, 1) - 1]);
    }

    /** Returns the largest. */
    public Duration max() {
        return percentile(100);
    }

    @Override
    public String toString() {
        return sorted.length == 0
                ? "Latencies[none]"
                : "Latencies[" + sorted.length + ": p50=" + percentile(50) + ", p99=" + percentile(99) + ", p99.9="
                        + percentile(99.9) + ", max=" + max() + "]";
    }
}
