package io.github.rotatingdatasource.benchmarks.rotation;

import io.github.rotatingdatasource.benchmarks.rotation.Recording.Turn;
import io.github.rotatingdatasource.benchmarks.rotation.Recording.Wait;
import io.github.rotatingdatasource.testkit.Latencies;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The stretches of time around rotations, and what was asked for in them. Immutable. */
record Windows(Recording recording, List<Window> all) {
    /** From the start of a rotation to the end of what it may be blamed for, and the checkouts asked for in between. */
    record Window(Turn turn, List<Wait> checkouts) {
        Latencies latencies() {
            return latenciesOf(checkouts.stream());
        }
    }

    /** Returns the windows of rotations: each from its start to some time after the last use of the old login. */
    static Windows ofRotations(Recording recording) {
        return new Windows(
                recording,
                recording.rotations().stream()
                        .map(turn -> window(recording, turn, turn.end()))
                        .toList());
    }

    /** Returns windows of this length in which nothing happened, or shorter ones if there was not so much time. */
    static Windows ofLength(Recording recording, Duration length) {
        return new Windows(
                recording,
                recording.rotations().stream()
                        .map(turn -> window(recording, turn, Math.min(turn.start() + length.toNanos(), turn.end())))
                        .toList());
    }

    private static Window window(Recording recording, Turn turn, long end) {
        List<Wait> all = recording.checkouts();
        return new Window(turn, all.subList(firstAt(all, turn.start()), firstAt(all, end)));
    }

    /** Returns the index of the first checkout that was not asked for before {@code time}. */
    private static int firstAt(List<Wait> sorted, long time) {
        int low = 0;
        int high = sorted.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted.get(middle).asked() < time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Returns how long all checkouts of all windows took. */
    Latencies latencies() {
        return latenciesOf(all.stream().flatMap(window -> window.checkouts().stream()));
    }

    /** Returns the longest checkout of each window. */
    Latencies maxima() {
        return Latencies.of(all.stream()
                .map(Window::latencies)
                .filter(one -> one.count() > 0)
                .mapToLong(one -> one.max().toNanos())
                .toArray());
    }

    /** Returns how long the rotations took, up to the last use of the old login. */
    Latencies rotations() {
        return Latencies.of(all.stream()
                .mapToLong(window -> window.turn().done() - window.turn().start())
                .toArray());
    }

    /** Returns how long a window was, in the middle. */
    Duration medianLength() {
        return Latencies.of(all.stream()
                        .mapToLong(window -> window.turn().end() - window.turn().start())
                        .toArray())
                .percentile(50);
    }

    private static Latencies latenciesOf(Stream<Wait> checkouts) {
        return Latencies.of(checkouts.mapToLong(Wait::waited).toArray());
    }
}
