package io.github.rotatingdatasource.testkit;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plays Vault Agent: takes a lease, renders the file, renews at about 70 % of the lease without touching the file, and
 * takes and renders another user shortly before the lease cannot be renewed any more. It never revokes: the old user
 * lives until its own lease ends.
 *
 * <p>After a failure it tries again, after 250 ms first and 5 s at most; the file stays as it is meanwhile.
 *
 * <p>Thread-safe: one lock guards every field; a daemon thread holds it while it takes, renews and renders.
 */
public final class Sidecar implements AutoCloseable {
    private static final Duration FIRST_RETRY = Duration.ofMillis(250);
    private static final Duration LAST_RETRY = Duration.ofSeconds(5);
    private static final Logger LOG = LoggerFactory.getLogger(Sidecar.class);

    private final LeaseServer leases;
    private final FileRenderer renderer;
    private final SplittableRandom random = new SplittableRandom();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private RenewalPace pace = new RenewalPace(random);
    private Duration retry = FIRST_RETRY;
    private @Nullable IssuedLease lease;
    private @Nullable Thread thread;
    private long due = System.nanoTime();

    private Sidecar(LeaseServer leases, FileRenderer renderer) {
        this.leases = leases;
        this.renderer = renderer;
    }

    /** Takes a lease, renders it, starts the agent's thread, and returns. */
    public static Sidecar start(LeaseServer leases, FileRenderer renderer) throws SQLException, IOException {
        Sidecar sidecar = new Sidecar(leases, renderer);
        sidecar.rotateNow();
        sidecar.begin();
        return sidecar;
    }

    /** Takes another user now, renders it, and returns it; the old one lives until its own lease ends. */
    public IssuedLease rotateNow() throws SQLException, IOException {
        lock.lock();
        try {
            IssuedLease taken = leases.issue();
            renderer.render(taken);
            lease = taken;
            pace = new RenewalPace(random);
            wakeUp();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** Stops the agent, as a crash does: nothing is revoked, the file stays. Returns when its thread has ended. */
    public void stop() {
        Thread stopping = end();
        if (stopping != null) {
            join(stopping);
        }
    }

    /** Starts the stopped agent. It knows nothing of its past, so it takes and renders another user, in a moment. */
    public void startAgain() {
        lock.lock();
        try {
            lease = null;
            wakeUp();
        } finally {
            lock.unlock();
        }
        begin();
    }

    /** The same as {@link #stop()}. */
    @Override
    public void close() {
        stop();
    }

    private void begin() {
        lock.lock();
        try {
            if (thread != null) {
                throw new IllegalStateException("the sidecar of " + renderer.file() + " is running already");
            }
            Thread starting = new Thread(this::run, "testkit-sidecar");
            starting.setDaemon(true);
            starting.start();
            thread = starting;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Thread end() {
        lock.lock();
        try {
            Thread stopping = thread;
            thread = null;
            changed.signalAll();
            return stopping;
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        lock.lock();
        try {
            while (thread == Thread.currentThread()) {
                long wait = due - System.nanoTime();
                if (wait > 0) {
                    changed.awaitNanos(wait);
                } else {
                    due = System.nanoTime() + step().toNanos();
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /** Does what is due, and returns how long nothing more will be. */
    private Duration step() {
        try {
            Duration wait = renewOrRotate();
            retry = FIRST_RETRY;
            return wait;
        } catch (Exception failure) {
            Duration wait = retry;
            retry = shorter(wait.multipliedBy(2), LAST_RETRY);
            LOG.warn("could not render {}, next try in {}", renderer.file(), wait, failure);
            return wait;
        }
    }

    private Duration renewOrRotate() throws SQLException, IOException {
        Duration wait = lease == null ? Duration.ZERO : renewed(lease);
        if (wait.isZero()) {
            rotateNow(); // and come back at once: the agent renews what it has just got
        }
        return wait;
    }

    /** Renews and returns how long to sleep; a lease that cannot be renewed is replaced at once. */
    private Duration renewed(IssuedLease current) {
        try {
            IssuedLease renewed = leases.renew(current);
            lease = renewed;
            return pace.after(Duration.between(Instant.now(), renewed.expiresAt()));
        } catch (SQLException | RuntimeException failure) {
            LOG.info("could not renew {}: {}", current, failure.getMessage());
            lease = null;
            return Duration.ZERO;
        }
    }

    /** Makes the thread act now. */
    private void wakeUp() {
        due = System.nanoTime();
        changed.signalAll();
    }

    private static void join(Thread stopping) {
        try {
            stopping.join(TimeUnit.MINUTES.toMillis(1));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
