package io.github.rotatingdatasource;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static io.github.rotatingdatasource.RotatorRig.HOUR;
import static io.github.rotatingdatasource.RotatorRig.MOMENT;
import static io.github.rotatingdatasource.RotatorRig.NOON;
import static io.github.rotatingdatasource.RotatorRig.login;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.github.rotatingdatasource.RotationEvent.Closed;
import io.github.rotatingdatasource.RotationEvent.LoginRefused;
import io.github.rotatingdatasource.internal.SharedThreads;
import io.github.rotatingdatasource.source.Credential;
import io.github.rotatingdatasource.source.Lease;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What was once wrong, so that it stays right. */
class RotatorRegressionTest {
    private final RotatorRig rig = RotatorRig.polling();

    @Test
    void aLoginThatAppearedDuringARotationKeepsTheDistanceToo() {
        rig.serve("a");
        rig.change("b");
        rig.pass(MOMENT);
        rig.change("c");
        rig.accept();

        rig.pass(Duration.ofSeconds(4));

        assertThat(rig.inUse()).isEqualTo("b");
        assertThat(rig.tried()).isEqualTo("nobody");
    }

    @Test
    void aDemandTriesTheFirstLoginAtOnceThoughItWasRefused() {
        rig.give("a");
        rig.refuse();

        rig.demand();
        rig.give("a");

        assertThat(rig.tried()).isEqualTo("a");
    }

    @Test
    void aSourceThatMintsIsAskedAgainWhenItGaveADeadLogin() {
        RotatorRig minting = RotatorRig.minting();
        minting.serve("a");
        minting.refuseAnother(minting.current());
        minting.give("a");
        for (int i = 0; i < 30 && !minting.orders.reading; i++) {
            if (minting.orders.opening != null) {
                minting.refuse();
            }
            minting.pass(Duration.ofMillis(100));
        }

        assertThat(minting.orders.reading).isTrue();
    }

    @Test
    void aGenerationNeverHasTheNumberOfAnother() {
        rig.serve("a");
        rig.change("b");
        rig.pass(MOMENT);
        rig.accept().lend(1);
        Generation refused = rig.incoming();
        rig.refuseAnother(refused);
        rig.pass(Duration.ofSeconds(2));
        rig.accept();

        assertThat(rig.rotator.snapshot().draining()).contains(refused);
        assertThat(rig.incoming().number()).isGreaterThan(refused.number());
    }

    @Test
    void anAbsurdLeaseIsAsGoodAsAny() throws Exception {
        rig.serve(login("a", Lease.firm(NOON, Duration.ofSeconds(Long.MAX_VALUE))));

        assertThat(rig.connect()).isEqualTo("a");
    }

    @Test
    void anAbsurdLeaseEndsNoReading() {
        RotatorRig minting = RotatorRig.minting();
        minting.serve(login("a", Lease.firm(NOON, HOUR)));
        minting.passUntil(NOON.plus(Duration.ofMinutes(45)));
        try {
            minting.give(login("b", Lease.firm(NOON, Duration.ofSeconds(Long.MAX_VALUE))));
        } catch (RuntimeException caughtByTheLoop) {
            minting.step();
        }
        minting.pass(HOUR);

        assertThat(minting.orders.reading || minting.orders.opening != null).isTrue();
    }

    @Test
    void nothingIsPublishedAfterClosed() {
        rig.serve("a");
        rig.rotator.close();

        rig.failToGive("interrupted by close");

        assertThat(rig.orders.events).last().isInstanceOf(Closed.class);
    }

    @Test
    void aRefusalOfTheOldLoginDuringAHandOverMeansNothing() {
        RotatorRig minting = RotatorRig.minting();
        minting.serve(login("a", Lease.firm(NOON, HOUR)));
        minting.passUntil(NOON.plus(Duration.ofMinutes(45)));
        minting.give(login("b", Lease.firm(minting.now, HOUR)));
        minting.accept();
        assertThat(minting.checkout()).isInstanceOf(Checkout.HandingOver.class);

        minting.refuseAnother(minting.current());

        assertThat(minting.orders.reading).isFalse();
        assertThat(minting.orders.events(LoginRefused.class)).isEmpty();
    }

