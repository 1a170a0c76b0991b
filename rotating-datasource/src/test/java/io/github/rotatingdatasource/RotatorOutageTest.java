package io.github.rotatingdatasource;

import static io.github.rotatingdatasource.RotatorRig.GRACE;
import static io.github.rotatingdatasource.RotatorRig.HOUR;
import static io.github.rotatingdatasource.RotatorRig.MOMENT;
import static io.github.rotatingdatasource.RotatorRig.NOON;
import static io.github.rotatingdatasource.RotatorRig.login;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rotatingdatasource.RotationEvent.Part;
import io.github.rotatingdatasource.RotationStatus.Freshness;
import io.github.rotatingdatasource.RotationStatus.Phase;
import io.github.rotatingdatasource.source.Lease;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No generation serves: who waits, who fails, and which login serves next. */
class RotatorOutageTest {
    private static final Duration TENTH = Duration.ofMillis(100);

    private final RotatorRig rig = RotatorRig.polling();

    private void isWaiting() {
        assertThat(rig.checkout()).isInstanceOf(Checkout.Waiting.class);
        assertThat(rig.rotator.snapshot().status().phase()).isEqualTo(Phase.WAITING);
    }

    private void isUnavailable() {
        assertThat(rig.checkout()).isInstanceOf(Checkout.Unavailable.class);
        assertThat(rig.rotator.snapshot().status().phase()).isEqualTo(Phase.UNAVAILABLE);
    }

    private void serves(String user) throws Exception {
        rig.pass(MOMENT);
        assertThat(rig.connect()).isEqualTo(user);
        assertThat(rig.rotator.snapshot().status().phase()).isEqualTo(Phase.SERVING);
    }

    @Test
    void aDroppedUserIsLostThoughHisSessionsLive() {
        FakePool pool = rig.serve("a");

        rig.drop(rig.current());

        isWaiting();
        assertThat(pool.sessions()).isEqualTo(10);
    }

    @Test
    void aRefusedLoginWithoutASessionIsLost() {
        rig.serve("a").withIdle(0);

        rig.refuseAnother(rig.current());

        isWaiting();
    }

    @Test
    void aRefusedLoginServesUntilItsLastSessionIsGone() throws Exception {
        FakePool pool = rig.serve("a").withIdle(1);
        rig.refuseAnother(rig.current());
        assertThat(rig.connect()).isEqualTo("a");

        pool.withIdle(0);
        rig.refuseAnother(rig.current());

        isWaiting();
    }

    @Test
    void aFirmEndHasNoGrace() {
        rig.give(login("a", Lease.firm(NOON, HOUR)));
        rig.accept();
        rig.refuseAll(login("a", Lease.firm(NOON, HOUR)), HOUR.minus(MOMENT));
        assertThat(rig.checkout()).isInstanceOf(Checkout.Serving.class);

        rig.pass(MOMENT);

        isUnavailable();
        assertThat(rig.orders.last(RotationEvent.Unavailable.class).part()).isEqualTo(Part.LEASE);
    }

    @Test
    void aFirmEndCutsOffWhatIsStillOut() {
        rig.give(login("a", Lease.firm(NOON, HOUR)));
        FakePool pool = rig.accept().lend(3);
        rig.refuseAll(login("a", Lease.firm(NOON, HOUR)), HOUR);

        rig.pass(MOMENT);

        assertThat(pool.used()).isZero();
    }

    @Test
    void callersWaitForTheGraceAndThenFailAtOnce() {
        rig.lose();

        rig.refuseAll(login("a"), GRACE.minus(MOMENT));
        isWaiting();

        rig.pass(MOMENT);
        isUnavailable();
        assertThat(rig.orders.events(RotationEvent.Unavailable.class)).hasSize(1);
    }

    @Test
    void whoeverWaitsIsSentOnWhenTheGraceIsOver() {
        rig.lose();
        Checkout waiting = rig.checkout();

        rig.refuseAll(login("a"), GRACE);

        assertThatThrownBy(waiting::connect)
                .isInstanceOf(CredentialsUnavailableException.class)
                .hasMessageContaining("the database refused the login");
    }

    @Test
    void whoeverWaitsGetsTheNextLogin() throws Exception {
        rig.lose();
        Checkout waiting = rig.checkout();
        rig.give("b");

        rig.accept();

        assertThat(waiting.connect().getSchema()).isEqualTo("b");
    }

    @Test
    void theSourceIsAskedAtOnceAndThenEachTenthOfASecondWhileCallersWait() {
        rig.lose();
        int reads = rig.orders.reads;
        assertThat(rig.orders.reading).isTrue();

        rig.refuseAll(login("a"), GRACE.minus(TENTH));

        assertThat(rig.orders.reads - reads).isEqualTo(19);
    }

