package io.github.rotatingdatasource;

import static io.github.rotatingdatasource.RotatorRig.HOUR;
import static io.github.rotatingdatasource.RotatorRig.NOON;
import static io.github.rotatingdatasource.RotatorRig.login;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rotatingdatasource.RotationEvent.LoginRefused;
import io.github.rotatingdatasource.source.Credential;
import io.github.rotatingdatasource.source.Lease;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How it comes back, and what must not keep it from that. */
class RotatorHealingTest {
    private final RotatorRig polling = RotatorRig.polling();
    private final RotatorRig minting = RotatorRig.minting();

    @Test
    void aSourceThatMintsMayGiveTheSameLoginWhichTheDatabaseAcceptsAgain() throws Exception {
        Credential same = login("a", Lease.firm(NOON, HOUR));
        minting.serve(same).withIdle(0);
        minting.refuseAnother(minting.current());

        for (int i = 0; i < 100 && minting.orders.opening == null; i++) {
            if (minting.orders.reading) {
                minting.give(same);
            }
            minting.pass(Duration.ofMillis(100));
        }
        minting.accept();

        assertThat(minting.connect()).isEqualTo("a");
    }

    @Test
    void aGenerationThatWasGivenUpTellsNothingOfTheNextWithTheSameLogin() throws Exception {
        polling.serve("a").withIdle(10);
        polling.change("b");
        polling.pass(RotatorRig.MOMENT);
        polling.accept();
        Generation givenUp = polling.incoming();
        polling.refuseAnother(givenUp);
        polling.pass(Duration.ofSeconds(3));
        polling.accept();
        polling.pass(Duration.ofSeconds(2));
        assertThat(polling.inUse()).isEqualTo("b");

        polling.refuseAnother(givenUp); // its last session is gone

        assertThat(polling.current().isRefused()).isFalse();
        assertThat(polling.orders.events(LoginRefused.class)).isEmpty();
    }

    @Test
    void aLoginThatOnlyWaitsForTheDatabaseIsTriedAtOnceWhenTheOneInUseIsLost() {
        polling.serve("a").withIdle(10);
        Generation lost = polling.current();
        polling.refuseAnother(lost);
        polling.change("b");
        for (int i = 0; i < 8; i++) { // until its back-off has grown
            polling.fail();
            for (int j = 0; j < 400 && polling.orders.opening == null; j++) {
                polling.pass(Duration.ofMillis(100));
            }
        }
        polling.fail();
        ((FakePool) lost.pool()).withIdle(0);

        polling.refuseAnother(lost);

        assertThat(polling.tried()).isEqualTo("b");
    }

    @Test
    void aDateOfAClockThatJumpedIsNoSureEnd() throws Exception {
        polling.serve("a");
        polling.now = polling.now.plus(HOUR);
        polling.rotator.clockJumped(HOUR);

        polling.change(login("b", Lease.firm(polling.now.minus(HOUR), Duration.ofMinutes(30))));
        polling.pass(Duration.ofSeconds(2));
        polling.accept();

        assertThat(polling.connect()).isEqualTo("b");
    }

    @Test
    void aLoginThatWaitedUntilItsFirmLeaseWasOverIsNotTried() throws Exception {
        polling.serve("a");
        polling.change(login("b", Lease.firm(polling.now, Duration.ofSeconds(1))));
        polling.pass(RotatorRig.MOMENT);
        polling.refuse(); // and is tried again in two seconds

        polling.pass(Duration.ofSeconds(10));

        assertThat(polling.tried()).isEqualTo("nobody");
        assertThat(polling.connect()).isEqualTo("a");
    }

    @Test
    void aReadThatTakesTooLongIsBrokenOff() {
        polling.serve("a");
        polling.rotator.changed(polling.now);
        polling.pass(Duration.ofSeconds(29));
        assertThat(polling.orders.brokenOff).isZero();

        polling.pass(Duration.ofSeconds(2));

        assertThat(polling.orders.brokenOff).isOne();
    }

    @Test
    void aReadThatMintsIsGivenLonger() {
        minting.pass(Duration.ofMinutes(2).minusMillis(1));
        assertThat(minting.orders.brokenOff).isZero();

        minting.pass(Duration.ofMillis(1));

        assertThat(minting.orders.brokenOff).isOne();
    }
}
