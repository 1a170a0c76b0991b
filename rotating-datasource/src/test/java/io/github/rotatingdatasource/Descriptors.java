package io.github.rotatingdatasource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What this process has open and a checkpoint forbids, on Linux: sockets, and watches of directories. */
final class Descriptors {
    private static final Path OPEN = Path.of("/proc/self/fd");

    private Descriptors() {}

    /** Returns them by their kernel's names, which no two at the same time share, but for watches. */
    static Set<String> open() throws IOException {
        Set<String> names = new TreeSet<>();
        try (Stream<Path> all = Files.list(OPEN)) {
            for (Path one : all.toList()) {
                String name = nameOf(one);
                if (name.startsWith("socket:") || name.contains("inotify")) {
                    names.add(name);
                }
            }
        }
        return names;
    }

    /** Returns those that were not there before. */
    static Set<String> since(Set<String> before) throws IOException {
        Set<String> now = open();
        now.removeAll(before);
        return now;
    }

    private static String nameOf(Path descriptor) throws IOException {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (NoSuchFileException closedMeanwhile) {
            return "";
        }
    }
}
