package io.github.rotatingdatasource;

import org.jspecify.annotations.Nullable;

/**
 * HikariCP's thread that adds connections: pauses 30 ms after each, and up to 5 s after a failure. An interrupt ends the
 * pause. Inside a login it would break that off, so one that is due there waits until the login has failed; after one that
 * has succeeded there is no long pause to end, and HikariCP goes on to set the connection up.
 *
 * <p>HikariCP 7.0.2 and newer give the order up whose pause was ended. So an order comes after the wake, never before.
 */
final class Adder {
    private @Nullable Thread thread;
    private boolean inside;
    private boolean wakeIsDue;

    synchronized void enter() {
        thread = Thread.currentThread();
        inside = true;
        wakeIsDue = false;
        Thread.interrupted(); // meant for a pause that was over already
    }

    synchronized void leave(boolean failed) {
        inside = false;
        if (failed && wakeIsDue) {
            Thread.currentThread().interrupt();
        }
    }

    synchronized boolean isInside() {
        return inside;
    }

    synchronized void wake() {
        if (inside) {
            wakeIsDue = true;
        } else if (thread != null) {
            thread.interrupt();
        }
    }
}
