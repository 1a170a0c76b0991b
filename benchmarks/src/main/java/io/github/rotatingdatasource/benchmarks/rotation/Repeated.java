package io.github.rotatingdatasource.benchmarks.rotation;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Does something again and again on a thread of its own, until it is ended. */
final class Repeated {
    static final Repeated NOTHING = new Repeated();

    private final Thread thread;
    private volatile boolean ended;
    private volatile @Nullable Exception failure;

    /** What is done. */
    @FunctionalInterface
    interface Task {
        void run() throws Exception;
    }

    private Repeated() {
        this.thread = new Thread(() -> {}, "nothing");
    }

    /** Starts to do {@code task} so often. */
    Repeated(String name, Duration pause, Task task) {
        this.thread = new Thread(() -> repeat(pause, task), name);
        thread.setDaemon(true);
        thread.start();
    }

    private void repeat(Duration pause, Task task) {
        while (!ended) {
            try {
                task.run();
            } catch (Exception e) {
                failure = e;
                return;
            }
            LockSupport.parkNanos(pause.toNanos());
        }
    }

    /** Ends it, and waits until it has ended; what it threw is thrown here, since what was measured since then counts for nothing. */
    void end() throws InterruptedException {
        ended = true;
        LockSupport.unpark(thread);
        thread.join();
        if (failure != null) {
            throw new IllegalStateException(thread.getName() + " could not go on", failure);
        }
    }
}
