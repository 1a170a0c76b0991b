package io.github.rotatingdatasource.benchmarks.rotation;

import io.github.rotatingdatasource.benchmarks.rotation.Recording.Level;
import io.github.rotatingdatasource.testkit.SocketCount;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Looks each millisecond how many connections are open, for a picture; the peak is counted exactly elsewhere. */
final class Levels {
    private final SocketCount sockets;
    private final List<Level> levels = new ArrayList<>(); // guarded by itself
    private final Repeated looking;
    private int last = -1;

    Levels(SocketCount sockets) {
        this.sockets = sockets;
        this.looking = new Repeated("levels", Duration.ofMillis(1), this::look);
    }

    private void look() {
        int open = sockets.open();
        if (open != last) {
            synchronized (levels) {
                levels.add(new Level(System.nanoTime(), open));
            }
            last = open;
        }
    }

    /** Returns what was seen, in the order of time, each when it was new. */
    List<Level> all() {
        synchronized (levels) {
            return List.copyOf(levels);
        }
    }

    void end() throws InterruptedException {
        looking.end();
    }
}
