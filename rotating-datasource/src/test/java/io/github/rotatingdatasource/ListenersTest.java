package io.github.rotatingdatasource;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rotatingdatasource.RotationEvent.HandOverBegan;
import io.github.rotatingdatasource.RotationEvent.Outcome;
import io.github.rotatingdatasource.RotationEvent.Rotated;
import java.sql.Connection;
import java.util.Collection;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever a listener does, rotation goes on. */
@Timeout(60)
class ListenersTest {
    private final StubRig rig = new StubRig();
    private final AtomicReference<RotatingDataSource> dataSource = new AtomicReference<>();
    private final Queue<Object> seen = new ConcurrentLinkedQueue<>();

    @AfterEach
    void close() {
        rig.close();
    }

    private void start() throws Exception {
        dataSource.set(rig.start());
    }

    @Test
    void goesOnThoughAListenerThrows() throws Exception {
        rig.builder.listener((name, event) -> {
            seen.add(event);
            throw new IllegalStateException("listener");
        });
        start();

        rig.rotateTo(2);
        rig.rotateTo(3);
        Await.until(() -> rotations(seen) == 3);
        Await.until(() -> rotations(rig.events) == 3);
    }

    private static long rotations(Collection<?> events) {
        return events.stream().filter(Rotated.class::isInstance).count();
    }

    @Test
    void goesOnThoughAListenerThrowsAnError() throws Exception {
        rig.builder.listener((name, event) -> {
            throw new NoClassDefFoundError("listener");
        });
        start();

        rig.rotateTo(2);

        assertThat(dataSource.get().getConnection().isValid(1)).isTrue();
    }

    @Test
    void goesOnThoughAListenerNeverReturns() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        rig.builder.listener((name, event) -> {
            if (event instanceof HandOverBegan) {
                awaitQuietly(never);
            }
        });
        start();

        rig.rotateTo(2);
        rig.rotateTo(3);

        assertThat(dataSource.get().status().rotations()).isEqualTo(2);
        never.countDown();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void givesAListenerAConnection() throws Exception {
        rig.builder.listener((name, event) -> {
            if (event instanceof HandOverBegan) {
                seen.add(ask());
            }
        });
        start();

        rig.rotateTo(2);
        Await.until(() -> !seen.isEmpty());

        assertThat(seen).containsExactly(true);
    }

    private boolean ask() {
        try (Connection connection = dataSource.get().getConnection()) {
            return connection.isValid(1);
        } catch (Exception e) {
            return false;
        }
    }

    @Test
    void rotatesForAListenerWhoAsksForIt() throws Exception {
        rig.builder.listener((name, event) -> {
            if (event instanceof Rotated rotated && rotated.generation() == 2) {
                seen.add(rotate());
            }
        });
        start();

        rig.source.offer(2);
        Await.until(() -> !seen.isEmpty());

        assertThat(seen)
                .singleElement()
                .isInstanceOfSatisfying(
                        Rotated.class,
                        rotated -> assertThat(rotated.generation()).isEqualTo(3));
    }

    private Outcome rotate() {
        try {
            return dataSource.get().rotateNow();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void closesForAListenerWhoAsksForIt() throws Exception {
        rig.builder.listener((name, event) -> {
            if (event instanceof HandOverBegan) {
                dataSource.get().close();
            }
        });
        start();

        rig.source.offer(2);
        Await.until(() -> rig.database.open() == 0);

        assertThat(dataSource.get().status().phase()).isEqualTo(RotationStatus.Phase.CLOSED);
    }

    @Test
    void tellsOneEventAfterTheOtherWithTheNameOfTheDataSource() throws Exception {
        rig.builder.listener((name, event) -> seen.add(name));
        start();

        rig.rotateTo(2);
        Await.until(() -> rig.events.size() >= 3 && seen.size() >= 3);

        assertThat(seen).containsOnly(rig.pool.getPoolName());
        assertThat(rig.events)
                .extracting(event -> (Object) event.getClass())
                .startsWith(Rotated.class, HandOverBegan.class, Rotated.class);
    }
}
