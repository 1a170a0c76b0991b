package io.github.rotatingdatasource;

import static io.github.rotatingdatasource.RotatorRig.HOUR;
import static io.github.rotatingdatasource.RotatorRig.MOMENT;
import static io.github.rotatingdatasource.RotatorRig.NOON;
import static io.github.rotatingdatasource.RotatorRig.login;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rotatingdatasource.RotationEvent.Drained;
import io.github.rotatingdatasource.source.Credential;
import io.github.rotatingdatasource.source.Lease;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The end of a generation that was replaced. */
class RotatorDrainTest {
    private final RotatorRig rig = RotatorRig.polling();

    /** Rotates away from a pool of which {@code out} connections are out, and returns it right after it was retired. */
    private FakePool retire(Credential first, Duration after, int out) {
        return retire(first, after, out, login("b"));
    }

    private FakePool retire(Credential first, Duration after, int out, Credential next) {
        FakePool outgoing = rig.serve(first).lend(out);
        rig.passUntil(NOON.plus(after).minus(MOMENT));
        rig.change(next);
        rig.pass(MOMENT);
        rig.accept();
        rig.workersAreSlow = true;
        while (rig.checkout() instanceof Checkout.HandingOver) {
            rig.move();
            rig.pass(Duration.ofMillis(2));
        }
        rig.workersAreSlow = false;
        return outgoing;
    }

    private FakePool retire(int out) {
        return retire(login("a"), Duration.ofSeconds(20), out);
    }

    @Test
    void aPasswordThatChangesInPlaceEndsNoSession() {
        Credential before = login("a", Lease.lowerBound(NOON, Duration.ofSeconds(32)));
        Credential next = new Credential("a", "another", Lease.lowerBound(NOON.plusSeconds(31), HOUR));

        FakePool outgoing = retire(before, Duration.ofSeconds(31), 2, next);
        rig.pass(Duration.ofSeconds(25));

        assertThat(outgoing.sessions()).isEqualTo(2);
    }

    @Test
    void closesIdleConnectionsAtOnce() {
        FakePool outgoing = retire(0);

        rig.pass(Duration.ofMillis(1));

        assertThat(outgoing.sessions()).isZero();
        assertThat(rig.current().pool().total()).isEqualTo(10);
    }

    @Test
    void keepsWhatIsOutUntilItComesBack() {
        FakePool outgoing = retire(3);
        rig.pass(Duration.ofSeconds(10));
        assertThat(outgoing.sessions()).isEqualTo(3);

        outgoing.takeBack(3);
        rig.pass(Duration.ofSeconds(2));

        assertThat(outgoing.isClosed()).isTrue();
        assertThat(rig.orders.last(Drained.class).cut()).isZero();
        assertThat(rig.orders.last(Drained.class).generation()).isEqualTo(1);
    }

    @Test
    void opensNothingMore() {
        FakePool outgoing = retire(3);

        rig.pass(Duration.ofMillis(1));

        assertThat(outgoing.opensNothing()).isTrue();
    }

    @Test
    void itsHeirFillsUpAsItsConnectionsComeBack() {
        FakePool outgoing = retire(8);
        rig.pass(Duration.ofSeconds(1));
        assertThat(rig.current().pool().total()).isEqualTo(4);

        outgoing.takeBack(5);
        rig.pass(Duration.ofMillis(200));

        assertThat(rig.current().pool().total()).isEqualTo(9);
    }

    @Test
    void anEmptyPoolLingersForASecondForThoseWhoWereAboutToAskIt() {
        FakePool outgoing = retire(0);

        rig.pass(Duration.ofMillis(990));
        assertThat(outgoing.isClosed()).isFalse();
        assertThat(rig.rotator.snapshot().status().draining()).isEqualTo(1);

        rig.pass(Duration.ofMillis(200));
        assertThat(outgoing.isClosed()).isTrue();
        assertThat(rig.rotator.snapshot().status().draining()).isZero();
    }

    @Test
    void thoseWhoStillWaitInItAreMovedOnAtOnceWhenItIsEmpty() {
        FakePool outgoing = retire(0).withIdle(0).withWaiting(7);

        rig.pass(Duration.ofMillis(10));

        assertThat(outgoing.moved).isEqualTo(7);
    }

