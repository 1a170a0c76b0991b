package io.github.rotatingdatasource.testkit.drill;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/** What happened when, in words without a secret. Thread-safe. */
final class Timeline {
    private final List<Moment> moments = new CopyOnWriteArrayList<>();

    /** One thing that happened, at a {@link System#nanoTime()}. */
    record Moment(long nanoTime, String words) {
        String line(long from) {
            return String.format(Locale.ROOT, "%7.3f s  %s", (nanoTime - from) / 1e9, words);
        }
    }

    void add(String words) {
        moments.add(new Moment(System.nanoTime(), words));
    }

    /** Returns what happened from {@code nanoTime} on, in order. */
    List<Moment> since(long nanoTime) {
        return moments.stream()
                .filter(moment -> moment.nanoTime() - nanoTime >= 0)
                .toList();
    }
}
