package io.github.rotatingdatasource;

import com.zaxxer.hikari.HikariConfig;
import io.github.rotatingdatasource.source.Credential;
import io.github.rotatingdatasource.source.Lease;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A stub of a database, and the pools that are made on it: of ten connections, with two permits more. */
final class PoolRig implements AutoCloseable {
    static final int MAXIMUM = 10;
    static final int PERMITS = 12;
    static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(20);

    /** The trial, and nine that failed. */
    static final int LOGINS_TO_LONG_PAUSE = 10;
    /** How long HikariCP pauses after them, at least. */
    static final Duration LONG_PAUSE = Duration.ofMillis(2_560);

    final StubDatabase database = new StubDatabase();
    final AtomicInteger refusals = new AtomicInteger();
    final Permits permits = new Permits(PERMITS);
    final String name = "pool-" + UUID.randomUUID().toString().substring(0, 8);
    final HikariPools pools;
    private final List<OneLoginPool> opened = new ArrayList<>();

    PoolRig() {
        this(config -> {});
    }

    PoolRig(Consumer<HikariConfig> settings) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setDataSource(database);
        config.setMaximumPoolSize(MAXIMUM);
        config.setConnectionTimeout(CONNECTION_TIMEOUT.toMillis());
        settings.accept(config);
        pools = new HikariPools(PoolSettings.checked(config), database::getConnection, permits, AuthFailures.STANDARD);
    }

    static Credential credential() {
        return new Credential("app-user-1", "secret-1", Lease.unknown());
    }

    OneLoginPool open() throws SQLException {
        OneLoginPool pool = pools.open(credential(), evidence -> refusals.incrementAndGet());
        opened.add(pool);
        return pool;
    }

    /** Opens a pool that serves, and waits until it has all of its connections. */
    OneLoginPool openFull() throws SQLException {
        OneLoginPool pool = open();
        for (int size = 2; size <= MAXIMUM; size++) {
            pool.grow();
            awaitTotal(pool, size);
        }
        pool.serve();
        return pool;
    }

    /** Fills a pool as the drain of the one before does it, by asking again and again. */
    static void fill(OneLoginPool pool, int total) {
        Await.until(() -> {
            pool.fill();
            return pool.total() == total;
        });
    }

    /** Waits until HikariCP, whose logins fail, pauses for long or is about to. */
    void awaitLongPause() {
        Await.until(() -> database.logins() >= LOGINS_TO_LONG_PAUSE);
    }

    static void awaitTotal(OneLoginPool pool, int total) {
        Await.until(() -> pool.total() == total);
    }

    /** Takes all connections out of a pool. */
    static List<Connection> drain(OneLoginPool pool) throws SQLException {
        List<Connection> all = new ArrayList<>();
        while (pool.idle() > 0) {
            all.add(pool.connect());
        }
        return all;
    }

    static Generation generation(Pool pool) {
        Candidate origin = new Candidate(
                credential(),
                new Term(Lease.unknown(), null, null),
                RotationEvent.Reason.CHANGE,
                Instant.EPOCH,
                Instant.EPOCH);
        return new Generation(1, origin, pool);
    }

    @Override
    public void close() {
        end();
    }

    /** Closes all pools and what they share. */
    void end() {
        database.wakeUp();
        database.letCloses();
        opened.forEach(OneLoginPool::close);
        pools.close();
    }
}
