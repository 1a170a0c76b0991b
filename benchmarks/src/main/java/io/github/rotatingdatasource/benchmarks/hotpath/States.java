package io.github.rotatingdatasource.benchmarks.hotpath;

import com.zaxxer.hikari.HikariConfig;
import io.github.rotatingdatasource.RotatingDataSource;
import io.github.rotatingdatasource.RotationPolicy;
import io.github.rotatingdatasource.RotationStatus.Phase;
import io.github.rotatingdatasource.source.Credential;
import io.github.rotatingdatasource.source.Lease;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/**
 * Takes a data source of ours through every state that a checkout can meet, thousands of times each, so that the compiler has
 * seen them all: a data source that waits for its first credential, one that hands over, and one that is closed. That a supply
 * runs dry is not part of it; the library has no way into that state yet.
 */
final class States {
    private static final int TIMES = 20_000;
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

    private States() {}

    /** Sees each state so often. */
    static void seeAll() throws SQLException {
        seeWaiting();
        seeHandingOver();
        seeClosed();
    }

    /** An interrupted caller does not wait for the first credential, and so can ask for it very often. */
    private static void seeWaiting() throws SQLException {
        CountDownLatch never = new CountDownLatch(1);
        HikariConfig pool = new StubDatabase().pool("waiting");
        pool.setInitializationFailTimeout(-1);
        try (RotatingDataSource waiting = RotatingDataSource.builder()
                .pool(pool)
                .source(() -> {
                    never.await();
                    return new Credential("stub", "stub", Lease.unknown());
                })
                .build()) {
            Thread.currentThread().interrupt();
            failOften(waiting);
            if (!Thread.interrupted()) {
                throw new IllegalStateException("wanted the interrupt to be kept, but it is gone");
            }
            never.countDown();
        }
    }

    private static void seeClosed() throws SQLException {
        RotatingDataSource closed = new StubDatabase().rotating("closed");
        closed.close();
        failOften(closed);
    }

    private static void failOften(RotatingDataSource dataSource) {
        for (int i = 0; i < TIMES; i++) {
            if (!fails(dataSource)) {
                throw new IllegalStateException("wanted a failure, found a connection");
            }
        }
    }

    private static boolean fails(RotatingDataSource dataSource) {
        try {
            dataSource.getConnection().close();
            return false;
        } catch (SQLException expected) {
            return true;
        }
    }

    /** The new pool gets no second connection, so the hand-over lasts until it counts as stalled. */
    private static void seeHandingOver() throws SQLException {
        GatedDatabase database = new GatedDatabase();
        try (RotatingDataSource dataSource = RotatingDataSource.builder()
                .pool(database.pool())
                .policy(RotationPolicy.defaults().withStallLimit(LONG_ENOUGH))
                .source(() -> new Credential("stub", "stub", Lease.unknown()))
                .build()) {
            Rotations.await(() -> dataSource.status().connections() == GatedDatabase.POOL);
            database.letIn(1);
            CompletableFuture<Void> rotation = CompletableFuture.runAsync(() -> Rotations.make(dataSource, 1));
            Rotations.await(() -> dataSource.status().phase() == Phase.HANDING_OVER);
            checkOutOften(dataSource);
            try (Connection ofTheNewPool = dataSource.getConnection()) {
                checkOutOften(dataSource); // nothing is idle in the new pool
                check(ofTheNewPool, dataSource);
            }
            database.letIn(Integer.MAX_VALUE);
            rotation.join();
        }
    }

    /** Not with the loop that is measured, which knows one data source. */
    private static void checkOutOften(RotatingDataSource dataSource) throws SQLException {
        for (int i = 0; i < TIMES; i++) {
            dataSource.getConnection().close();
        }
    }

    private static void check(Connection connection, RotatingDataSource dataSource) throws SQLException {
        if (connection.isClosed() || dataSource.status().phase() != Phase.HANDING_OVER) {
            throw new IllegalStateException("wanted a hand-over to last, found " + dataSource.status());
        }
    }
}
