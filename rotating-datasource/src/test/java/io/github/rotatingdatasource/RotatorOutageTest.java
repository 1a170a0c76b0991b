package io.github.rotatingdatasource;

import static io.github.rotatingdatasource.RotatorRig.HOUR;
import static io.github.rotatingdatasource.RotatorRig.MOMENT;
import static io.github.rotatingdatasource.RotatorRig.NOON;
import static io.github.rotatingdatasource.RotatorRig.login;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rotatingdatasource.RotationEvent.Outcome;
import io.github.rotatingdatasource.RotationEvent.Part;
import io.github.rotatingdatasource.RotationEvent.RotationFailed;
import io.github.rotatingdatasource.RotationStatus.Freshness;
import io.github.rotatingdatasource.RotationStatus.Phase;
import io.github.rotatingdatasource.source.Credential;
import io.github.rotatingdatasource.source.Lease;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No generation serves: who waits, who fails, and what is tried meanwhile. */
class RotatorOutageTest {
    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final Duration TENTH = Duration.ofMillis(100);

    private final RotatorRig rig = RotatorRig.polling();

    /** Serves from "a", whose user the database then drops. */
    private void lose() {
        rig.serve("a");
        rig.drop(rig.current());
    }

    /** Loses the login in use, and lets the grace pass while the source has nothing newer. */
    private void becomeUnavailable() {
        lose();
        rig.refuseAll(login("a"), GRACE);
        assertThat(rig.checkout()).isInstanceOf(Checkout.Unavailable.class);
    }

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
        lose();

        rig.refuseAll(login("a"), GRACE.minus(MOMENT));
        isWaiting();

