package io.github.rotatingdatasource.testkit;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes what is still open when the JVM exits, the youngest first, so that no server and no directory outlives it.
 *
 * <p>One hook for all, because hooks run side by side and a server must stop before its programs are deleted.
 * Thread-safe: {@link #OPEN} guards itself.
 */
final class AtExit {
    private static final Deque<AutoCloseable> OPEN = new ArrayDeque<>();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(AtExit::closeAll, "testkit-exit"));
    }

    private AtExit() {}

    static void close(AutoCloseable resource) {
        synchronized (OPEN) {
            OPEN.push(resource);
        }
    }

    static void forget(AutoCloseable resource) {
        synchronized (OPEN) {
            OPEN.remove(resource);
        }
    }

    private static void closeAll() {
        for (AutoCloseable resource : opened()) {
            try {
                resource.close();
            } catch (Exception failure) {
                log().warn("could not close {} at exit", resource, failure);
            }
        }
    }

    private static Iterable<AutoCloseable> opened() {
        synchronized (OPEN) {
            return new ArrayDeque<>(OPEN);
        }
    }

    private static Logger log() {
        return LoggerFactory.getLogger(AtExit.class);
    }
}
