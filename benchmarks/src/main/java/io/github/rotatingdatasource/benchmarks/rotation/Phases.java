package io.github.rotatingdatasource.benchmarks.rotation;

import io.github.rotatingdatasource.benchmarks.rotation.Recording.Mark;
import io.github.rotatingdatasource.benchmarks.rotation.Recording.Wait;
import io.github.rotatingdatasource.testkit.Latencies;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The checkouts of all windows by what had happened last when they were asked for: which step of a rotation do callers feel?
 *
 * @param byMark the checkouts after each kind of mark
 * @param maxima in how many windows the longest checkout was one of those
 */
record Phases(Map<String, List<Wait>> byMark, Map<String, Integer> maxima) {
    static Phases of(Windows windows) {
        Map<String, List<Wait>> byMark = new LinkedHashMap<>();
        Map<String, Integer> maxima = new LinkedHashMap<>();
        Timeline timeline = new Timeline(windows.recording().marks());
        for (Windows.Window window : windows.all()) {
            Wait longest = new Wait(0, 0);
            for (Wait wait : window.checkouts()) {
                byMark.computeIfAbsent(timeline.lastBefore(wait.asked()), name -> new ArrayList<>())
                        .add(wait);
                longest = wait.waited() > longest.waited() ? wait : longest;
            }
            maxima.merge(timeline.lastBefore(longest.asked()), 1, Integer::sum);
        }
        return new Phases(byMark, maxima);
    }

    Map<String, Object> json() {
        Map<String, Object> all = new LinkedHashMap<>();
        byMark.forEach((mark, waits) -> {
            Latencies latencies =
                    Latencies.of(waits.stream().mapToLong(Wait::waited).toArray());
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("checkouts", latencies.count());
            one.put("p99", Figures.millis(latencies.percentile(99)));
            one.put("p99.9", Figures.millis(latencies.percentile(99.9)));
            one.put("max", Figures.millis(latencies.max()));
            one.put("hadTheLongest", maxima.getOrDefault(mark, 0));
            all.put("after " + mark, one);
        });
        return all;
    }

    /** The steps of all rotations in the order of time. A drained pool is none: it is closed while the next one is on its way. */
    record Timeline(List<Mark> marks) {
        Timeline {
            marks = marks.stream()
                    .filter(mark -> !mark.name().equals(RotatingWay.DRAINED))
                    .sorted((one, other) -> Long.compare(one.at(), other.at()))
                    .toList();
        }

        /** Returns the name of the last mark before {@code time}. */
        String lastBefore(long time) {
            int low = 0;
            int high = marks.size();
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (marks.get(middle).at() <= time) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low == 0 ? "nothing" : marks.get(low - 1).name();
        }
    }
}
