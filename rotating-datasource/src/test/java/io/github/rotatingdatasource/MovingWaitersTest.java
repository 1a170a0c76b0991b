package io.github.rotatingdatasource;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.pool.HikariPool;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How callers who wait in a retired pool are told to look elsewhere, whatever HikariCP's adder is doing. */
@Tag("hikari")
class MovingWaitersTest {
    private final PoolRig rig = new PoolRig();

    @AfterEach
    void close() {
        rig.close();
    }

    /** Retires a generation as {@link Drains} does, and sweeps it until nobody waits. */
    private static Duration retire(Generation generation, Callers callers) {
        long start = System.nanoTime();
        generation.retire();
        Await.until(() -> {
            Drain.sweep(generation.pool(), true);
            return callers.areDone();
        });
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** Those who were not moved would have waited in vain, and say so. */
    private static void assertMoved(Callers callers, int count) {
        assertThat(callers.failures()).hasSize(count).containsOnly(Moved.MOVED);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 50, 200})
    void movesEverybodyWhoWaitsForConnectionsThatAreOut(int count) throws Exception {
        OneLoginPool pool = rig.openFull();
        List<Connection> out = PoolRig.drain(pool);
        Generation generation = PoolRig.generation(pool);
        Callers callers = Callers.waitingIn(pool, count, generation::connect);

        retire(generation, callers);

        assertMoved(callers, count);
        assertThat(out).allMatch(MovingWaitersTest::isAlive);
    }

    private static boolean isAlive(Connection connection) {
        try {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 50, 200})
    void movesEverybodyWhileTheAdderBacksOff(int count) throws Exception {
        OneLoginPool pool = rig.open();
        Generation generation = PoolRig.generation(pool);
        PoolRig.drain(pool);
        rig.database.answer(StubDatabase.Answer.refusal("08001"));
        pool.serve();
        Callers callers = Callers.waitingIn(pool, count, generation::connect);
        rig.awaitLongPause();

        Duration took = retire(generation, callers);

        assertMoved(callers, count);
        assertThat(took).isLessThan(PoolRig.LONG_PAUSE.dividedBy(2));
    }

    @Test
    void movesEverybodyWhileTheLoginIsRefused() throws Exception {
        OneLoginPool pool = rig.open();
        Generation generation = PoolRig.generation(pool);
        PoolRig.drain(pool);
        rig.database.refuse();
        pool.serve();
        Callers callers = Callers.waitingIn(pool, 50, generation::connect);
        Await.until(() -> rig.refusals.get() == 1);

        retire(generation, callers);

        assertMoved(callers, 50);
        assertThat(rig.database.logins()).isEqualTo(2);
    }

    @Test
    void movesEverybodyWhileTheAdderPausesAfterAConnection() throws Exception {
        OneLoginPool pool = rig.open();
        Generation generation = PoolRig.generation(pool);
        Connection first = pool.connect();
        pool.serve();
        Callers callers = Callers.start(50, generation::connect);
        Await.until(() -> pool.total() >= 4); // so it pauses for 30 ms

        retire(generation, callers);

        assertThat(callers.failures()).containsOnly(Moved.MOVED).hasSizeBetween(38, 47);
        first.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 50, 200})
    void movesEverybodyWhileAConnectHangs(int count) throws Exception {
        OneLoginPool pool = rig.open();
        Generation generation = PoolRig.generation(pool);
        PoolRig.drain(pool);
        rig.database.hang();
        pool.serve();
        Callers callers = Callers.waitingIn(pool, count, generation::connect);
        Await.until(() -> rig.database.logins() == 2);

        retire(generation, callers);

        assertMoved(callers, count);
    }

    @Test
    void movesEverybodyWhileTheAdderWaitsForAPermit() throws Exception {
        OneLoginPool pool = rig.open();
        Generation generation = PoolRig.generation(pool);
        PoolRig.drain(pool);
        while (rig.permits.tryTake()) {
            Thread.onSpinWait();
        }
        pool.serve();
        Callers callers = Callers.waitingIn(pool, 50, generation::connect);

        retire(generation, callers);

        assertMoved(callers, 50);
    }

    @Test
    void leavesNoStandInBehind() throws Exception {
        OneLoginPool pool = rig.openFull();
        List<Connection> out = PoolRig.drain(pool);
        Generation generation = PoolRig.generation(pool);
        Callers callers = Callers.waitingIn(pool, 50, generation::connect);

        retire(generation, callers);
        Drain.sweep(pool, true);
        PoolRig.awaitTotal(pool, PoolRig.MAXIMUM);

        assertThat(pool.sessions()).isEqualTo(PoolRig.MAXIMUM);
        assertThat(rig.permits.free()).isEqualTo(2);
        assertThat(out).hasSize(PoolRig.MAXIMUM);
    }

    @Test
    void givesNoStandInWhenNobodyWaits() throws Exception {
        OneLoginPool pool = rig.open();
        Generation generation = PoolRig.generation(pool);
        pool.openNothing();
        generation.retire();

        pool.moveWaiters();
        Connection real = generation.connect();

        assertThat(real.isValid(1)).isTrue();
        assertThat(pool.isStandIn(real)).isFalse();
        assertThat(pool.total()).isOne();
    }

    @Test
    void givesNobodyAStandInAfterTheLastWaiterHasLeft() throws Exception {
        OneLoginPool pool = rig.openFull();
        PoolRig.drain(pool);
        Callers callers = Callers.waitingIn(pool, 1, () -> pool.connect(10_000));
        callers.interrupt();
        callers.awaitDone();

        pool.moveWaiters();
        pool.serve();

        assertThat(pool.total()).isEqualTo(PoolRig.MAXIMUM);
        assertThat(pool.tryConnect()).isNull();
    }

    @Test
    void servesWaitersInARetiredPoolFromWhatComesBack() throws Exception {
        OneLoginPool pool = rig.openFull();
        List<Connection> out = PoolRig.drain(pool);
        Generation generation = PoolRig.generation(pool);
        Callers callers = Callers.waitingIn(pool, 1, generation::connect);

        generation.retire();
        Drain.sweep(pool, false);
        out.get(0).close();
        callers.awaitDone();

        assertThat(callers.connections()).singleElement().matches(MovingWaitersTest::isAlive);
    }

    @Test
    void hikariCpItselfLeavesThemWaitingWhenItShutsDown() throws Exception {
        OneLoginPool pool = rig.open();
        HikariPool hikari = pool.hikari();
        Connection out = pool.connect();
        pool.openNothing();
        Callers callers = Callers.waitingIn(pool, 1, () -> hikari.getConnection(60_000));

        hikari.shutdown();

        assertThat(callers.areDone()).isFalse();
        assertThat(out.isValid(1)).isFalse();
        callers.interrupt();
        callers.awaitDone();
    }
}
