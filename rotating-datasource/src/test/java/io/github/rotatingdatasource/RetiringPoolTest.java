package io.github.rotatingdatasource;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How a pool stops to open connections, empties itself, is cut off and closes. */
@Tag("hikari")
class RetiringPoolTest {
    private final PoolRig rig = new PoolRig(config -> config.setConnectionTimeout(500));

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void opensNothingForCallersWhoArriveInAnEmptyPool() throws Exception {
        OneLoginPool pool = rig.open();
        pool.openNothing();
        pool.evictAll();

        Callers callers = Callers.start(20, pool::connect);
        callers.awaitDone();

        assertThat(callers.failures()).hasSize(20).hasOnlyElementsOfType(SQLTransientConnectionException.class);
        assertThat(rig.database.logins()).isOne();
    }

    @Test
    void opensNothingInPlaceOfAConnectionThatBreaks() throws Exception {
        OneLoginPool pool = rig.openFull();
        pool.openNothing();

        pool.hikari().evictConnection(pool.connect());
        Callers callers = Callers.start(20, pool::connect);
        callers.awaitDone();

        assertThat(callers.connections()).hasSize(PoolRig.MAXIMUM - 1);
        assertThat(rig.database.logins()).isEqualTo(PoolRig.MAXIMUM);
    }

    @Test
    void goesOnServingWhatItHasWhileItOpensNothing() throws Exception {
        OneLoginPool pool = rig.openFull();

        pool.openNothing();

        assertThat(PoolRig.drain(pool)).hasSize(PoolRig.MAXIMUM);
    }

    @Test
    void servesAtItsFormerSizeAgain() throws Exception {
        OneLoginPool pool = rig.openFull();
        pool.openNothing();
        pool.evictIdle();
        pool.evictIdle();

        pool.serve();
        PoolRig.fill(pool, PoolRig.MAXIMUM);
        Callers callers = Callers.start(PoolRig.MAXIMUM, pool::connect);
        callers.awaitDone();

        assertThat(callers.failures()).isEmpty();
    }

    @Test
    void servesAgainWithRoomForCallersBeyondItsMinimum() throws Exception {
        try (PoolRig rig = new PoolRig(config -> config.setMinimumIdle(1))) {
            OneLoginPool pool = rig.open();
            pool.openNothing();

            pool.serve();
            Callers callers = Callers.start(PoolRig.MAXIMUM, pool::connect);
            callers.awaitDone();

            assertThat(callers.failures()).isEmpty();
        }
    }

    @Test
    void closesIdleConnectionsAtOnceAndUsedOnesWhenTheyComeBack() throws Exception {
        OneLoginPool pool = rig.openFull();
        Connection used = pool.connect();
        pool.openNothing();

        pool.evictAll();
        Await.until(() -> rig.database.open() == 1);
        assertThat(used.isValid(1)).isTrue();
        used.close();
        Await.until(() -> rig.database.open() == 0);

        assertThat(pool.total()).isZero();
        assertThat(rig.database.logins()).isEqualTo(PoolRig.MAXIMUM);
    }

    @Test
    void cutsOffWhatIsOut() throws Exception {
        OneLoginPool pool = rig.openFull();
        List<Connection> out = PoolRig.drain(pool);

        int cut = pool.cut();

        assertThat(cut).isEqualTo(PoolRig.MAXIMUM);
        assertThat(rig.database.open()).isZero();
        assertThat(rig.permits.free()).isEqualTo(PoolRig.PERMITS);
        assertThat(out.get(0).isValid(1)).isFalse();
    }

    @Test
    void makesNoConnectionAfterItWasCutOff() throws Exception {
        OneLoginPool pool = rig.openFull();

        pool.cut();
        Callers callers = Callers.start(5, pool::connect);
        callers.awaitDone();

        assertThat(rig.database.open()).isZero();
        assertThat(rig.database.logins()).isEqualTo(PoolRig.MAXIMUM);
    }

    @Test
    void countsWhatIsBeingClosedUntilItIsGone() throws Exception {
        OneLoginPool pool = rig.openFull();
        rig.database.holdCloses();

        pool.evictIdle();
        assertThat(pool.total()).isEqualTo(PoolRig.MAXIMUM - 1);
        assertThat(pool.sessions()).isEqualTo(PoolRig.MAXIMUM);
        assertThat(rig.permits.free()).isEqualTo(2);
        rig.database.letCloses();
        Await.until(() -> rig.permits.free() == 3);

        assertThat(pool.sessions()).isEqualTo(PoolRig.MAXIMUM - 1);
    }

    @Test
    void leavesNoThreadAndNoConnectionWhenItCloses() throws Exception {
        OneLoginPool pool = rig.openFull();
        Connection out = pool.connect();

        pool.close();
        rig.pools.close();
        Await.until(() -> Threads.of(rig.name).isEmpty());

        assertThat(rig.database.open()).isZero();
        assertThat(out.isValid(1)).isFalse();
        assertThat(rig.permits.free()).isEqualTo(PoolRig.PERMITS);
    }

    @Test
    void closesAPoolWhileTheOtherServes() throws Exception {
        OneLoginPool old = rig.open();
        OneLoginPool next = rig.open();
        next.serve();

        old.close();
        PoolRig.fill(next, PoolRig.MAXIMUM);

        assertThat(next.connect().isValid(1)).isTrue();
        assertThat(rig.database.open()).isEqualTo(PoolRig.MAXIMUM);
    }
}
