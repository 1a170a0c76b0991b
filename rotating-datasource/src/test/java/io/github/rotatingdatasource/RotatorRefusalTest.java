package io.github.rotatingdatasource;

import static io.github.rotatingdatasource.RotatorRig.HOUR;
import static io.github.rotatingdatasource.RotatorRig.MOMENT;
import static io.github.rotatingdatasource.RotatorRig.NOON;
import static io.github.rotatingdatasource.RotatorRig.login;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rotatingdatasource.RotationEvent.LoginRefused;
import io.github.rotatingdatasource.RotationEvent.Part;
import io.github.rotatingdatasource.RotationEvent.Reason;
import io.github.rotatingdatasource.RotationEvent.Rotated;
import io.github.rotatingdatasource.RotationEvent.RotationFailed;
import io.github.rotatingdatasource.source.Lease;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What happens when the database does not accept a login: a new one, or the one in use. */
class RotatorRefusalTest {
    private final RotatorRig rig = RotatorRig.polling();

    private void changeTo(String user) {
        rig.change(user);
        rig.pass(MOMENT);
    }

    @Test
    void keepsServingTheOldLoginWhenTheNewOneIsRefused() throws Exception {
        rig.serve("a");
        changeTo("b");
        Checkout before = rig.checkout();

        rig.refuse();

        assertThat(rig.checkout()).isSameAs(before);
        assertThat(rig.connect()).isEqualTo("a");
        assertThat(rig.orders.last(RotationFailed.class).part()).isEqualTo(Part.LOGIN);
        assertThat(rig.rotator.snapshot().failures()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"1, PT2S", "2, PT2S", "4, PT2S", "5, PT1S", "6, PT2S", "7, PT4S", "9, PT16S", "10, PT30S", "12, PT30S"})
    void triesARefusedLoginInItsArrivalWindowAndThenEverMoreSeldom(int refusals, Duration wait) {
        rig.serve("a");
        changeTo("b");
        for (int i = 1; i < refusals; i++) {
            rig.refuse();
            rig.pass(Duration.ofSeconds(30));
        }

        rig.refuse();

        assertThat(rig.orders.last(RotationFailed.class).retryIn()).isEqualTo(wait);
        rig.pass(wait.minusNanos(1));
        assertThat(rig.tried()).isEqualTo("nobody");
        rig.pass(Duration.ofNanos(1));
        assertThat(rig.tried()).isEqualTo("b");
    }

    @Test
    void doesNotTryARefusedLoginSoonerBecauseTheFileIsReadAgain() {
        rig.serve("a");
        changeTo("b");
        rig.refuse();

        for (int i = 0; i < 19; i++) {
            rig.change("b");
            rig.pass(Duration.ofMillis(100));
        }

        assertThat(rig.orders.opens).isEqualTo(2);
    }

    @Test
    void doesNotTryARefusedLoginSoonerBecauseTheFileWentBackMeanwhile() {
        rig.serve("a");
        changeTo("b");
        rig.refuse();

        rig.change("a");
        changeTo("b");
        rig.pass(Duration.ofSeconds(1));

        assertThat(rig.orders.opens).isEqualTo(2);
    }

    @Test
    void countsTheTrialsOfALoginThatComesBack() {
        rig.serve("a");
        changeTo("b");
        for (int i = 0; i < 60; i++) {
            rig.change(i % 2 == 0 ? "b" : "a");
            if (rig.orders.opening != null) {
                rig.refuse();
            }
            rig.pass(Duration.ofSeconds(1));
        }

        assertThat(rig.orders.opens).isLessThanOrEqualTo(12);
    }

    @Test
    void aMinuteOfRefusalsCostsTenLogins() {
        rig.serve("a");
        changeTo("b");
        for (int i = 0; i < 600; i++) {
            if (rig.orders.opening != null) {
                rig.refuse();
            }
            rig.pass(Duration.ofMillis(100));
        }

        assertThat(rig.orders.opens - 1).isLessThanOrEqualTo(10);
    }

    @Test
    void acceptsALoginThatArrivedLate() throws Exception {
        rig.serve("a");
        changeTo("b");
        rig.refuse();
        rig.pass(Duration.ofSeconds(2));
        rig.refuse();

        rig.pass(Duration.ofSeconds(2));
        rig.accept();
        rig.pass(Duration.ofSeconds(1));

        assertThat(rig.connect()).isEqualTo("b");
    }

    @Test
    void tellsTheSourceOfEachLoginThatWasRefused() {
        rig.serve("a");
        changeTo("b");

        rig.refuse();

        assertThat(rig.orders.refused).containsExactly(login("b"));
    }

    @Test
    void leavesARefusedLoginForANewerOne() {
        rig.serve("a");
        changeTo("b");
        rig.refuse();

        changeTo("c");

        assertThat(rig.tried()).isEqualTo("c");
    }

    @Test
    void asksASourceThatMintsForAnotherLoginWhenThisOneDoesNotArrive() {
        RotatorRig minting = RotatorRig.minting();
        minting.serve(login("a", Lease.firm(NOON, HOUR)));
        minting.pass(Duration.ofMinutes(45));
        minting.give(login("b", Lease.firm(minting.now, HOUR)));
        for (int i = 0; i < 5; i++) {
            assertThat(minting.tried()).isEqualTo("b");
            assertThat(minting.orders.reads).isEqualTo(2);
            minting.refuse();
            minting.pass(Duration.ofSeconds(2));
        }

        assertThat(minting.orders.reads).isEqualTo(3);
        assertThat(minting.tried()).isEqualTo("nobody");
    }

