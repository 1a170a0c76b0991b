package io.github.rotatingdatasource;

import com.zaxxer.hikari.HikariConfig;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A stub of a database and one of a source, and the rotating data source that reads it. */
final class StubRig implements AutoCloseable {
    static final int POOL = 4;

    final StubDatabase database = new StubDatabase();
    final StubSource source = new StubSource();
    final Queue<RotationEvent> events = new ConcurrentLinkedQueue<>();
    final HikariConfig pool = new HikariConfig();
    final RotatingDataSourceBuilder builder = RotatingDataSource.builder();
    private RotatingDataSource dataSource;

    StubRig() {
        pool.setPoolName("stub-" + UUID.randomUUID().toString().substring(0, 8));
        pool.setDataSource(database);
        pool.setMaximumPoolSize(POOL);
        pool.setConnectionTimeout(5_000);
        builder.pool(pool).source(source).policy(policy()).listener((name, event) -> events.add(event));
    }

    static RotationPolicy policy() {
        return RotationPolicy.defaults().withDistance(Duration.ZERO).withPoll(Duration.ofMillis(100), Duration.ZERO);
    }

    RotatingDataSource start() throws SQLException {
        dataSource = builder.build();
        return dataSource;
    }

    /** Has the next login, and waits until the data source serves with it alone. */
    void rotateTo(int number) {
        source.offer(number);
        awaitGeneration(number);
    }

    void awaitGeneration(int number) {
        Await.until(() -> {
            RotationStatus status = dataSource.status();
            return status.generation() == number && status.phase() == RotationStatus.Phase.SERVING;
        });
    }

    /** Waits until what was replaced is gone. */
    void awaitDrained() {
        Await.until(() -> dataSource.status().draining() == 0);
    }

    @Override
    public void close() {
        database.wakeUp();
        database.letCloses();
        if (dataSource != null) {
            dataSource.close();
        }
    }
}
