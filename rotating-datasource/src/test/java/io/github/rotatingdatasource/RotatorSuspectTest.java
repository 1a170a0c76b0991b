package io.github.rotatingdatasource;

import static io.github.rotatingdatasource.RotatorRig.HOUR;
import static io.github.rotatingdatasource.RotatorRig.MOMENT;
import static io.github.rotatingdatasource.RotatorRig.NOON;
import static io.github.rotatingdatasource.RotatorRig.login;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rotatingdatasource.RotationEvent.RotationFailed;
import io.github.rotatingdatasource.RotationStatus.Freshness;
import io.github.rotatingdatasource.source.Credential;
import io.github.rotatingdatasource.source.Lease;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A login whose stated end has passed while the source has nothing newer, and one whose sessions end. */
class RotatorSuspectTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Credential BOUND = login("a", Lease.lowerBound(NOON, HOUR));
    private static final Credential FIRM = login("a", Lease.firm(NOON, HOUR));

    private final RotatorRig rig = RotatorRig.polling();

    private FakePool serve(Credential first) {
        rig.give(first);
        return rig.accept();
    }

    /** Lets time pass while the source gives the same, and returns when the login was tried again. */
    private List<Duration> proofs(FakePool pool, Credential same, Duration time) {
        Instant start = rig.now;
        List<Duration> proofs = new ArrayList<>();
        while (Duration.between(start, rig.now).compareTo(time) < 0) {
            int before = pool.proofs();
            if (rig.orders.reading) {
                rig.give(same);
            }
            rig.pass(Duration.ofSeconds(1));
            if (pool.proofs() > before) {
                proofs.add(Duration.between(start, rig.now));
            }
        }
        return proofs;
    }

    private Freshness freshness() {
        return rig.rotator.snapshot().status().freshnessAt(rig.now);
    }

    @Test
    void aLowerBoundThatIsOverIsProvedAtGrowingIntervals() {
        FakePool pool = serve(BOUND);

        List<Duration> proofs = proofs(pool, BOUND, Duration.ofHours(2));

        assertThat(proofs.stream().map(Duration::toMinutes)).containsExactly(60L, 61L, 63L, 67L, 75L, 90L, 105L, 120L);
    }

    @Test
    void aLowerBoundThatIsOverCausesNoOutageNoSwapAndNoAlarm() throws Exception {
        FakePool pool = serve(BOUND);
        int events = rig.orders.events.size();

        proofs(pool, BOUND, HOUR.multipliedBy(24));

        assertThat(rig.connect()).isEqualTo("a");
        assertThat(rig.orders.opens).isEqualTo(1);
        assertThat(rig.orders.events).hasSize(events);
        assertThat(rig.orders.breaker).isEmpty();
        assertThat(freshness()).isEqualTo(Freshness.SUSPECT);
    }

    @Test
    void aLeaseThatIsExtendedIsNotProvedAndBeginsAnewLater() {
        FakePool pool = serve(BOUND);
        proofs(pool, BOUND, Duration.ofMinutes(70));
        Credential extended = login("a", Lease.lowerBound(rig.now, HOUR));
        assertThat(freshness()).isEqualTo(Freshness.SUSPECT);

        rig.change(extended);

        assertThat(freshness()).isEqualTo(Freshness.FRESH);
        assertThat(proofs(pool, extended, Duration.ofMinutes(64)).stream().map(Duration::toMinutes))
                .containsExactly(60L, 61L, 63L);
    }

    @Test
    void aProofThatIsRefusedIsNewsOfARefusedLogin() throws Exception {
        serve(BOUND);
        rig.refuseAll(BOUND, HOUR);

        rig.refuseAnother(rig.current());

        assertThat(rig.orders.refused).containsExactly(BOUND);
        assertThat(rig.connect()).isEqualTo("a");
    }

    @Test
    void aRefusedLoginIsProvedNoMore() {
        FakePool pool = serve(BOUND);
        rig.refuseAll(BOUND, HOUR);
        rig.refuseAnother(rig.current());
        int proofs = pool.proofs();

        rig.refuseAll(BOUND, HOUR);

        assertThat(pool.proofs()).isEqualTo(proofs);
    }

    @Test
    void aFirmEndThatOnlyAWallClockHasPassedIsSuspect() throws Exception {
        FakePool pool = serve(FIRM);
        rig.rotator.clockJumped(HOUR);
        rig.now = rig.now.plus(HOUR);

        proofs(pool, FIRM, Duration.ofMinutes(59));

        assertThat(rig.connect()).isEqualTo("a");
        assertThat(freshness()).isEqualTo(Freshness.SUSPECT);
        assertThat(pool.proofs()).isEqualTo(7);
    }

    @Test
    void aFirmEndThatHasPassedForSureIsDryToTheMoment() {
        RotatorRig minting = RotatorRig.minting();
        minting.give(FIRM);
        minting.accept();
        minting.pass(MINUTE);
        minting.rotator.clockJumped(HOUR);
        minting.now = minting.now.plus(HOUR);
        minting.pass(HOUR.minus(MINUTE).minusMillis(1));
        assertThat(minting.checkout()).isInstanceOf(Checkout.Serving.class);

        minting.pass(Duration.ofMillis(1));

        assertThat(minting.checkout()).isInstanceOf(Checkout.Unavailable.class);
    }

    @Test
    void aClockThatIsSetWhileAnotherLoginTakesOverMakesNobodyDry() {
        rig.serve(FIRM);
        rig.workersAreSlow = true;
        rig.change(login("b", Lease.firm(rig.now, HOUR)));
        rig.pass(MOMENT);
        rig.accept();

        rig.rotator.clockJumped(HOUR);
        rig.now = rig.now.plus(HOUR);
        rig.workersAreSlow = false;
        rig.pass(MINUTE);

        assertThat(rig.inUse()).isEqualTo("b");
        assertThat(rig.checkout()).isInstanceOf(Checkout.Serving.class);
    }

    @Test
    void aClockThatWasSetCutsOffNobodyWhoseLoginIsReplaced() {
        FakePool pool = rig.serve(FIRM).lend(3);
        rig.rotator.clockJumped(HOUR);
        rig.now = rig.now.plus(HOUR);
        rig.refuseAll(FIRM, MOMENT);
        rig.change(login("b", Lease.firm(rig.now, HOUR)));
        rig.pass(MOMENT);

        rig.accept();
        rig.pass(Duration.ofSeconds(29));

        assertThat(rig.inUse()).isEqualTo("b");
        assertThat(pool.used()).isEqualTo(3);
    }

    @Test
    void aFailedHandOverLeavesASuspectSuspect() {
        FakePool pool = serve(BOUND);
        rig.refuseAll(BOUND, HOUR.plus(MINUTE));
        rig.workersAreSlow = true;
        rig.change("b");
        rig.pass(MOMENT);
        rig.accept();
        rig.workersAreSlow = false;

        rig.refuseAnother(rig.incoming());
        rig.pass(MOMENT);

        assertThat(rig.inUse()).isEqualTo("a");
        assertThat(rig.orders.events(RotationFailed.class)).hasSize(1);
        assertThat(pool.isClosed()).isFalse();
    }

    @Test
    void anEndedSessionHasACheapSourceAskedBeforeAnyLogin() {
        FakePool pool = rig.serve("a");

        rig.tell(rig.current(), Evidence.SESSION_ENDED);
        assertThat(rig.orders.reading).isTrue();
        assertThat(pool.unparked).isZero();

        rig.give("a");
        assertThat(pool.unparked).isOne();
    }

    @Test
    void anEndedSessionPutsLoginsOffNoLongerThanAQuarterOfASecond() {
        FakePool pool = rig.serve("a");
        rig.tell(rig.current(), Evidence.SESSION_ENDED);

        rig.pass(Duration.ofMillis(249));
        assertThat(pool.unparked).isZero();

        rig.pass(Duration.ofMillis(1));
        assertThat(pool.unparked).isOne();
    }

    @Test
    void anEndedSessionOfASourceThatMintsPutsNothingOff() {
        RotatorRig minting = RotatorRig.minting();
        FakePool pool = minting.serve(FIRM);

        minting.tell(minting.current(), Evidence.SESSION_ENDED);

        assertThat(pool.unparked).isOne();
        assertThat(minting.orders.reading).isFalse();
    }

    @Test
    void bothGenerationsOfAHandOverOpenAgainAfterTheSessionsOfBothEnded() {
        FakePool from = rig.serve("a");
        rig.workersAreSlow = true;
        rig.change("b");
        rig.pass(MOMENT);
        FakePool to = rig.accept();

        rig.tell(rig.incoming(), Evidence.SESSION_ENDED);
        rig.tell(rig.current(), Evidence.SESSION_ENDED);
        rig.pass(Duration.ofSeconds(1));

        assertThat(from.unparked).isOne();
        assertThat(to.unparked).isOne();
    }

    @Test
    void anEndedSessionIsNoReasonToRotate() {
        rig.serve("a");

        for (int i = 0; i < 100; i++) {
            rig.tell(rig.current(), Evidence.SESSION_ENDED);
            rig.refuseAll(login("a"), MOMENT);
        }

        assertThat(rig.orders.opens).isOne();
    }

    @Test
    void aHintThatNobodyCanAskAboutHasTheLoginProved() {
        FakePool pool = rig.serve("a");

        rig.tell(rig.current(), Evidence.DOUBTED);

        assertThat(pool.proofs()).isOne();
        assertThat(rig.orders.opens).isOne();
    }
}
