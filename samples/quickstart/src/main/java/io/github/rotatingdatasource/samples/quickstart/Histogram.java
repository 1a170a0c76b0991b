package io.github.rotatingdatasource.samples.quickstart;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts how long things took, each to about 6 %: sixteen buckets for each doubling, from a nanosecond to an hour and more.
 *
 * <p>Thread-safe without a lock, so that counting does not disturb what is counted.
 */
final class Histogram {
    private static final int BUCKETS = 16 * 60;

    private final AtomicLongArray counts = new AtomicLongArray(BUCKETS);
    private final AtomicLong longest = new AtomicLong();

    void add(long nanos) {
        counts.incrementAndGet(bucket(nanos));
        longest.accumulateAndGet(nanos, Math::max);
    }

    /** Returns what was counted so far. What is added meanwhile may be in it or not. */
    Counts counts() {
        long[] now = new long[BUCKETS];
        Arrays.setAll(now, counts::get);
        return new Counts(now, Duration.ofNanos(longest.get()));
    }

    /** Returns the bucket of {@code nanos}: its leading five bits, and how many follow them. */
    private static int bucket(long nanos) {
        int rest = Math.max(0, 59 - Long.numberOfLeadingZeros(nanos));
        return 16 * rest + (int) (nanos >>> rest);
    }

    private static long largestOf(int bucket) {
        int rest = Math.max(0, bucket / 16 - 1);
        return ((bucket - 16L * rest + 1) << rest) - 1;
    }

    /** What a histogram held at one moment. Nobody else has the array. */
    static final class Counts {
        private final long[] counts;
        private final Duration longest;

        private Counts(long[] counts, Duration longest) {
            this.counts = counts;
            this.longest = longest;
        }

        /** Returns what was added since {@code before}. */
        Counts since(Counts before) {
            long[] added = new long[BUCKETS];
            Arrays.setAll(added, i -> counts[i] - before.counts[i]);
            return new Counts(added, longest);
        }

        /** Returns the longest of all, exactly. */
        Duration longest() {
            return longest;
        }

        long size() {
            return Arrays.stream(counts).sum();
        }

        /** Returns what so many percent did not exceed; zero if nothing was counted. */
        Duration percentile(double percent) {
            long left = (long) Math.ceil(size() * percent / 100);
            for (int i = 0; i < BUCKETS && left > 0; i++) {
                left -= counts[i];
                if (left <= 0) {
                    return Duration.ofNanos(Math.min(largestOf(i), longest.toNanos()));
                }
            }
            return Duration.ZERO;
        }
    }
}
