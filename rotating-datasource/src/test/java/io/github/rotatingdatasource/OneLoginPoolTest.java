package io.github.rotatingdatasource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How a pool grows, shrinks and serves: what we rely on in HikariCP, run against every version that we support. */
@Tag("hikari")
class OneLoginPoolTest {
    private final PoolRig rig = new PoolRig();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void theVersionOfHikariCpIsTheOneThatIsAskedFor() {
        String asked = System.getProperty("tests.hikari.version", "7.1.0");

        String jar = com.zaxxer.hikari.HikariConfig.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();

        assertThat(jar).endsWith("HikariCP-" + asked + ".jar");
    }

    @Test
    void opensWithTheConnectionOfTheTrial() throws Exception {
        OneLoginPool pool = rig.open();

        assertThat(pool.total()).isOne();
        assertThat(pool.idle()).isOne();
        assertThat(rig.database.logins()).isOne();
        assertThat(rig.database.open()).isOne();
    }

    @Test
    void keepsItsFirstConnectionWithAMinimumOfZero() throws Exception {
        try (PoolRig rig = new PoolRig(config -> config.setMinimumIdle(0))) {
            OneLoginPool pool = rig.open();

            assertThat(pool.total()).isOne();
            assertThat(rig.database.logins()).isOne();
        }
    }

    @Test
    void asksForNoSecondConnectionWhileNobodyOrdersOne() throws Exception {
        OneLoginPool pool = rig.open();
        PoolRig.drain(pool);

        assertThatThrownBy(() -> pool.connect(100)).isInstanceOf(SQLTransientConnectionException.class);

        assertThat(pool.total()).isOne();
        assertThat(rig.database.logins()).isOne();
    }

    @Test
    void growsByOneConnectionAtATimeUpToTheMaximum() throws Exception {
        OneLoginPool pool = rig.open();

        for (int size = 2; size <= PoolRig.MAXIMUM; size++) {
            pool.grow();
            PoolRig.awaitTotal(pool, size);
            assertThat(pool.isGrowing()).isFalse();
        }
        pool.grow();

        assertThat(pool.isGrowing()).isFalse();
        assertThat(rig.database.logins()).isEqualTo(PoolRig.MAXIMUM);
    }

    @Test
    void growsThoughTheAdderPausesAfterAFailure() throws Exception {
        OneLoginPool pool = rig.open();
        rig.database.answer(StubDatabase.Answer.refusal("08001"));
        pool.grow();
        rig.awaitLongPause();
        rig.database.accept();

        long start = System.nanoTime();
        pool.grow();
        PoolRig.awaitTotal(pool, 2);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PoolRig.LONG_PAUSE.dividedBy(2));
    }

    @Test
    void growsThoughItIsToldToWhileALoginIsAboutToFail() throws Exception {
        OneLoginPool pool = rig.open();
        rig.database.answer(StubDatabase.Answer.refusal("08001"));
        pool.grow();
        Await.until(() -> rig.database.logins() >= PoolRig.LOGINS_TO_LONG_PAUSE - 1);
        rig.database.hang();
        Await.until(() -> rig.database.hanging() == 1);
        rig.database.accept(); // from the next one on

        pool.grow();
        long start = System.nanoTime();
        rig.database.wakeUp();
        PoolRig.awaitTotal(pool, 2);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PoolRig.LONG_PAUSE.dividedBy(2));
    }

    @Test
    void servesTenCallersAtOnceAfterItHasGrownToTen() throws Exception {
        OneLoginPool pool = rig.openFull();

        Callers callers = Callers.start(PoolRig.MAXIMUM, pool::connect);
        callers.awaitDone();

        assertThat(callers.failures()).isEmpty();
        assertThat(callers.connections()).hasSize(PoolRig.MAXIMUM);
    }

    @Test
    void servesTenCallersWhoAllArriveBeforeItHasGrown() throws Exception {
        OneLoginPool pool = rig.open();
        pool.serve();

        Callers callers = Callers.start(PoolRig.MAXIMUM, pool::connect);
        callers.awaitDone();

        assertThat(callers.failures()).isEmpty();
        assertThat(rig.database.logins()).isEqualTo(PoolRig.MAXIMUM);
    }

    @Test
    void servingFillsThePoolToTheMinimumOfItsUser() throws Exception {
        try (PoolRig rig = new PoolRig(config -> config.setMinimumIdle(4))) {
            OneLoginPool pool = rig.open();

            pool.serve();
            PoolRig.fill(pool, 4);

            assertThat(rig.database.logins()).isEqualTo(4);
        }
    }

    @Test
    void fillsThePoolAgainAfterConnectionsWent() throws Exception {
        OneLoginPool pool = rig.openFull();
        pool.openNothing();
        pool.evictIdle();
        pool.evictIdle();

        pool.serve();
        PoolRig.fill(pool, PoolRig.MAXIMUM);

        Await.until(() -> rig.database.open() == PoolRig.MAXIMUM); // when those that went are closed
    }

    @Test
    void tellsWhetherSomethingIsIdleWithoutWaiting() throws Exception {
        OneLoginPool pool = rig.openFull();
        List<Connection> all = PoolRig.drain(pool);

        long start = System.nanoTime();
        Connection none = pool.tryConnect();

        assertThat(none).isNull();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PoolRig.CONNECTION_TIMEOUT.dividedBy(2));
        all.get(0).close();
        assertThat(pool.tryConnect()).isNotNull();
    }

    @Test
    void closingAnIdleConnectionMakesThePoolSmallerForGood() throws Exception {
        OneLoginPool pool = rig.openFull();
        pool.openNothing();

        boolean evicted = pool.evictIdle();
        Await.until(() -> rig.database.open() == PoolRig.MAXIMUM - 1);

        assertThat(evicted).isTrue();
        assertThat(pool.total()).isEqualTo(PoolRig.MAXIMUM - 1);
        assertThat(pool.isGrowing()).isFalse();
        assertThat(rig.database.logins()).isEqualTo(PoolRig.MAXIMUM);
    }

    @Test
    void closesNoConnectionThatIsOut() throws Exception {
        OneLoginPool pool = rig.openFull();
        PoolRig.drain(pool);

        assertThat(pool.evictIdle()).isFalse();
        assertThat(pool.evictNext(20)).isFalse();

        assertThat(pool.total()).isEqualTo(PoolRig.MAXIMUM);
    }

    @Test
    void takesItsTurnInTheQueueForAConnectionToClose() throws Exception {
        OneLoginPool pool = rig.openFull();
        List<Connection> all = PoolRig.drain(pool);
        pool.openNothing();
        Callers evicting = Callers.waitingIn(pool, 1, () -> {
            pool.evictNext(20_000);
            return null;
        });
        Callers caller = Callers.start(1, pool::connect);
        Await.until(() -> pool.waiting() == 2);

        all.get(0).close();
        all.get(1).close();
        caller.awaitDone();
        evicting.awaitDone();

        assertThat(caller.failures()).isEmpty();
        assertThat(pool.total()).isEqualTo(PoolRig.MAXIMUM - 1);
    }
}
