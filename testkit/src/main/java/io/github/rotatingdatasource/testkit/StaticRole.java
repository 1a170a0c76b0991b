package io.github.rotatingdatasource.testkit;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A database user that stays and whose password changes at a period, in place and with no overlap: a static role in the
 * sense of Vault's database secrets engine. Sessions live on.
 *
 * <p>It rotates on a daemon thread, some milliseconds late; what fails is tried again every
 * {@value LeaseServer#RETRY_SECONDS} seconds. Thread-safe: the database's lock for grants guards every field.
 */
public final class StaticRole implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StaticRole.class);

    private final TestDatabase database;
    private final String name;
    private final String username;
    private final Duration period;
    private final @Nullable String schedule;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(StaticRole::daemon);
    private String password = RandomText.password();
    private Instant rotatedAt = Instant.now();
    private boolean held;

    private StaticRole(
            TestDatabase database, String name, String username, Duration period, @Nullable String schedule) {
        this.database = database;
        this.name = name;
        this.username = username;
        this.period = period;
        this.schedule = schedule;
    }

    /**
     * Makes the user, who may read and write the tables of today, and rotates its password from now on.
     *
     * @param name the role's name, as in {@code database/static-creds/NAME}
     * @param username the database user's name
     * @param period how long a password lasts, Vault's {@code rotation_period}
     */
    public static StaticRole on(TestDatabase database, String name, String username, Duration period)
            throws SQLException {
        return new StaticRole(database, name, username, period, null).begun();
    }

    /**
     * The same, but the reply shows a {@code rotation_schedule} instead of the period, as Vault since 1.15 does for such
     * roles.
     *
     * @param schedule what the reply shows, such as {@code 0 0 * * SAT}; the password still changes at the period
     */
    public static StaticRole on(TestDatabase database, String name, String username, Duration period, String schedule)
            throws SQLException {
        return new StaticRole(database, name, username, period, schedule).begun();
    }

    /** Returns the role's name. */
    public String name() {
        return name;
    }

    /** Returns the user and its password of now as a lease without an id that ends at the next rotation. */
    public IssuedLease current() {
        database.grants().lock();
        try {
            return new IssuedLease("", username, password, period, rotatedAt, rotatedAt.plus(period));
        } finally {
            database.grants().unlock();
        }
    }

    /** Changes the password now, as {@code database/rotate-role/NAME} does; the period begins again. */
    public IssuedLease rotate() throws SQLException {
        database.grants().lock();
        try {
            String next = RandomText.password();
            database.execute("ALTER ROLE \"" + username + "\" PASSWORD '" + next + "'");
            password = next;
            rotatedAt = Instant.now();
            rotateIn(period);
            return current();
        } finally {
            database.grants().unlock();
        }
    }

    /** Lets rotations fall due without doing them, as when Vault's queue is late: the {@code ttl} stays at 0. */
    public void holdRotation() {
        database.grants().lock();
        try {
            held = true;
        } finally {
            database.grants().unlock();
        }
    }

    /** Does the rotation that has fallen due meanwhile, and those to come. */
    public void resumeRotation() {
        database.grants().lock();
        try {
            held = false;
            rotateIn(Duration.ZERO);
        } finally {
            database.grants().unlock();
        }
    }

    /** Drops the user with what it owns. */
    @Override
    public void close() {
        timer.shutdownNow();
        database.grants().lock();
        try {
            database.execute("DROP OWNED BY \"" + username + "\" CASCADE", "DROP ROLE \"" + username + "\"");
        } catch (SQLException failure) {
            LOG.warn("could not drop {} at the end", username, failure);
        } finally {
            database.grants().unlock();
        }
    }

    /** Returns how many seconds are left until the password should change, 0 if that is overdue. */
    long ttl() {
        Duration left = Duration.between(Instant.now(), current().expiresAt());
        return left.isNegative() ? 0 : GoTexts.seconds(left);
    }

    @Nullable
    String schedule() {
        return schedule;
    }

    private StaticRole begun() throws SQLException {
        database.grants().lock();
        try {
            database.execute(
                    "CREATE ROLE \"" + username + "\" WITH LOGIN PASSWORD '" + password + "'",
                    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO \"" + username + "\"");
            rotateIn(period);
            return this;
        } finally {
            database.grants().unlock();
        }
    }

    private void rotateIn(Duration wait) {
        ScheduledFuture<?> unused = timer.schedule(this::rotateIfDue, wait.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void rotateIfDue() {
        database.grants().lock();
        try {
            if (!held && !current().expiresAt().isAfter(Instant.now())) {
                rotate();
            }
        } catch (SQLException failure) {
            LOG.warn("could not rotate {}, next try in {} s", name, LeaseServer.RETRY_SECONDS, failure);
            rotateIn(Duration.ofSeconds(LeaseServer.RETRY_SECONDS));
        } finally {
            database.grants().unlock();
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "testkit-static-role");
        thread.setDaemon(true);
        return thread;
    }
}
