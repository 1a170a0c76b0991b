package io.github.rotatingdatasource;

import static io.github.rotatingdatasource.RotatorRig.HOUR;
import static io.github.rotatingdatasource.RotatorRig.MOMENT;
import static io.github.rotatingdatasource.RotatorRig.NOON;
import static io.github.rotatingdatasource.RotatorRig.login;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rotatingdatasource.RotationEvent.HandOverBegan;
import io.github.rotatingdatasource.RotationEvent.Rotated;
import io.github.rotatingdatasource.RotationStatus.Phase;
import io.github.rotatingdatasource.source.Credential;
import io.github.rotatingdatasource.source.Lease;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How capacity moves from one generation to the next, and what ends it. */
class RotatorHandOverTest {
    private final RotatorRig rig = RotatorRig.polling();

    @Test
    void bothGenerationsServeMeanwhile() {
        rig.serve("a");
        rig.beginHandOver();

        assertThat(rig.inUse()).isEqualTo("a");
        assertThat(rig.incoming().number()).isEqualTo(2);
        assertThat(rig.rotator.snapshot().status().phase()).isEqualTo(Phase.HANDING_OVER);
    }

    @Test
    void movesOneConnectionAtATime() {
        rig.serve("a");
        FakePool incoming = rig.beginHandOver();
        rig.pass(Duration.ofSeconds(1));
        assertThat(incoming.total()).isEqualTo(1);

        rig.move();
        rig.step();

        assertThat(incoming.total()).isEqualTo(2);
        assertThat(rig.orders.moving).isNull();
    }

    @Test
    void pausesBetweenTwoMoves() {
        rig.serve("a");
        rig.beginHandOver();
        rig.move();

        rig.pass(Duration.ofMillis(2).minusNanos(1));
        assertThat(rig.orders.moving).isNull();

        rig.pass(Duration.ofNanos(1));
        assertThat(rig.orders.moving).isNotNull();
    }

    @Test
    void neverHoldsMoreThanThePoolAndTheHeadroom() {
        FakePool outgoing = rig.serve("a");
        FakePool incoming = rig.beginHandOver();
        while (rig.checkout() instanceof Checkout.HandingOver) {
            rig.move();
            assertThat(outgoing.sessions() + incoming.sessions()).isLessThanOrEqualTo(12);
            rig.pass(Duration.ofMillis(2));
        }
        assertThat(incoming.total()).isEqualTo(10);
    }

    @Test
    void isOverWhenTheNewPoolHasWhatTheOldOneHad() {
        rig.serve("a");
        rig.beginHandOver();
        rig.workersAreSlow = false;

        rig.pass(Duration.ofSeconds(1));

        rig.assertHandedOver();
        assertThat(rig.orders.last(Rotated.class).cutOver()).isFalse();
        assertThat(rig.orders.served).last().isSameAs(rig.current());
    }

    @Test
    void isOverWhenNothingMovesForTheStallLimit() {
        rig.serve("a");
        rig.beginHandOver().slow();
        rig.workersAreSlow = false;

        rig.pass(Duration.ofMillis(298));
        assertThat(rig.checkout()).isInstanceOf(Checkout.HandingOver.class);

        rig.pass(Duration.ofMillis(6));
        rig.assertHandedOver();
    }

    @Test
    void aSlowLoginIsNoStall() {
        rig.serve("a");
        rig.change("b");
        rig.pass(MOMENT);
        rig.accept(Duration.ofMillis(500)).slow();

        rig.pass(Duration.ofMillis(1_990));
        assertThat(rig.checkout()).isInstanceOf(Checkout.HandingOver.class);

        rig.pass(Duration.ofMillis(20));
        rig.assertHandedOver();
    }

    @Test
    void isOverWhenTheOldPoolIsEmpty() {
        FakePool outgoing = rig.serve("a");
        rig.beginHandOver().slow();

        outgoing.withIdle(0);
        rig.move();
        rig.step();

        rig.assertHandedOver();
    }