        rig.pass(MOMENT);
        isUnavailable();
        assertThat(rig.orders.events(RotationEvent.Unavailable.class)).hasSize(1);
    }

    @Test
    void whoeverWaitsIsSentOnWhenTheGraceIsOver() {
        lose();
        Checkout waiting = rig.checkout();

        rig.refuseAll(login("a"), GRACE);

        assertThatThrownBy(waiting::connect)
                .isInstanceOf(CredentialsUnavailableException.class)
                .hasMessageContaining("the database refused the login");
    }

    @Test
    void whoeverWaitsGetsTheNextLogin() throws Exception {
        lose();
        Checkout waiting = rig.checkout();
        rig.give("b");

        rig.accept();

        assertThat(waiting.connect().getSchema()).isEqualTo("b");
    }

    @Test
    void theSourceIsAskedAtOnceAndThenEachTenthOfASecondWhileCallersWait() {
        lose();
        int reads = rig.orders.reads;
        assertThat(rig.orders.reading).isTrue();

        rig.refuseAll(login("a"), GRACE.minus(TENTH));

        assertThat(rig.orders.reads - reads).isEqualTo(19);
    }

    @Test
    void aSourceThatFailsIsAskedEachTenthOfASecondWhileCallersWait() {
        lose();
        int reads = rig.orders.reads;
        for (int i = 0; i < 19; i++) {
            rig.failToGive("not found");
            rig.pass(TENTH);
        }
        assertThat(rig.orders.reads - reads).isEqualTo(19);
    }

    @Test
    void theSourceIsAskedOncePerSecondWhileEachCheckoutFails() {
        becomeUnavailable();
        int reads = rig.orders.reads;

        rig.refuseAll(login("a"), Duration.ofSeconds(10));

        assertThat(rig.orders.reads - reads).isBetween(9, 11);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aNewLoginIsTriedWithoutADebounceAndADistance(boolean afterTheGrace) throws Exception {
        if (afterTheGrace) {
            becomeUnavailable();
        } else {
            lose();
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
    void aDeadLoginIsTriedAtGrowingIntervalsWithOneLoginEach() {
        lose();

        List<Duration> trials = rig.refuseAll(login("a"), Duration.ofSeconds(122));

        assertThat(trials.stream().map(Duration::toSeconds)).containsExactly(1L, 3L, 7L, 15L, 31L, 61L, 91L, 121L);
        assertThat(rig.orders.opens).isEqualTo(1 + 8);
    }

    @Test
    void aLoginWhoseFirmLeaseIsOverIsNotTriedAtAll() {
        Credential ended = login("a", Lease.firm(NOON, HOUR));
        rig.give(ended);
        rig.accept();

        assertThat(rig.refuseAll(ended, HOUR.plusSeconds(60))).isEmpty();
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
    void aDemandTriesTheDeadLoginOnceAndAtOnce() {
        becomeUnavailable();
        int opens = rig.orders.opens;

        CompletableFuture<Outcome> answer = rig.demand();
        rig.give("a");
        assertThat(rig.tried()).isEqualTo("a");
        rig.refuse();

        assertThat(answer).isCompletedWithValueMatching(outcome -> outcome instanceof RotationFailed);
        rig.refuseAll(login("a"), Duration.ofMillis(900));
        assertThat(rig.orders.opens).isEqualTo(opens + 1);
    }

    @Test
    void theBreakerOpensWhenTheGraceIsOverAndClosesWhenALoginServes() {
        lose();
        assertThat(rig.orders.breaker).isEmpty();
        rig.refuseAll(login("a"), GRACE);
        assertThat(rig.orders.breaker).containsExactly("open for PT1S");

        rig.change("b");
        rig.accept();

        assertThat(rig.orders.breaker).containsExactly("open for PT1S", "half open", "closed");
    }

    @Test
    void theBreakerIsHalfOpenForEachTrialAndOpenUntilTheNext() {
        becomeUnavailable();
        rig.orders.breaker.clear();

        rig.refuseAll(login("a"), Duration.ofSeconds(6));

        assertThat(rig.orders.breaker).containsExactly("half open", "open for PT4S", "half open", "open for PT8S");
    }

    @Test
    void theBreakerOfAnEndedLeaseIsNotMovedByReadsOfACheapSource() {
        Credential ended = login("a", Lease.firm(NOON, HOUR));
        rig.give(ended);
        rig.accept();

        rig.refuseAll(ended, HOUR.plusSeconds(60));

        assertThat(rig.orders.breaker).containsExactly("open for PT1S");
    }

    @Test
    void aBreakerThatIsForcedOpenForbidsAllTrialsAndTheLoopDoesNotSpin() {
        becomeUnavailable();
        int opens = rig.orders.opens;
        rig.orders.forbidden = true;
        rig.refuseAll(login("a"), Duration.ofSeconds(60));
        assertThat(rig.orders.opens).isEqualTo(opens);

        rig.orders.forbidden = false;
        rig.pass(Duration.ofSeconds(1));

        assertThat(rig.tried()).isEqualTo("a");
    }

    @Test
    void aBreakerThatIsForcedOpenForbidsNothingWhileCallersWait() {
        rig.orders.forbidden = true;
        lose();

        rig.give("b");

        assertThat(rig.tried()).isEqualTo("b");
    }

    @Test
    void aSourceThatMintsIsAskedOncePerHalfOpenWait() {
        RotatorRig minting = unavailableAndMinting();
        int reads = minting.orders.reads;

        for (int i = 0; i < 6_000; i++) {
            if (minting.orders.reading) {
                minting.failToGive("sealed");
            }
            minting.pass(Duration.ofMillis(10));
        }

        assertThat(minting.orders.reads - reads).isBetween(5, 7);
        assertThat(minting.orders.breaker)
                .containsSubsequence(
                        "half open", "open for PT2S", "half open", "open for PT4S", "half open", "open for PT8S");
    }

    @Test
    void aSourceThatMintsIsNotAskedWhileTheBreakerIsForcedOpen() {
        RotatorRig minting = unavailableAndMinting();
        minting.pass(Duration.ofSeconds(2));
        minting.failToGive("sealed");
        int reads = minting.orders.reads;
        minting.orders.forbidden = true;

        minting.pass(Duration.ofSeconds(60));

        assertThat(minting.orders.reads).isEqualTo(reads);
    }

    @Test
    void aSourceThatMintsServesAgainWithWhatItMints() throws Exception {
        RotatorRig minting = unavailableAndMinting();
        minting.pass(Duration.ofSeconds(2));

        minting.give(login("b", Lease.firm(minting.now, HOUR)));
        assertThat(minting.tried()).isEqualTo("b");
        minting.accept();

        assertThat(minting.connect()).isEqualTo("b");
        assertThat(minting.orders.breaker).last().isEqualTo("closed");
    }

    /** Returns a rig whose source is sealed, and whose firm lease is over. */
    private static RotatorRig unavailableAndMinting() {
        RotatorRig minting = RotatorRig.minting();
        minting.serve(login("a", Lease.firm(NOON, Duration.ofSeconds(60))));
        while (!(minting.checkout() instanceof Checkout.Unavailable)) {
            minting.pass(Duration.ofMillis(10));
            if (minting.orders.reading) {
                minting.failToGive("sealed");
            }
        }
        assertThat(minting.now).isEqualTo(NOON.plusSeconds(60));
        return minting;
    }

    @Test
    void theNewestReasonIsTold() {
        becomeUnavailable();

        rig.rotator.changed(rig.now);
        rig.step();
        rig.failToGive("file not found");

        assertThatThrownBy(rig.checkout()::connect).hasMessageContaining("file not found");
        assertThat(rig.rotator.snapshot().status().unavailable()).isEqualTo("file not found");
    }

    @Test
    void aStatusIsDryFromTheLossOn() {
        lose();
        assertThat(rig.rotator.snapshot().status().freshnessAt(rig.now)).isEqualTo(Freshness.DRY);

        rig.give("b");
        rig.accept();

        assertThat(rig.rotator.snapshot().status().freshnessAt(rig.now)).isEqualTo(Freshness.FRESH);
    }

    @Test
    void aLostLoginIsRetiredOnceWhenAnotherServes() {
        lose();
        rig.refuseAll(login("a"), Duration.ofSeconds(5));
        assertThat(rig.orders.retired).isEmpty();

        rig.change("b");
        rig.accept();
        rig.pass(Duration.ofSeconds(10));

        assertThat(rig.orders.retired).containsExactly(login("a"));
    }

    @Test
    void aLostLoginIsNotRetiredWhenItServesAgain() {
        lose();
        rig.refuseAll(login("a"), Duration.ofMillis(990));
        rig.pass(Duration.ofMillis(100));

        rig.accept();
        rig.pass(Duration.ofSeconds(10));

        assertThat(rig.orders.retired).isEmpty();
    }

    @Test
    void aLostLoginIsRetiredWhenTheDataSourceIsClosed() {
        lose();
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

        assertThat(pool.moved()).isEqualTo(5);
    }

    @Test
    void aDemandDuringAnOutageDoesNotWaitForAFileThatIsReadAnyway() {
        lose();
        rig.give("a");

        rig.demand();

        assertThat(rig.orders.reading).isTrue();
    }
}
