package io.github.rotatingdatasource;

import java.util.List;

/** The threads of this process, by what their names contain. */
final class Threads {
    private Threads() {}

    static List<String> of(String part) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.contains(part))
                .toList();
    }
}
