package io.github.rotatingdatasource.spring;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * What a registry shows under a name, of which there may be two for a while: a new application context begins before the old one
 * ends, in the same JVM, with the same names and the same registry. Micrometer would give the new one the meters of the old
 * one, and take them from both when the old one ends. So the newest is shown, and if it goes first, the one before it.
 *
 * <p>Static, since the contexts know nothing of each other. Safe for use by several threads: everything is done under one
 * lock, and happens rarely.
 */
final class Places {
    private static final Map<Place, Deque<Shown>> PLACES = new HashMap<>();

    /** Where one is shown at a time. */
    private record Place(MeterRegistry registry, Class<?> kind, String name) {}

    private Places() {}

    /** Shows {@code shown}, in place of others of its kind and this name. */
    static void take(MeterRegistry registry, String name, Shown shown) {
        synchronized (PLACES) {
            Deque<Shown> all =
                    PLACES.computeIfAbsent(new Place(registry, shown.getClass(), name), first -> new ArrayDeque<>());
            if (!all.isEmpty()) {
                all.getLast().hide();
            }
            all.addLast(shown);
            shown.show();
        }
    }

    /** Takes {@code shown} away for good, if it is there. */
    static void leave(MeterRegistry registry, String name, Shown shown) {
        Place place = new Place(registry, shown.getClass(), name);
        synchronized (PLACES) {
            Deque<Shown> all = PLACES.getOrDefault(place, new ArrayDeque<>());
            boolean wasShown = shown.equals(all.peekLast());
            all.remove(shown);
            if (wasShown) {
                shown.hide();
                all.stream().reduce((older, newer) -> newer).ifPresent(Shown::show);
            }
            PLACES.computeIfPresent(place, (same, left) -> left.isEmpty() ? null : left);
        }
    }
}
