package io.github.rotatingdatasource;

import static io.github.rotatingdatasource.RotatorRig.MOMENT;
import static io.github.rotatingdatasource.RotatorRig.NOON;
import static io.github.rotatingdatasource.RotatorRig.login;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rotatingdatasource.RotationEvent.HandOverBegan;
import io.github.rotatingdatasource.RotationEvent.Reason;
import io.github.rotatingdatasource.RotationEvent.Rotated;
import io.github.rotatingdatasource.RotationEvent.RotationSkipped;
import io.github.rotatingdatasource.source.Credential;
import io.github.rotatingdatasource.source.Lease;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A rotation because the source has another login, and how many of them there are. */
class RotatorChangeTest {
    private final RotatorRig rig = RotatorRig.polling();

    @Test
    void rotatesToANewLogin() throws Exception {
        rig.serve("a");

        rig.change("b");
        rig.pass(MOMENT);
        rig.accept();
        rig.pass(Duration.ofSeconds(1));

        assertThat(rig.connect()).isEqualTo("b");
        assertThat(rig.checkout()).isInstanceOf(Checkout.Serving.class);
        assertThat(rig.orders.last(HandOverBegan.class)).isEqualTo(new HandOverBegan(1, 2));
        assertThat(rig.orders.last(Rotated.class).reason()).isEqualTo(Reason.CHANGE);
    }

    @Test
    void doesNotLookOutOfServiceToWhoAskedAMomentBeforeItWasDone() {
        rig.serve("a");
        Snapshot before = rig.rotator.snapshot();

        rig.change("b");
        rig.pass(MOMENT);
        rig.accept();
        rig.pass(Duration.ofSeconds(1));

        assertThat(rig.rotator.snapshot().status().generation()).isEqualTo(2);
        assertThat(before.status().phase()).isEqualTo(RotationStatus.Phase.SERVING);
    }

    @Test
    void waitsForAFileToStayAsItIs() {
        rig.serve("a");
        rig.change("b");

        rig.pass(MOMENT.minusNanos(1));
        assertThat(rig.tried()).isEqualTo("nobody");

        rig.pass(Duration.ofNanos(1));
        assertThat(rig.tried()).isEqualTo("b");
    }

    @Test
    void servesTheOldLoginUntilTheNewOneIsAccepted() throws Exception {
        rig.serve("a");

        rig.change("b");
        rig.pass(Duration.ofMinutes(1));

        assertThat(rig.tried()).isEqualTo("b");
        assertThat(rig.connect()).isEqualTo("a");
    }

