package io.github.rotatingdatasource;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What is ordered for one pool, which workers do in that order, and which takes them some time. */
final class SimTurns {
    private static final int LONGEST_MILLIS = 4;

    private final SimWorld world;
    private final Deque<Consumer<Runnable>> ordered = new ArrayDeque<>();
    private boolean busy;

    SimTurns(SimWorld world) {
        this.world = world;
    }

    /** Does {@code work} after what was ordered before; it is over when it runs what it is given. */
    void add(Consumer<Runnable> work) {
        ordered.add(work);
        if (!busy) {
            next();
        }
    }

    boolean isQuiet() {
        return !busy;
    }

    private void next() {
        @Nullable Consumer<Runnable> work = ordered.poll();
        busy = work != null;
        if (work != null) {
            world.after(world.millis(LONGEST_MILLIS), () -> work.accept(this::next));
        }
    }
}
