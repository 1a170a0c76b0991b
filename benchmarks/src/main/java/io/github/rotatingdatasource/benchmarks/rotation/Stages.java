package io.github.rotatingdatasource.benchmarks.rotation;

import io.github.rotatingdatasource.benchmarks.rotation.Recording.Mark;
import io.github.rotatingdatasource.benchmarks.rotation.Recording.Turn;
import io.github.rotatingdatasource.benchmarks.rotation.Recording.Wait;
import io.github.rotatingdatasource.testkit.Latencies;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * All checkouts of a recording by the stage that the rotation was in when they were asked for.
 *
 * @param whileItChanges those of the first two stages
 */
record Stages(Map<Stage, Latencies> latencies, Latencies whileItChanges) {
    /** A stage of any way's rotation. */
    enum Stage {
        /** From the start until the new login has taken over: ours has handed over, a pool is filled, evicted or swapped. */
        HAND_OVER,
        /** Until the last connection of the old login is gone. */
        RETIREMENT,
        /** Until the window is over. */
        AFTERWARDS,
        /** Between rotations, or all the time if nothing rotates. */
        OUTSIDE;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private static final Set<String> TAKEN_OVER =
            Set.of("rotated", "evicted", "filled", "swapped", "flushed", "purged");

    static Stages of(Recording recording, boolean rotates) {
        Map<Stage, List<Wait>> waits = new EnumMap<>(Stage.class);
        List<Turn> turns = rotates ? recording.rotations() : List.of();
        List<Long> taken =
                turns.stream().map(turn -> takenOver(turn, recording.marks())).toList();
        int next = 0;
        for (Wait wait : recording.checkouts()) {
            while (next < turns.size() && turns.get(next).end() <= wait.asked()) {
                next++;
            }
            Stage stage = next == turns.size() ? Stage.OUTSIDE : stage(wait.asked(), turns.get(next), taken.get(next));
            waits.computeIfAbsent(stage, one -> new ArrayList<>()).add(wait);
        }
        Map<Stage, Latencies> latencies = new EnumMap<>(Stage.class);
        waits.forEach((stage, all) -> latencies.put(stage, latencies(all)));
        List<Wait> changing = new ArrayList<>(waits.getOrDefault(Stage.HAND_OVER, List.of()));
        changing.addAll(waits.getOrDefault(Stage.RETIREMENT, List.of()));
        return new Stages(latencies, latencies(changing));
    }

    private static Latencies latencies(List<Wait> waits) {
        return Latencies.of(waits.stream().mapToLong(Wait::waited).toArray());
    }

    private static long takenOver(Turn turn, List<Mark> marks) {
        return marks.stream()
                .filter(mark -> TAKEN_OVER.contains(mark.name()))
                .mapToLong(Mark::at)
                .filter(at -> at > turn.start() && at < turn.done())
                .min()
                .orElse(turn.done());
    }

    private static Stage stage(long asked, Turn turn, long takenOver) {
        if (asked < turn.start()) {
            return Stage.OUTSIDE;
        }
        if (asked < turn.done()) {
            return asked < takenOver ? Stage.HAND_OVER : Stage.RETIREMENT;
        }
        return Stage.AFTERWARDS;
    }

    Map<String, Object> json() {
        Map<String, Object> all = new LinkedHashMap<>();
        latencies.forEach((stage, waits) -> {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("checkouts", waits.count());
            one.put("p50", Figures.millis(waits.percentile(50)));
            one.put("p99", Figures.millis(waits.percentile(99)));
            one.put("p99.9", Figures.millis(waits.percentile(99.9)));
            one.put("max", Figures.millis(waits.max()));
            all.put(stage.toString(), one);
        });
        return all;
    }
}
