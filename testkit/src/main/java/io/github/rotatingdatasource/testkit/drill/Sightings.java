package io.github.rotatingdatasource.testkit.drill;

import io.github.rotatingdatasource.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Looks every 20 ms how many sessions the application has, and keeps the peak, and at leases that end by themselves. What is
 * shorter may go unseen.
 *
 * <p>One thread of its own, a daemon; the two volatile fields are all that others see.
 */
final class Sightings implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final TestDatabase database;
    private final Acts acts;
    private final Thread thread = new Thread(this::run, "drill-sightings");
    private volatile long peak;
    private volatile boolean looking = true;

    private Sightings(TestDatabase database, Acts acts) {
        this.database = database;
        this.acts = acts;
    }

    static Sightings begin(TestDatabase database, Acts acts) {
        Sightings sightings = new Sightings(database, acts);
        sightings.thread.setDaemon(true);
        sightings.thread.start();
        return sightings;
    }

    long peak() {
        return peak;
    }

    @Override
    public void close() {
        looking = false;
        LockSupport.unpark(thread);
    }

    private void run() {
        while (looking) {
            try (Connection admin = database.admin()) {
                look(admin);
            } catch (SQLException restarted) {
                LockSupport.parkNanos(PAUSE.toNanos()); // a test of yours may restart the database
            }
        }
    }

    private void look(Connection admin) throws SQLException {
        while (looking) {
            acts.look();
            peak = Math.max(peak, acts.logins().sessions(admin));
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
