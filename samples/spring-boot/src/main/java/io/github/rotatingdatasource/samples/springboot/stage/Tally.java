package io.github.rotatingdatasource.samples.springboot.stage;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What the load has seen. Thread-safe, for any number that count and one that reads. */
@Component
class Tally {
    private final LongAdder answered = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final Queue<Duration> checkouts = new ConcurrentLinkedQueue<>();

    void answered() {
        answered.increment();
    }

    void failed() {
        failed.increment();
    }

    void checkedOut(Duration took) {
        checkouts.add(took);
    }

    /** Returns the totals, and the checkouts since the reading before. */
    Reading read() {
        List<Duration> since = Stream.generate(checkouts::poll)
                .takeWhile(took -> took != null)
                .sorted()
                .toList();
        return new Reading(answered.sum(), failed.sum(), since);
    }

    /**
     * One reading.
     *
     * @param answered requests, since the start
     * @param failed requests and checkouts, since the start
     * @param checkouts how long those took that succeeded, since the reading before, the shortest first
     */
    record Reading(long answered, long failed, List<Duration> checkouts) {
        /** Returns what one checkout in a hundred exceeded, or {@code null} if there were none. */
        @Nullable
        Duration p99() {
            return checkouts.isEmpty() ? null : checkouts.get((int) Math.ceil(checkouts.size() * 0.99) - 1);
        }
    }
}
