package io.github.rotatingdatasource;

import static io.github.rotatingdatasource.RotatorRig.HOUR;
import static io.github.rotatingdatasource.RotatorRig.MOMENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rotatingdatasource.RotationEvent.HandOverBegan;
import io.github.rotatingdatasource.RotationEvent.LeaseExtended;
import io.github.rotatingdatasource.RotationEvent.LoginRefused;
import io.github.rotatingdatasource.RotationEvent.RotationSkipped;
import io.github.rotatingdatasource.source.Credential;
import io.github.rotatingdatasource.source.Lease;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tokens that count at login only: a newer one of the same user replaces no pool. */
class RotatorTokenTest {
    private static final Duration LENGTH = Duration.ofMinutes(15);

    private final RotatorRig rig = RotatorRig.polling();
    private int made;

    private static Credential token(int number) {
        return Credential.loginOnly("a", "token " + number);
    }

    /** Serves from the first token, for a while. */
    private FakePool serve() {
        return rig.serve(token(1));
    }

    private void assertNothingIsTried() {
        rig.pass(Duration.ofSeconds(10));
        assertThat(rig.orders.opening).isNull();
        assertThat(rig.orders.opens).isOne();
    }

    private static Credential until(int number, RotatorRig rig) {
        return new Credential("a", "token " + number, Lease.lowerBound(rig.now, LENGTH), true);
    }

    @Test
    void keepsThePoolAndLogsInWithTheNewerToken() {
        FakePool pool = serve();

        rig.change(token(2));

        assertNothingIsTried();
        assertThat(pool.token).isEqualTo(token(2));
        assertThat(rig.current().pool()).isSameAs(pool);
    }

    @Test
    void namesTheNewestTokenInTheStatus() {
        serve();

        rig.change(token(2));

        assertThat(rig.rotator.snapshot().status().fingerprint()).isEqualTo(token(2).fingerprint());
        assertThat(rig.rotator.snapshot().status().generation()).isOne();
    }

    @Test
    void extendsTheLease() {
        rig.give(until(1, rig));
        rig.accept();
        rig.pass(Duration.ofMinutes(10));
        rig.give(until(1, rig));

        rig.change(until(2, rig));

        assertThat(rig.current().term().ends()).isEqualTo(rig.now.plus(LENGTH));
        assertThat(rig.orders.events(LeaseExtended.class)).isNotEmpty();
    }

    @Test
    void aTokenWithoutADateIsGoodForItsWholeLengthAgain() {
        Lease lease = Lease.lowerBound(null, LENGTH);
        rig.serve(new Credential("a", "token 1", lease, true));
        rig.pass(Duration.ofMinutes(1));

        rig.change(new Credential("a", "token 2", lease, true));

        assertThat(rig.current().term().ends()).isEqualTo(rig.now.plus(LENGTH));
    }

    @Test
    void triesNothingWhenATokenEndsBeforeTheNextIsThere() {
        FakePool pool = rig.serve(until(1, rig));

        rig.pass(HOUR);

        assertThat(pool.proofs()).isZero();
        assertThat(rig.checkout()).isInstanceOf(Checkout.Serving.class);
    }

    @Test
    void anotherUserRotates() {
        serve();

        rig.change(Credential.loginOnly("b", "token 2"));
        rig.pass(MOMENT);

        assertThat(rig.tried()).isEqualTo("b");
    }

    @Test
    void anOrdinaryPasswordOfTheSameUserRotates() {
        serve();

        rig.change(new Credential("a", "token 2", Lease.unknown()));
        rig.pass(MOMENT);

        assertThat(rig.tried()).isEqualTo("a");
    }

    @Test
    void anOrdinaryLoginIsNotTakenForAToken() {
        rig.serve("a");

        rig.change(token(2));
        rig.pass(MOMENT);

        assertThat(rig.tried()).isEqualTo("a");
    }

    @Test
    void rotatesWhenThatIsAskedFor() {
        serve();
        rig.demand();

        rig.give(token(2));
        rig.accept();
        rig.pass(MOMENT);

        assertThat(rig.orders.last(RotationEvent.Rotated.class).reason()).isEqualTo(RotationEvent.Reason.DEMAND);
        assertThat(rig.current().number()).isEqualTo(2);
    }

    @Test
    void aNewerTokenTakesOverFromOneThatWasRefused() {
        serve();
        rig.refuseAnother(rig.current());
        rig.give(token(1));

        rig.change(token(2));

        assertThat(rig.tried()).isEqualTo("a");
        assertThat(rig.checkout()).isInstanceOf(Checkout.Serving.class); // the old sessions
        rig.accept();
        rig.pass(MOMENT);
        assertThat(rig.current().number()).isEqualTo(2);
        assertThat(rig.current().credential()).isEqualTo(token(2));
    }

