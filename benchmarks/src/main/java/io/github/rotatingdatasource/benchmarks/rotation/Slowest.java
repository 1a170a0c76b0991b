package io.github.rotatingdatasource.benchmarks.rotation;

import io.github.rotatingdatasource.benchmarks.rotation.Recording.Wait;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The slowest checkouts of all windows, and where in a rotation they were. */
record Slowest(List<Map<String, Object>> all) {
    private static final int COUNT = 20;
    private static final long NEAR = 50_000_000;

    static Slowest of(Windows windows) {
        Phases.Timeline timeline = new Phases.Timeline(windows.recording().marks());
        return new Slowest(windows.all().stream()
                .flatMap(window -> window.checkouts().stream().map(wait -> new Slow(window.turn(), wait)))
                .sorted(Comparator.comparingLong((Slow slow) -> slow.checkout().waited())
                        .reversed())
                .limit(COUNT)
                .map(slow -> slow.json(windows, timeline))
                .toList());
    }

    List<Map<String, Object>> json() {
        return all;
    }

    private record Slow(Recording.Turn turn, Wait checkout) {
        Map<String, Object> json(Windows windows, Phases.Timeline timeline) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("millis", checkout.waited() / 1e6);
            one.put("rotation", windows.recording().rotations().indexOf(turn) + 1);
            one.put("askedAfterMillis", (checkout.asked() - turn.start()) / 1e6);
            one.put("after", timeline.lastBefore(checkout.asked()));
            one.put("whileAPoolWasClosed", isNearAClose(windows));
            return one;
        }

        /** A pool takes some 30 ms to close, and the mark comes afterwards. */
        private boolean isNearAClose(Windows windows) {
            return windows.recording().marks().stream()
                    .filter(mark -> mark.name().equals(RotatingWay.DRAINED))
                    .anyMatch(mark -> Math.abs(mark.at() - checkout.asked()) < NEAR);
        }
    }
}
