package io.github.rotatingdatasource.benchmarks.rotation;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Notes when something happened while a way rotated, so that slow checkouts can be told by what went on. Thread-safe. */
final class Marks {
    private final List<Recording.Mark> marks = new CopyOnWriteArrayList<>();

    void now(String name) {
        marks.add(new Recording.Mark(name, System.nanoTime()));
    }

    List<Recording.Mark> all() {
        return List.copyOf(marks);
    }
}