    @Test
    void aNewerTokenTakesOverIfThePoolWasQuickerToBeRefused() {
        FakePool pool = serve();
        pool.refusesTokens = true;

        rig.change(token(2));
        rig.tell(rig.current(), Evidence.REFUSED);

        assertThat(rig.orders.opening).isNotNull();
        assertThat(rig.orders.last(LoginRefused.class).fingerprint()).isEqualTo(token(1).fingerprint());
    }

    @Test
    void aTokenThatComesWhileAnOlderOneIsTriedCausesNoSecondRotation() {
        rig.give(token(1));
        rig.change(token(2));

        FakePool pool = rig.accept();

        assertThat(pool.token).isEqualTo(token(2));
        assertThat(rig.current().credential()).isEqualTo(token(2));
        assertNothingIsTried();
    }

    @Test
    void aTokenThatComesWhileAnOlderOneTakesOverCausesNoSecondRotation() {
        rig.serve("z");
        rig.change(token(1));
        rig.pass(MOMENT);
        rig.workersAreSlow = true;
        FakePool incoming = rig.accept();

        rig.change(token(2));
        rig.workersAreSlow = false;
        rig.pass(Duration.ofSeconds(10));

        assertThat(incoming.token).isEqualTo(token(2));
        assertThat(rig.current().credential()).isEqualTo(token(2));
        assertThat(rig.orders.events(HandOverBegan.class)).hasSize(1);
    }

    @Test
    void theRefusalOfAnOlderTokenIsNotHeldAgainstTheNewer() {
        rig.give(token(1));
        rig.change(token(2));

        rig.refuse();
        rig.pass(Duration.ofMillis(100));

        assertThat(rig.orders.refused).isEmpty();
        assertThat(rig.orders.opening.credential()).isEqualTo(token(2));
        assertThat(rig.orders.opening.refusals()).isZero();
    }

    @Test
    void theRefusalOfTheNewestTokenIsHeldAgainstIt() {
        rig.give(token(1));
        rig.change(token(2));
        rig.refuse();
        rig.pass(Duration.ofMillis(100));

        rig.refuse();

        assertThat(rig.orders.refused).containsExactly(token(2));
    }

    @Test
    void goingBackTriesTheNewestTokenAgain() {
        rig.serve("z");
        rig.change(token(1));
        rig.pass(MOMENT);
        rig.workersAreSlow = true;
        rig.accept();
        rig.change(token(2));

        rig.refuseAnother(rig.incoming());
        rig.workersAreSlow = false;
        rig.pass(Duration.ofSeconds(3));

        assertThat(rig.inUse()).isEqualTo("z");
        assertThat(rig.orders.opening.credential()).isEqualTo(token(2));
    }

    @Test
    void aTokenThatWaitsGivesWayToANewerOneWithoutANote() {
        rig.give("z");
        rig.accept();
        rig.change(token(1));

        rig.change(token(2));
        rig.pass(RotatorRig.HOUR);

        assertThat(rig.orders.events(RotationSkipped.class)).isEmpty();
        assertThat(rig.orders.opening.credential()).isEqualTo(token(2));
    }

    @Test
    void aSourceThatMakesATokenAtEachReadGainsNoTrialByEach() {
        serve();
        rig.drop(rig.current());

        int trials = 0;
        for (int i = 0; i < 6_000; i++, rig.pass(Duration.ofMillis(10))) {
            if (rig.orders.reading) {
                rig.give(token(100 + made++));
            }
            if (rig.orders.opening != null) {
                trials++;
                rig.refuse();
            }
        }

        assertThat(made).isGreaterThan(25);
        assertThat(trials).isBetween(4, 8); // at once, twice, and at growing intervals in a minute
    }

    @Test
    void aSourceThatMintsTokensIsAskedInTimeAndReplacesNothing() {
        RotatorRig minting = RotatorRig.minting();
        minting.give(until(1, minting));
        FakePool pool = minting.accept();

        minting.pass(LENGTH.multipliedBy(3).dividedBy(4));
        minting.give(until(2, minting));
        minting.pass(LENGTH.multipliedBy(3).dividedBy(4).minusSeconds(1));

        assertThat(pool.token.password()).isEqualTo("token 2");
        assertThat(minting.orders.opens).isOne();
        assertThat(minting.orders.reads).isEqualTo(2);
    }

    @Test
    void theEndOfATokenCutsOffNobody() {
        FakePool pool = rig.serve(until(1, rig)).lend(3);
        rig.pass(LENGTH.minusSeconds(20));
        rig.give(until(1, rig));

        rig.change("b");
        rig.pass(MOMENT);
        rig.accept();
        rig.pass(Duration.ofSeconds(25));

        assertThat(rig.inUse()).isEqualTo("b");
        assertThat(pool.used()).isEqualTo(3);
    }

    @Test
    void tellsTheSourceOfNoTokenThatAnotherHasReplaced() {
        serve();

        rig.change(token(2));
        rig.pass(HOUR);

        assertThat(List.of(rig.orders.retired, rig.orders.refused)).containsOnly(List.of());
    }
}