    @Test
    void aDemandJoinsTheReadThatIsUnderWay() {
        RotatorRig minting = RotatorRig.minting();
        minting.serve(login("a", Lease.firm(NOON, HOUR)));
        minting.passUntil(NOON.plus(Duration.ofMinutes(45)));

        minting.demand();
        minting.give(login("b", Lease.firm(minting.now, HOUR)));

        assertThat(minting.tried()).isEqualTo("b");
        assertThat(minting.orders.reading).isFalse();
    }

    @Test
    void aTaskThatFailsDoesNotKeepTheNextFromRunning() throws Exception {
        Executor inTurn = Workers.inTurn();
        CompletableFuture<Boolean> next = new CompletableFuture<>();

        inTurn.execute(() -> {
            throw new IllegalStateException("boom, as this test wants it");
        });
        inTurn.execute(() -> next.complete(true));

        assertThat(next.get(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aSourceWhoseExceptionCannotBePrintedIsAnsweredForToo() throws Exception {
        CompletableFuture<String> answer = new CompletableFuture<>();
        Supply supply = new Supply(() -> {
            throw new Unprintable();
        });

        supply.read(credential -> {}, (reason, rest) -> answer.complete(reason));

        assertThat(answer.get(5, TimeUnit.SECONDS)).isNotEmpty();
    }

    private static final class Unprintable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new IllegalStateException("this exception has no message");
        }
    }

    @Test
    void aLoginIsNeverReplacedBeforeItsLeaseBegan() {
        RotationPolicy odd = RotationPolicy.defaults().withRotationPoint(0.1, 0.05);

        assertThat(odd.rotateAt(NOON, HOUR, 1)).isAfter(NOON);
    }

    @Test
    void aPoolThatWasCutOffIsNotCutOffTwoHundredTimesMore() {
        FakePool outgoing = rig.serve("a").lend(1);
        rig.change("b");
        rig.pass(MOMENT);
        rig.accept();
        rig.pass(Duration.ofSeconds(30));
        int before = rig.orders.count;
        rig.pass(Duration.ofSeconds(2));

        assertThat(outgoing.isClosed()).isTrue();
        assertThat(rig.orders.count - before).isLessThan(60);
    }

    @Test
    void aLoginWhoseLeaseEndedWhileItWaitedIsNotTriedButReplaced() {
        RotatorRig minting = RotatorRig.minting();
        minting.give(login("a", Lease.firm(NOON, Duration.ofSeconds(60))));
        for (int i = 0; i < 100; i++) {
            minting.fail();
            minting.passUntil(minting.now.plusSeconds(31));
            if (minting.orders.opening == null) {
                break;
            }
        }

        assertThat(minting.orders.reading).isTrue();
    }

    @Test
    void aGenerationKnowsNoThreads() {
        noClasses()
                .that()
                .haveSimpleName("Generation")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Executor.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Workers.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(SharedThreads.class)
                .check(new ClassFileImporter().importPackagesOf(Generation.class));
    }

    @Test
    void bothGenerationsLogInAgainAfterSessionsOfBothHaveEnded() {
        FakePool old = rig.serve("a");
        rig.workersAreSlow = true;
        rig.change("b");
        rig.pass(MOMENT);
        FakePool pool = rig.accept();

        rig.tell(rig.incoming(), Evidence.SESSION_ENDED);
        rig.tell(rig.current(), Evidence.SESSION_ENDED);
        rig.pass(Duration.ofSeconds(1));

        assertThat(old.unparked).isEqualTo(1);
        assertThat(pool.unparked).isEqualTo(1);
    }

    @Test
    void aSourceThatGoesBackAndForthBetweenRefusedLoginsGainsNoTrials() {
        rig.serve("a");
        for (int i = 0; i < 60; i++) {
            rig.change(i % 2 == 0 ? "b" : "c");
            rig.pass(Duration.ofMillis(100));
            if (rig.orders.opening != null) {
                rig.refuse();
            }
        }

        assertThat(rig.orders.opens - 1).isLessThanOrEqualTo(8);
    }

    @Test
    void aLoginThatIsRefusedInServiceIsNotTriedAtOnceThoughADrillWasRefusedLongBefore() {
        rig.serve("a");
        rig.demand();
        rig.give("a");
        rig.refuse();
        rig.change("a");
        rig.pass(Duration.ofSeconds(10));

        rig.refuseAnother(rig.current());
        rig.give("a");

        assertThat(rig.tried()).isEqualTo("nobody");
        rig.pass(Duration.ofSeconds(1));
        assertThat(rig.tried()).isEqualTo("a");
    }

    @Test
    void aLoginThatASourceGivesAgainBeforeItWasToBeAskedIsNotTriedSooner() {
        RotatorRig minting = RotatorRig.minting();
        minting.give("a");
        for (int i = 1; i < 5; i++) {
            minting.refuse();
            minting.pass(Duration.ofSeconds(2));
        }
        minting.refuse();

        minting.change("a");

        assertThat(minting.tried()).isEqualTo("nobody");
        minting.pass(Duration.ofSeconds(1));
        assertThat(minting.tried()).isEqualTo("a");
    }

    @Test
    void aLeaseThatIsRenewedDuringADrillIsThatOfTheNewGeneration() {
        Credential before = login("a", Lease.firm(NOON, HOUR));
        Credential renewed = login("a", Lease.firm(NOON.plusSeconds(10), HOUR));
        rig.serve(before);
        rig.demand();
        rig.give(before);

        rig.change(renewed);
        rig.accept();
        rig.pass(Duration.ofSeconds(1));

        assertThat(rig.current().number()).isEqualTo(2);
        assertThat(rig.current().term().lease()).isEqualTo(renewed.lease());
    }

    @Test
    void aRotationAfterTheClockWasSetDoesNotEndALeaseThatLasts() {
        Credential undated = login("a", Lease.firm(null, HOUR));
        rig.serve(undated);
        setTheClockForward();
        rig.demand();
        rig.give(undated);
        rig.accept();
        rig.pass(Duration.ofSeconds(1));

        assertThat(rig.checkout()).isInstanceOf(Checkout.Serving.class);
    }

    @Test
    void aLoginThatIsTriedWhileTheClockIsSetServes() {
        rig.give(login("a", Lease.firm(null, HOUR)));
        setTheClockForward();
        rig.accept();

        assertThat(rig.checkout()).isInstanceOf(Checkout.Serving.class);
    }

    private void setTheClockForward() {
        Duration step = HOUR.multipliedBy(2);
        rig.now = rig.now.plus(step);
        rig.rotator.clockJumped(step);
        rig.step();
    }

    /** Found by the simulation: a file that went back to a login whose lease was over took the good one out of service. */
    @Test
    void aLoginWhoseFirmLeaseIsOverIsNotTakenUp() throws Exception {
        rig.serve(login("b", Lease.firm(rig.now, HOUR)));

        rig.change(login("a", Lease.firm(rig.now.minus(HOUR), Duration.ofMinutes(1))));
        rig.pass(Duration.ofSeconds(2));

        assertThat(rig.tried()).isEqualTo("nobody");
        assertThat(rig.connect()).isEqualTo("b");
        assertThat(rig.orders.events(RotationEvent.SourceFailed.class))
                .extracting(RotationEvent.SourceFailed::reason)
                .containsExactly(Reads.OVER);
    }
}
