package io.github.rotatingdatasource;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import io.github.rotatingdatasource.RotationStatus.Phase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A connection that cannot be cut off outlasts a suspension; when it can, all of the suspension ends by itself. */
@Timeout(60)
class SuspensionTimeOutTest {
    private static final int POOL = 2;
    private static final Duration PATIENCE = Duration.ofMillis(100);
    /** Long enough for those who wait in a pool to be moved on. */
    private static final Duration DRAIN_LIMIT = Duration.ofMillis(500);

    private final StubDatabase database = new StubDatabase();
    private final StubSource source = new StubSource();
    private final Queue<RotationEvent> events = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<Boolean> mayBeCutOff = new CompletableFuture<>();
    private final Engine engine = engine();

    private Engine engine() {
        HikariConfig config = new HikariConfig();
        config.setPoolName("engine-" + UUID.randomUUID().toString().substring(0, 8));
        config.setDataSource(database);
        config.setMaximumPoolSize(POOL);
        RotationPolicy policy = StubRig.policy().withDrainLimit(DRAIN_LIMIT).withStallLimit(Duration.ofMinutes(1));
        String name = config.getPoolName();
        return new Engine(
                new Settings(name, policy, true, 5_000, POOL, POOL),
                new Supply(source),
                new HikariPools(
                        PoolSettings.checked(config),
                        database::getConnection,
                        new Permits(POOL + 1),
                        AuthFailures.STANDARD),
                Breaker.standard(name),
                List.of((dataSource, event) -> events.add(event)),
                1,
                PATIENCE);
    }

    @AfterEach
    void close() {
        mayBeCutOff.complete(true);
        engine.close();
    }

    private void start() throws SQLException {
        engine.resume();
        for (int i = 0; i < POOL; i++) {
            engine.published().checkout().connect();
        }
    }

    private void suspendInVain() {
        database.answerAborts(mayBeCutOff::join);
        engine.suspend();
        assertThat(database.open()).isPositive();
    }

    private void awaitGeneration(int number) {
        Await.until(
                () -> engine.status().generation() == number && engine.status().phase() == Phase.SERVING);
    }

    private long count(Class<? extends RotationEvent> type) {
        return events.stream().filter(type::isInstance).count();
    }

    @Test
    void closesItsPoolWhenItCan() throws Exception {
        start();
        suspendInVain();
        assertThat(engine.status().draining()).isEqualTo(1);

        mayBeCutOff.complete(true);

        Await.until(() -> engine.status().draining() == 0);
        Await.until(() -> count(RotationEvent.Drained.class) == 1);
        assertThat(database.open()).isZero();
    }

    @Test
    void showsNoLoginMeanwhile() throws Exception {
        start();
        suspendInVain();

        assertThat(engine.status().phase()).isEqualTo(Phase.SUSPENDED);
        assertThat(engine.status().fingerprint()).isNull();
        assertThat(source.suspensions()).isEqualTo(1);
    }

    @Test
    void closesItsPoolThoughItIsResumed() throws Exception {
        start();
        suspendInVain();
        engine.resume();
        mayBeCutOff.complete(true);

        Await.until(() -> count(RotationEvent.Drained.class) == 1);
        awaitGeneration(2);
        Await.until(() -> database.open() == POOL);
    }

    @Test
    void retiresNoLoginThatIsInUseAgain() throws Exception {
        start();
        suspendInVain();
        engine.resume(); // with the same login
        mayBeCutOff.complete(true);
        Await.until(() -> count(RotationEvent.Drained.class) == 1);

        engine.close();

        assertThat(source.retired()).containsExactly("app-user-1");
    }

    @Test
    void leavesItsNumbersToNobody() throws Exception {
        start();
        source.offer(2);
        Await.until(() -> engine.status().phase() == Phase.HANDING_OVER);
        suspendInVain();

        engine.resume();

        awaitGeneration(3);
    }

    @Test
    void isClosedWithWhatIsLeft() throws Exception {
        start();
        suspendInVain();
        source.offer(2);
        engine.resume();
        Callers closing = Callers.start(1, () -> {
            engine.close();
            return null;
        });
        Await.until(() -> engine.status().phase() == Phase.CLOSED);
        mayBeCutOff.complete(true);
        closing.awaitDone();

        assertThat(source.retired()).containsExactlyInAnyOrder("app-user-1", "app-user-2");
        Await.until(() -> count(RotationEvent.Closed.class) == 1);
    }
}