    @ParameterizedTest
    @CsvSource({"a, secret 2", "b, secret of a", "b, secret 2"})
    void isAboutTheUserAndThePasswordAndNothingElse(String user, String password) {
        rig.serve("a");

        rig.change(new Credential(user, password, Lease.unknown()));
        rig.pass(MOMENT);

        assertThat(rig.orders.opens).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"PT10S, FIRM", "PT24H, LOWER_BOUND", "PT0S, UNKNOWN"})
    void isNotAboutALeaseThatChanges(Duration length, Lease.End end) {
        rig.serve("a");

        rig.change(login("a", new Lease(NOON, length, end)));
        rig.pass(Duration.ofHours(1));

        assertThat(rig.orders.opens).isEqualTo(1);
    }

    @Test
    void twoChangesInAMomentGiveOneRotationToTheLast() {
        rig.serve("a");

        rig.change("b");
        rig.pass(MOMENT.dividedBy(2));
        rig.change("c");
        rig.pass(Duration.ofMinutes(1));

        assertThat(rig.tried()).isEqualTo("c");
        assertThat(rig.orders.opens).isEqualTo(2);
    }

    @Test
    void aChangeThatIsTakenBackInAMomentGivesNone() {
        rig.serve("a");

        rig.change("b");
        rig.pass(MOMENT.dividedBy(2));
        rig.change("a");
        rig.pass(Duration.ofHours(1));

        assertThat(rig.orders.opens).isEqualTo(1);
    }

    @Test
    void plannedRotationsKeepADistanceOfFiveSeconds() {
        rig.serve("a");
        rotateTo("b");

        rig.change("c");
        rig.pass(Duration.ofSeconds(4).minusNanos(1));
        assertThat(rig.tried()).isEqualTo("nobody");

        rig.pass(MOMENT);
        assertThat(rig.tried()).isEqualTo("c");
    }

    /** A hand-over of the rig is over in far less than a second. */
    private void rotateTo(String user) {
        rig.change(user);
        rig.pass(MOMENT);
        rig.accept();
        rig.pass(Duration.ofSeconds(1));
        assertThat(rig.inUse()).isEqualTo(user);
    }

    @Test
    void theDistanceIsAQuarterOfAShortLease() {
        rig.serve("a");
        rotateTo("b");

        rig.change(login("c", Lease.lowerBound(rig.now, Duration.ofSeconds(10))));
        rig.pass(Duration.ofMillis(1_550));

        assertThat(rig.tried()).isEqualTo("c");
    }

    @Test
    void aSourceThatChangesEachSecondRotatesEveryFiveSeconds() {
        rig.serve("a");
        for (int tenth = 0; tenth < 600; tenth++) {
            if (tenth % 10 == 0) {
                rig.change("user-" + tenth);
            }
            rig.pass(Duration.ofMillis(100));
            if (rig.orders.opening != null) {
                rig.accept();
            }
        }
        assertThat(rig.rotator.snapshot().rotations()).isBetween(9L, 13L);
    }

    @Test
    void whatIsSkippedIsCountedAndReportedOnce() {
        rig.serve("a");
        rotateTo("b");

        for (String user : new String[] {"c", "d", "e", "f"}) {
            rig.change(user);
        }

        assertThat(rig.rotator.snapshot().status().skipped()).isEqualTo(3);
        assertThat(rig.orders.events(RotationSkipped.class)).containsExactly(new RotationSkipped());
    }

    @Test
    void theSameNewLoginAgainIsNotSkippedAndNotPutOff() {
        rig.serve("a");
        rig.change("b");
        rig.pass(MOMENT.dividedBy(2));

        rig.change("b");
        rig.pass(MOMENT.dividedBy(2));

        assertThat(rig.tried()).isEqualTo("b");
        assertThat(rig.rotator.snapshot().skipped()).isZero();
    }

    @Test
    void aNewerLoginDuringAHandOverWaitsAndOnlyTheNewestIsKept() {
        rig.serve("a");
        rig.workersAreSlow = true;
        rig.change("b");
        rig.pass(MOMENT);
        rig.accept();

        rig.change("c");
        rig.change("d");
        rig.pass(Duration.ofSeconds(10));
        assertThat(rig.orders.opens).isEqualTo(2);

        rig.workersAreSlow = false;
        rig.pass(Duration.ofSeconds(10));
        assertThat(rig.tried()).isEqualTo("d");
    }

    @Test
    void aNewerLoginDuringATrialWaitsForItsEnd() {
        rig.serve("a");
        rig.change("b");
        rig.pass(MOMENT);

        rig.change("c");
        rig.pass(Duration.ofSeconds(10));
        assertThat(rig.tried()).isEqualTo("b");

        rig.refuse();
        assertThat(rig.tried()).isEqualTo("c");
    }

    @Test
    void theLoginThatIsBeingTriedOrTakenOverIsNotTriedTwice() {
        rig.serve("a");
        rig.change("b");
        rig.pass(MOMENT);
        rig.change("b");
        rig.accept();
        rig.change("b");

        rig.pass(Duration.ofHours(1));

        assertThat(rig.orders.opens).isEqualTo(2);
    }

    @Test
    void goesBackWhenTheSourceDoes() {
        rig.serve("a");
        rotateTo("b");

        rig.change("a");
        rig.pass(Duration.ofSeconds(5));

        assertThat(rig.tried()).isEqualTo("a");
    }

    @Test
    void aReadLongAfterTheLeaseRotatesToo() {
        RotatorRig minting = RotatorRig.minting();
        minting.serve(login("a", Lease.firm(NOON, Duration.ofHours(1))));

        minting.pass(Duration.ofMinutes(45));
        minting.give(login("b", Lease.firm(minting.now, Duration.ofHours(1))));

        assertThat(minting.tried()).isEqualTo("b");
        minting.accept();
        minting.pass(Duration.ofSeconds(1));
        assertThat(minting.orders.last(Rotated.class).reason()).isEqualTo(Reason.LEASE);
    }

    @Test
    void aFileThatChangesAllTheTimeIsPutOffForASecondAtMost() {
        RotatorRig patient =
                RotatorRig.polling(RotationPolicy.defaults().withPoll(Duration.ofSeconds(2), Duration.ofMillis(200)));
        patient.serve("a");
        for (int i = 0; i < 30; i++) {
            patient.change("user-" + i);
            patient.pass(Duration.ofMillis(100));
        }

        assertThat(patient.tried()).isNotEqualTo("nobody");
    }
}
