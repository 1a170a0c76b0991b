package io.github.rotatingdatasource;

import static io.github.rotatingdatasource.RotatorRig.MOMENT;
import static io.github.rotatingdatasource.RotatorRig.login;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rotatingdatasource.RotationEvent.Part;
import io.github.rotatingdatasource.RotationEvent.RotationFailed;
import io.github.rotatingdatasource.RotationStatus.Phase;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Who serves when a generation is refused or dies in the middle of a hand-over. */
class RotatorSuccessionTest {
    private final RotatorRig rig = RotatorRig.polling();

    @Test
    void theOldOneServesAgainAtOnceWhenTheNewOneIsRefusedHalfWay() throws Exception {
        FakePool outgoing = rig.serve("a");
        FakePool incoming = rig.beginHandOver();
        rig.move();
        rig.pass(Duration.ofMillis(2));

        rig.refuseAnother(rig.incoming());

        assertThat(rig.checkout()).isInstanceOf(Checkout.Serving.class);
        assertThat(rig.connect()).isEqualTo("a");
        assertThat(incoming.used()).isZero();
        assertThat(outgoing.isClosed()).isFalse();
    }

    @Test
    void theOldOneGetsItsSettingsBackWhenTheMoveUnderWayHasEnded() {
        FakePool outgoing = rig.serve("a");
        rig.beginHandOver();
        rig.refuseAnother(rig.incoming());
        rig.move();
        assertThat(outgoing.opensNothing()).isTrue();

        rig.step();

        assertThat(rig.orders.served).last().isSameAs(rig.current());
        assertThat(outgoing.opensNothing()).isFalse();
    }

    @Test
    void aLoginThatWasRefusedHalfWayIsDrainedAndTriedAgain() {
        rig.serve("a");
        FakePool incoming = rig.beginHandOver();
        rig.workersAreSlow = false;
        rig.refuseAnother(rig.incoming());

        rig.pass(Duration.ofMillis(1_990));
        assertThat(incoming.isClosed()).isTrue();
        assertThat(rig.tried()).isEqualTo("nobody");

        rig.pass(Duration.ofMillis(20));
        assertThat(rig.tried()).isEqualTo("b");
    }

    @Test
    void aRefusalHalfWayIsAFailedRotation() {
        rig.serve("a");
        rig.beginHandOver();
        rig.workersAreSlow = false;

        rig.refuseAnother(rig.incoming());
        rig.pass(MOMENT);

        assertThat(rig.orders.last(RotationFailed.class).part()).isEqualTo(Part.LOGIN);
        assertThat(rig.orders.last(RotationFailed.class).serving()).isEqualTo(1);
        assertThat(rig.orders.refused).containsExactly(login("b"));
        assertThat(rig.rotator.snapshot().rotations()).isZero();
    }

    @Test
    void aRefusalHalfWayIsReportedOnceHoweverOftenItIsTold() {
        rig.serve("a");
        rig.beginHandOver();
        Generation incoming = rig.incoming();
        rig.workersAreSlow = false;

        for (int i = 0; i < 100; i++) {
            rig.refuseAnother(incoming);
        }
        rig.pass(Duration.ofSeconds(1));

        assertThat(rig.orders.events(RotationFailed.class)).hasSize(1);
    }

    @Test
    void aNewerLoginIsTriedWhenTheOneThatTakesOverIsRefused() {
        rig.serve("a");
        rig.beginHandOver();
        rig.change("c");
        rig.workersAreSlow = false;

        rig.refuseAnother(rig.incoming());
        rig.pass(MOMENT);

        assertThat(rig.tried()).isEqualTo("c");
    }

    @Test
    void theNewOneServesAtOnceWhenTheOldOneDies() throws Exception {
        rig.serve("a");
        rig.beginHandOver();
        rig.move();

        rig.drop(rig.current());

        assertThat(rig.connect()).isEqualTo("b");
        rig.assertHandedOver();
    }

    @Test
    void theNewOneServesWhileTheMoveUnderWayStillEnds() throws Exception {
        rig.serve("a");
        rig.beginHandOver();
        assertThat(rig.orders.moving).isNotNull();

        rig.drop(rig.current());

        assertThat(rig.connect()).isEqualTo("b");
    }

    @Test
    void aRefusalOfTheOldLoginLetsTheHandOverGoOn() {
        rig.serve("a");
        rig.beginHandOver();

        rig.refuseAnother(rig.current());

        assertThat(rig.checkout()).isInstanceOf(Checkout.HandingOver.class);
    }

    @Test
    void theSessionsOfTheOldOneServeWhenBothLoginsAreRefused() throws Exception {
        FakePool outgoing = rig.serve("a");
        rig.beginHandOver();
        rig.workersAreSlow = false;

        rig.refuseAnother(rig.current());
        rig.refuseAnother(rig.incoming());
        rig.pass(MOMENT);

        assertThat(rig.connect()).isEqualTo("a");
        assertThat(outgoing.isClosed()).isFalse();
        assertThat(rig.checkout()).isInstanceOf(Checkout.Serving.class);
    }

    @Test
    void theSessionsOfTheNewOneServeWhenTheOldOneIsDeadAndTheNewOneRefused() throws Exception {
        rig.serve("a");
        rig.beginHandOver();

        rig.refuseAnother(rig.incoming());
        rig.drop(rig.current());
        rig.workersAreSlow = false;
        rig.pass(MOMENT);

        assertThat(rig.connect()).isEqualTo("b");
        assertThat(rig.inUse()).isEqualTo("b");
    }

    @Test
    void callersWaitWhenBothDie() {
        rig.serve("a");
        rig.beginHandOver();

        rig.drop(rig.incoming());
        rig.drop(rig.current());
        rig.workersAreSlow = false;
        rig.pass(MOMENT);

        assertThat(rig.checkout()).isInstanceOf(Checkout.Waiting.class);
        assertThat(rig.rotator.snapshot().status().phase()).isEqualTo(Phase.WAITING);
    }

    @Test
    void callersFailWhenBothDiedAndTheGraceIsOver() {
        rig.serve("a");
        rig.beginHandOver();
        rig.drop(rig.incoming());
        rig.drop(rig.current());
        rig.workersAreSlow = false;

        rig.refuseAll(login("b"), Duration.ofSeconds(3));

        assertThat(rig.checkout()).isInstanceOf(Checkout.Unavailable.class);
    }
}