    @ParameterizedTest
    @CsvSource({"PT10S, PT1S", "PT60S, PT6S", "PT1H, PT1M", "PT24H, PT1M"})
    void isOverWhenTheMarginOfAFirmLeaseBegins(Duration lease, Duration margin) {
        rig.give(login("a", Lease.firm(NOON, lease)));
        rig.accept();
        rig.pass(lease.minus(margin).minusMillis(150));
        rig.beginHandOver().slow();
        rig.workersAreSlow = false;

        rig.pass(Duration.ofMillis(98));
        assertThat(rig.checkout()).isInstanceOf(Checkout.HandingOver.class);

        rig.pass(Duration.ofMillis(2));
        rig.assertHandedOver();
    }

    @Test
    void aLowerBoundThatHasPassedLeavesItHalfOfTheLastStretch() {
        rig.serve(login("a", Lease.lowerBound(NOON, Duration.ofSeconds(10))));
        rig.pass(Duration.ofMinutes(1));
        rig.workersAreSlow = true;
        rig.change("b");
        rig.pass(MOMENT);
        rig.accept(Duration.ofSeconds(1)).slow();
        rig.workersAreSlow = false;

        rig.pass(Duration.ofMillis(450 - 52));
        assertThat(rig.checkout()).isInstanceOf(Checkout.HandingOver.class);

        rig.pass(Duration.ofMillis(2));
        rig.assertHandedOver();
    }

    @Test
    void cutsOverWhenTheOldPoolHasNoConnection() {
        rig.serve("a").withIdle(0);
        rig.change("b");
        rig.pass(MOMENT);

        rig.accept();

        rig.assertHandedOver();
        assertThat(rig.orders.last(Rotated.class).cutOver()).isTrue();
        assertThat(rig.orders.events(HandOverBegan.class)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"PT59M, true", "PT61M, true", "PT58M, false"})
    void cutsOverWhenAFirmLeaseLeavesNoTime(Duration passed, boolean cutOver) {
        rig.give(login("a", Lease.firm(NOON, HOUR)));
        rig.accept();
        rig.pass(passed.minus(MOMENT));
        rig.change("b");
        rig.pass(MOMENT);

        rig.accept();

        assertThat(rig.inUse().equals("b")).isEqualTo(cutOver);
    }

    @Test
    void handsOverTheLoginOfADeadGenerationToo() {
        rig.serve("a");
        rig.refuseAnother(rig.current());
        rig.change("b");

        rig.accept();

        assertThat(rig.checkout()).isInstanceOf(Checkout.HandingOver.class);
    }

    @Test
    void cutsOverWithoutADebounceAndADistanceWhenSessionsHaveEnded() {
        rig.serve("a");
        rig.change("b");
        rig.pass(MOMENT);
        rig.accept();
        rig.pass(Duration.ofSeconds(1));
        rig.tell(rig.current(), Evidence.SESSION_ENDED);

        rig.give("c");
        assertThat(rig.tried()).isEqualTo("c");
        rig.accept();

        assertThat(rig.inUse()).isEqualTo("c");
        assertThat(rig.orders.last(Rotated.class).cutOver()).isTrue();
    }

    @Test
    void handsOverAgainTwoSecondsAfterASessionEnded() {
        rig.serve("a");
        rig.tell(rig.current(), Evidence.SESSION_ENDED);
        rig.give("a");
        rig.pass(Duration.ofSeconds(2));

        rig.beginHandOver();
    }

    @Test
    void aSecondLeaseOfTheNewLoginIsNotForgotten() {
        rig.serve("a");
        rig.beginHandOver();
        Credential renewed = login("b", Lease.firm(rig.now, HOUR));

        rig.change(renewed);

        assertThat(rig.incoming().term().ends()).isEqualTo(rig.now.plus(HOUR));
    }
}