    @Test
    void thoseWhoWaitMayHopeForWhatIsOutForATenthOfASecond() {
        FakePool outgoing = retire(3).withWaiting(7);

        rig.pass(Duration.ofMillis(99));
        assertThat(outgoing.moved).isZero();

        rig.pass(Duration.ofMillis(10));
        assertThat(outgoing.moved).isEqualTo(7);
    }

    @Test
    void aCallerWhoCameLateIsMovedOn() {
        FakePool outgoing = retire(0);
        rig.pass(Duration.ofMillis(900));
        outgoing.withWaiting(1);

        rig.pass(Duration.ofMillis(900));

        assertThat(outgoing.moved).isEqualTo(1);
    }

    @Test
    void whatIsNotBackByTheDrainLimitIsCutOffAndCounted() {
        FakePool outgoing = retire(3);

        rig.pass(Duration.ofMillis(29_990));
        assertThat(outgoing.sessions()).isEqualTo(3);

        rig.pass(Duration.ofMillis(1_100));
        assertThat(outgoing.sessions()).isZero();
        rig.pass(Duration.ofSeconds(1));
        assertThat(rig.orders.last(Drained.class).cut()).isEqualTo(3);
        assertThat(outgoing.isClosed()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "PT15S, FIRM,        PT12S, PT3S",
        "PT60S, FIRM,        PT40S, PT20S",
        "PT1H,  FIRM,        PT50M, PT30S",
        "PT15S, LOWER_BOUND, PT12S, PT3S",
        "PT1H,  LOWER_BOUND, PT50M, PT30S",
        "PT15S, LOWER_BOUND, PT40S, PT1.35S",
        "PT60S, LOWER_BOUND, PT2H,  PT5.4S",
        "PT1H,  LOWER_BOUND, PT22H, PT30S",
        "PT0S,  UNKNOWN,     PT22H, PT30S",
    })
    void isOverByTheEndOfTheOldLeaseOrTheDrainLimit(Duration lease, Lease.End end, Duration after, Duration left) {
        FakePool outgoing = retire(login("a", new Lease(end == Lease.End.UNKNOWN ? null : NOON, lease, end)), after, 1);
        rig.passUntil(NOON.plus(after).plus(left).minusMillis(60));
        assertThat(outgoing.sessions()).isEqualTo(1);

        rig.pass(Duration.ofMillis(
                460)); // the drain limit counts from the end of the hand-over, which takes up to 300 ms
        assertThat(outgoing.sessions()).isZero();
    }

    @Test
    void aLeaseThatWasExtendedMeanwhileCounts() {
        rig.serve(login("a", Lease.firm(NOON, Duration.ofSeconds(15))));
        rig.change(login("a", Lease.firm(NOON, HOUR)));
        FakePool outgoing = (FakePool) rig.current().pool();
        outgoing.lend(1);
        rig.change("b");
        rig.pass(MOMENT);
        rig.accept();

        rig.pass(Duration.ofSeconds(20));

        assertThat(outgoing.sessions()).isEqualTo(1);
    }

    @Test
    void twoGenerationsMayDrainAtOnce() {
        FakePool first = retire(1);
        FakePool second = (FakePool) rig.current().pool();
        rig.pass(Duration.ofSeconds(5));
        second.lend(1);
        rig.change("c");
        rig.pass(MOMENT);
        rig.accept();
        rig.pass(Duration.ofSeconds(2));

        assertThat(rig.inUse()).isEqualTo("c");
        assertThat(rig.rotator.snapshot().status().draining()).isEqualTo(2);
        assertThat(first.sessions() + second.sessions()).isEqualTo(2);
    }

    @Test
    void nobodyFillsUpWhileAHandOverNeedsThePermits() {
        retire(1);
        rig.change("c");
        rig.pass(Duration.ofSeconds(5));
        rig.workersAreSlow = true;
        rig.accept();
        rig.orders.sweeps.clear();

        rig.pass(Duration.ofMillis(200));

        assertThat(rig.orders.sweeps)
                .allSatisfy(sweep -> assertThat(sweep.heir()).isNull());
    }

    @Test
    void aSweepThatTakesLongIsNotRepeated() {
        retire(3);
        rig.workersAreSlow = true;
        rig.orders.sweeps.clear();

        rig.pass(Duration.ofMinutes(1));

        assertThat(rig.orders.sweeps.size() + rig.orders.cuts.size()).isLessThanOrEqualTo(1);
    }
}
