package io.github.rotatingdatasource;

import org.jspecify.annotations.Nullable;

/**
 * HikariCP's thread that adds connections: pauses 30 ms after each, and up to 5 s after a failure. An interrupt ends the
 * pause; inside a login it would break that off, so there none is sent.
 */
final class Adder {
    private @Nullable Thread thread;
    private boolean inside;

    synchronized void enter() {
        thread = Thread.currentThread();
        inside = true;
        Thread.interrupted(); // meant for a pause that was over already
    }

    synchronized void leave() {
        inside = false;
    }

    synchronized boolean isInside() {
        return inside;
    }

    synchronized void wake() {
        if (thread != null && !inside) {
            thread.interrupt();
        }
    }
}