    @Test
    void aSourceThatFailsIsAskedEachTenthOfASecondWhileCallersWait() {
        rig.lose();
        int reads = rig.orders.reads;
        for (int i = 0; i < 19; i++) {
            rig.failToGive("not found");
            rig.pass(TENTH);
        }
        assertThat(rig.orders.reads - reads).isEqualTo(19);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aNewLoginIsTriedWithoutADebounceAndADistance(boolean afterTheGrace) throws Exception {
        if (afterTheGrace) {
            rig.becomeUnavailable();
        } else {
            rig.lose();
            rig.give("a");
        }

        rig.change("b");

        assertThat(rig.tried()).isEqualTo("b");
        rig.accept();
        serves("b");
    }

    @Test
    void aNewLoginIsTriedAtOnceAfterAFirmEnd() throws Exception {
        rig.give(login("a", Lease.firm(NOON, HOUR)));
        rig.accept();
        rig.refuseAll(login("a", Lease.firm(NOON, HOUR)), HOUR.plusSeconds(1));

        rig.change(login("b", Lease.firm(rig.now, HOUR)));

        assertThat(rig.tried()).isEqualTo("b");
        rig.accept();
        serves("b");
    }

    @Test
    void aLoginThatKeptItsDistanceIsTriedAtOnceWhenTheOneBeforeIsLost() {
        rig.serve("a");
        rig.change("b");
        rig.pass(MOMENT);
        rig.accept();
        rig.pass(Duration.ofSeconds(1));
        rig.change("c");
        rig.pass(MOMENT);
        assertThat(rig.tried()).isEqualTo("nobody");

        rig.drop(rig.current());

        assertThat(rig.tried()).isEqualTo("c");
    }

    @Test
    void aRefusedLoginIsNotTriedSoonerBecauseTheOneBeforeIsLost() {
        rig.serve("a");
        rig.change("b");
        rig.pass(MOMENT);
        rig.refuse();

        rig.drop(rig.current());
        rig.give("b");

        assertThat(rig.tried()).isEqualTo("nobody");
    }

    @Test
    void theSameLoginIsOpenedAnewWhenItsLeaseWasExtendedAfterItsFirmEnd() throws Exception {
        rig.give(login("a", Lease.firm(NOON, HOUR)));
        rig.accept();
        rig.refuseAll(login("a", Lease.firm(NOON, HOUR)), HOUR.plusSeconds(5));

        rig.change(login("a", Lease.firm(rig.now, HOUR)));
        assertThat(rig.tried()).isEqualTo("a");
        rig.accept();

        serves("a");
        assertThat(rig.current().number()).isEqualTo(2);
    }

    @Test
    void theNewestReasonIsTold() {
        rig.becomeUnavailable();

        rig.rotator.changed(rig.now);
        rig.step();
        rig.failToGive("file not found");

        assertThatThrownBy(rig.checkout()::connect).hasMessageContaining("file not found");
        assertThat(rig.rotator.snapshot().status().unavailable()).isEqualTo("file not found");
    }

    @Test
    void aStatusIsDryFromTheLossOn() {
        rig.lose();
        assertThat(rig.rotator.snapshot().status().freshnessAt(rig.now)).isEqualTo(Freshness.DRY);

        rig.give("b");
        rig.accept();

        assertThat(rig.rotator.snapshot().status().freshnessAt(rig.now)).isEqualTo(Freshness.FRESH);
    }

    @Test
    void aLostLoginIsRetiredOnceWhenAnotherServes() {
        rig.lose();
        rig.refuseAll(login("a"), Duration.ofSeconds(5));
        assertThat(rig.orders.retired).isEmpty();

        rig.change("b");
        rig.accept();
        rig.pass(Duration.ofSeconds(10));

        assertThat(rig.orders.retired).containsExactly(login("a"));
    }

    @Test
    void aLostLoginIsNotRetiredWhenItServesAgain() {
        rig.lose();
        rig.refuseAll(login("a"), Duration.ofMillis(990));
        rig.pass(Duration.ofMillis(100));

        rig.accept();
        rig.pass(Duration.ofSeconds(10));

        assertThat(rig.orders.retired).isEmpty();
    }

    @Test
    void aLostLoginIsRetiredWhenTheDataSourceIsClosed() {
        rig.lose();
        rig.refuseAll(login("a"), Duration.ofSeconds(5));

        List<Generation> left = rig.rotator.close();

        assertThat(left).isEmpty();
        assertThat(rig.orders.retired).containsExactly(login("a"));
    }

    @Test
    void whoWaitsInThePoolOfALostLoginIsMovedAtOnce() {
        FakePool pool = rig.serve("a").lend(10).withWaiting(5);

        rig.drop(rig.current());
        rig.pass(MOMENT);

        assertThat(pool.moved).isEqualTo(5);
    }

    @Test
    void aDemandDuringAnOutageDoesNotWaitForAFileThatIsReadAnyway() {
        rig.lose();
        rig.give("a");

        rig.demand();

        assertThat(rig.orders.reading).isTrue();
    }
}
