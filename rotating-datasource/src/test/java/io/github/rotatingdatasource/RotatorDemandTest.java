package io.github.rotatingdatasource;

import static io.github.rotatingdatasource.RotatorRig.HOUR;
import static io.github.rotatingdatasource.RotatorRig.MOMENT;
import static io.github.rotatingdatasource.RotatorRig.NOON;
import static io.github.rotatingdatasource.RotatorRig.login;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.github.rotatingdatasource.RotationEvent.Outcome;
import io.github.rotatingdatasource.RotationEvent.Part;
import io.github.rotatingdatasource.RotationEvent.Reason;
import io.github.rotatingdatasource.RotationEvent.Rotated;
import io.github.rotatingdatasource.RotationEvent.RotationFailed;
import io.github.rotatingdatasource.source.Lease;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A rotation that somebody asked for, and what he hears of it. */
class RotatorDemandTest {
    private final RotatorRig rig = RotatorRig.polling();

    private static void failed(CompletableFuture<Outcome> answer, Part part) {
        assertThat(answer)
                .isCompletedWithValueMatching(
                        outcome -> outcome instanceof RotationFailed failed && failed.part() == part);
    }

    private static void rotated(CompletableFuture<Outcome> answer, int generation) {
        assertThat(answer.getNow(null))
                .asInstanceOf(type(Rotated.class))
                .satisfies(rotated -> assertThat(rotated.generation()).isEqualTo(generation));
    }

    @Test
    void opensAFreshPoolEvenIfTheLoginIsTheSame() throws Exception {
        rig.serve("a");
        Pool before = rig.current().pool();

        CompletableFuture<Outcome> answer = rig.demand();
        rig.give("a");
        rig.accept();
        rig.pass(Duration.ofSeconds(1));

        rotated(answer, 2);
        assertThat(rig.current().pool()).isNotSameAs(before);
        assertThat(rig.connect()).isEqualTo("a");
    }

    @Test
    void asksTheSourceAtOnce() {
        RotatorRig minting = RotatorRig.minting();
        minting.serve(login("a", Lease.firm(NOON, HOUR)));

        minting.demand();

        assertThat(minting.orders.reads).isEqualTo(2);
    }

    @Test
    void keepsNoDistanceAndNoDebounce() {
        rig.serve("a");
        rig.change("b");
        rig.pass(MOMENT);
        rig.accept();
        rig.pass(Duration.ofMillis(200));

        rig.demand();
        rig.give("c");

        assertThat(rig.tried()).isEqualTo("c");
    }

    @Test
    void isNotAnsweredBeforeTheNewLoginServesAlone() {
        rig.serve("a");
        rig.workersAreSlow = true;

        CompletableFuture<Outcome> answer = rig.demand();
        rig.give("b");
        rig.accept();
        assertThat(answer).isNotDone();

        rig.workersAreSlow = false;
        rig.pass(Duration.ofSeconds(1));
        rotated(answer, 2);
    }

    @Test
    void joinsATrialThatIsUnderWay() {
        rig.serve("a");
        rig.change("b");
        rig.pass(MOMENT);
        int reads = rig.orders.reads;

        CompletableFuture<Outcome> answer = rig.demand();
        rig.accept();
        rig.pass(Duration.ofSeconds(1));

        rotated(answer, 2);
        assertThat(rig.orders.reads).isEqualTo(reads);
        assertThat(rig.orders.opens).isEqualTo(2);
    }

    @Test
    void joinsAHandOverThatIsUnderWay() {
        rig.serve("a");
        rig.workersAreSlow = true;
        rig.change("b");
        rig.pass(MOMENT);
        rig.accept();

        CompletableFuture<Outcome> answer = rig.demand();
        rig.workersAreSlow = false;
        rig.pass(Duration.ofSeconds(1));

        rotated(answer, 2);
        assertThat(rig.orders.opens).isEqualTo(2);
    }

    @Test
    void cutsShortWhatALoginWaitsFor() {
        rig.serve("a");
        rig.change("b");
        rig.pass(MOMENT);
        rig.refuse();
        assertThat(rig.tried()).isEqualTo("nobody");

        rig.demand();
        rig.give("b");

        assertThat(rig.tried()).isEqualTo("b");
    }

    @Test
    void hearsThatTheSourceFailed() {
        rig.serve("a");

        CompletableFuture<Outcome> answer = rig.demand();
        rig.failToGive("not found");

        failed(answer, Part.SOURCE);
        assertThat(rig.orders.last(RotationFailed.class).message()).isEqualTo("not found");
        assertThat(rig.orders.last(RotationFailed.class).reason()).isEqualTo(Reason.DEMAND);
    }

    @Test
    void hearsNothingOfASourceThatFailsWhileALoginIsTried() {
        rig.serve("a");
        rig.change("b");
        rig.pass(MOMENT);

        CompletableFuture<Outcome> answer = rig.demand();
        rig.failToGive("not found");

        assertThat(answer).isNotDone();
        assertThat(rig.orders.events(RotationFailed.class)).isEmpty();
    }

    @Test
    void hearsThatTheLoginWasRefused() {
        rig.serve("a");

        CompletableFuture<Outcome> answer = rig.demand();
        rig.give("b");
        rig.refuse();

        failed(answer, Part.LOGIN);
    }

    @Test
    void hearsThatTheDatabaseIsDown() {
        rig.serve("a");

        CompletableFuture<Outcome> answer = rig.demand();
        rig.give("b");
        rig.fail();

        failed(answer, Part.DATABASE);
    }

    @Test
    void hearsThatTheLoginWasRefusedHalfWay() {
        rig.serve("a");
        CompletableFuture<Outcome> answer = rig.demand();
        rig.workersAreSlow = true;
        rig.give("b");
        rig.accept();

        rig.workersAreSlow = false;
        rig.refuseAnother(rig.incoming());
        rig.pass(MOMENT);

        failed(answer, Part.LOGIN);
    }

    @Test
    void allWhoAskedHearTheSame() {
        rig.serve("a");
        CompletableFuture<Outcome> first = rig.demand();
        CompletableFuture<Outcome> second = rig.demand();

        rig.give("b");
        rig.accept();
        rig.pass(Duration.ofSeconds(1));

        assertThat(first.getNow(null)).isNotNull().isSameAs(second.getNow(null));
        assertThat(rig.orders.opens).isEqualTo(2);
    }

    @Test
    void hearsOfTheStart() {
        CompletableFuture<Outcome> answer = rig.demand();

        rig.serve("a");

        rotated(answer, 1);
    }

    @Test
    void isForgottenOnceItIsAnswered() {
        rig.serve("a");
        rig.demand();
        rig.failToGive("not found");

        rig.change("a");
        rig.pass(HOUR);

        assertThat(rig.orders.opens).isEqualTo(1);
    }

    @Test
    void hearsThatTheDataSourceWasClosedMeanwhile() {
        rig.serve("a");
        CompletableFuture<Outcome> answer = rig.demand();

        rig.rotator.close();

        failed(answer, Part.CLOSED);
    }

    @Test
    void hearsThatTheDataSourceWasClosedBefore() {
        rig.serve("a");
        rig.rotator.close();
        int reads = rig.orders.reads;

        CompletableFuture<Outcome> answer = rig.demand();

        failed(answer, Part.CLOSED);
        assertThat(rig.orders.reads).isEqualTo(reads);
    }

    @Test
    void aDemandTriesADeadLoginAtOnce() {
        rig.serve("a");
        rig.refuseAnother(rig.current());
        rig.change("a");

        rig.demand();
        rig.give("a");

        assertThat(rig.tried()).isEqualTo("a");
    }
}