    @ParameterizedTest
    @CsvSource({"1, PT0.1S", "2, PT0.2S", "5, PT1.6S", "12, PT30S"})
    void retriesWhenTheDatabaseIsDown(int failures, Duration wait) throws Exception {
        rig.serve("a");
        changeTo("b");
        for (int i = 1; i < failures; i++) {
            rig.fail();
            rig.pass(Duration.ofSeconds(30));
        }

        rig.fail();

        assertThat(rig.orders.last(RotationFailed.class).part()).isEqualTo(Part.DATABASE);
        assertThat(rig.orders.last(RotationFailed.class).retryIn()).isEqualTo(wait);
        assertThat(rig.orders.refused).isEmpty();
        assertThat(rig.connect()).isEqualTo("a");
    }

    @Test
    void aDatabaseThatIsDownRefusesNothing() {
        rig.serve("a");
        changeTo("b");
        for (int i = 0; i < 20; i++) {
            rig.fail();
            rig.pass(Duration.ofSeconds(30));
        }

        rig.refuse();

        assertThat(rig.orders.last(RotationFailed.class).retryIn()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void theOldPoolGivesUpAConnectionWhenTheDatabaseIsFull() {
        rig.serve("a");
        changeTo("b");
        assertThat(rig.orders.crowding).isNull();

        rig.beFull();
        rig.pass(Duration.ofMillis(100));

        assertThat(rig.tried()).isEqualTo("b");
        assertThat(rig.orders.crowding).isSameAs(rig.current());
    }

    @Test
    void theOldPoolIsRestoredWhenItsConnectionWasGivenUpForNothing() {
        rig.serve("a");
        changeTo("b");
        rig.beFull();
        rig.pass(Duration.ofMillis(100));
        rig.orders.served.clear();

        rig.fail();

        assertThat(rig.orders.served).containsExactly(rig.current());
        rig.pass(Duration.ofSeconds(1));
        assertThat(rig.orders.crowding).isNull();
    }

    @Test
    void theOldPoolIsLeftAloneWhenTheDatabaseOnlyFails() {
        rig.serve("a");
        changeTo("b");
        rig.orders.served.clear();

        rig.fail();
        rig.pass(Duration.ofSeconds(1));

        assertThat(rig.orders.served).isEmpty();
        assertThat(rig.orders.crowding).isNull();
    }

    @Test
    void asksTheSourceAtOnceWhenTheLoginInUseIsRefused() throws Exception {
        RotatorRig minting = RotatorRig.minting();
        minting.serve(login("a", Lease.firm(NOON, HOUR)));

        minting.refuseAnother(minting.current());

        assertThat(minting.orders.reads).isEqualTo(2);
        assertThat(minting.orders.refused).containsExactly(minting.current().credential());
        assertThat(minting.connect()).isEqualTo("a");
    }

    @Test
    void reportsARefusedLoginOnceHoweverOftenItIsRefused() {
        rig.serve("a");

        for (int i = 0; i < 1_000; i++) {
            rig.refuseAnother(rig.current());
        }

        assertThat(rig.orders.events(LoginRefused.class))
                .containsExactly(new LoginRefused(1, login("a").fingerprint()));
        assertThat(rig.orders.refused).hasSize(1);
    }

    @Test
    void rotatesWithoutADebounceAndADistanceWhenTheLoginInUseWasRefused() {
        rig.serve("a");
        changeTo("b");
        rig.accept();
        rig.pass(Duration.ofMillis(100));
        rig.refuseAnother(rig.current());

        rig.change("c");

        assertThat(rig.tried()).isEqualTo("c");
        rig.accept();
        rig.pass(Duration.ofSeconds(1));
        assertThat(rig.orders.last(Rotated.class).reason()).isEqualTo(Reason.REFUSAL);
    }

    @Test
    void triesADeadLoginThatTheSourceStillGivesOncePerHalfOpenWait() {
        rig.serve("a");
        rig.refuseAnother(rig.current());

        rig.change("a");
        rig.pass(Duration.ofMillis(999));
        assertThat(rig.tried()).isEqualTo("nobody");

        rig.pass(Duration.ofMillis(1));
        assertThat(rig.tried()).isEqualTo("a");
        rig.refuse();
        assertThat(rig.orders.last(RotationFailed.class).retryIn()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void opensAFreshPoolWhenADeadLoginComesBackToLife() throws Exception {
        rig.serve("a");
        rig.refuseAnother(rig.current());
        rig.change("a");
        rig.pass(Duration.ofSeconds(1));

        rig.accept();
        rig.pass(Duration.ofSeconds(1));

        assertThat(rig.connect()).isEqualTo("a");
        assertThat(rig.current().number()).isEqualTo(2);
        assertThat(rig.current().isRefused()).isFalse();
    }

    @Test
    void aRefusalOfAGenerationThatWasReplacedMeansNothing() {
        rig.serve("a");
        Generation first = rig.current();
        changeTo("b");
        rig.accept();
        rig.pass(Duration.ofMillis(500));
        int reads = rig.orders.reads;

        rig.refuseAnother(first);

        assertThat(rig.orders.events(LoginRefused.class)).isEmpty();
        assertThat(rig.orders.refused).isEmpty();
        assertThat(rig.orders.reads).isEqualTo(reads);
    }
}
