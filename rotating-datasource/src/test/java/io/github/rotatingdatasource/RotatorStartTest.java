package io.github.rotatingdatasource;

import static io.github.rotatingdatasource.RotatorRig.login;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rotatingdatasource.RotationEvent.Part;
import io.github.rotatingdatasource.RotationEvent.Reason;
import io.github.rotatingdatasource.RotationEvent.RotationFailed;
import io.github.rotatingdatasource.RotationEvent.SourceFailed;
import io.github.rotatingdatasource.RotationStatus.Phase;
import java.sql.Connection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The way to the first generation. */
class RotatorStartTest {
    private final RotatorRig rig = RotatorRig.polling();

    @Test
    void asksTheSourceAtOnceAndLetsCallersWait() {
        assertThat(rig.orders.reads).isEqualTo(1);
        assertThat(rig.checkout()).isInstanceOf(Checkout.Waiting.class);
        assertThat(rig.rotator.snapshot().status().phase()).isEqualTo(Phase.STARTING);
    }

    @Test
    void servesTheFirstLoginThatTheDatabaseAccepts() throws Exception {
        rig.give("a");
        assertThat(rig.checkout()).isInstanceOf(Checkout.Waiting.class);

        rig.accept();

        assertThat(rig.connect()).isEqualTo("a");
        assertThat(rig.current().number()).isEqualTo(1);
        assertThat(rig.orders.served).containsExactly(rig.current());
    }

    @Test
    void triesTheFirstLoginWithoutADebounce() {
        rig.give("a");

        assertThat(rig.tried()).isEqualTo("a");
    }

    @Test
    void isNoRotation() {
        rig.serve("a");

        RotationEvent.Rotated rotated = rig.orders.last(RotationEvent.Rotated.class);
        assertThat(rotated.reason()).isEqualTo(Reason.START);
        assertThat(rig.rotator.snapshot().rotations()).isZero();
    }

    @Test
    void sendsThoseOnWhoWaitedForIt() throws Exception {
        Checkout waiting = rig.checkout();
        CompletableFuture<Connection> caller = new CompletableFuture<>();
        Thread thread = new Thread(() -> caller.completeAsync(() -> connect(waiting), Runnable::run));
        thread.start();

        rig.serve("a");

        assertThat(caller.get().getSchema()).isEqualTo("a");
    }

    private static Connection connect(Checkout checkout) {
        try {
            return checkout.connect();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void asksAgainWhenTheSourceHasNothingYet() {
        rig.failToGive("file not found");

        rig.pass(Duration.ofMillis(100));

        assertThat(rig.orders.reads).isEqualTo(2);
        assertThat(rig.orders.events(SourceFailed.class)).containsExactly(new SourceFailed("file not found"));
        assertThat(rig.checkout()).isInstanceOf(Checkout.Waiting.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 20})
    void startsHoweverOftenTheSourceFailedBefore(int failures) throws Exception {
        for (int i = 0; i < failures; i++) {
            rig.failToGive("file not found");
            rig.pass(Duration.ofSeconds(2));
        }

        rig.serve("a");

        assertThat(rig.connect()).isEqualTo("a");
    }

    @Test
    void keepsWaitingWhileTheFirstLoginIsRefused() {
        rig.give("a");

        rig.refuse();

        assertThat(rig.checkout()).isInstanceOf(Checkout.Waiting.class);
        assertThat(rig.orders.last(RotationFailed.class).part()).isEqualTo(Part.LOGIN);
        assertThat(rig.orders.last(RotationFailed.class).serving()).isZero();
    }

    @Test
    void keepsWaitingWhileTheDatabaseIsDown() throws Exception {
        rig.give("a");
        rig.fail();
        assertThat(rig.orders.last(RotationFailed.class).part()).isEqualTo(Part.DATABASE);

        rig.pass(Duration.ofSeconds(1));
        rig.accept();

        assertThat(rig.connect()).isEqualTo("a");
    }

    @Test
    void takesANewerLoginAtOnceWhenTheFirstIsRefused() {
        rig.give("a");
        rig.refuse();

        rig.change(login("b"));

        assertThat(rig.tried()).isEqualTo("b");
    }

    @Test
    void aRefusalOfAGenerationThatNobodyKnowsMeansNothing() {
        rig.give("a");
        Candidate trying = rig.orders.opening;

        rig.rotator.learned(trying, Evidence.REFUSED, rig.now);
        rig.step();

        assertThat(rig.orders.events).isEmpty();
        assertThat(rig.tried()).isEqualTo("a");
    }

    @Test
    void neverBlocksACallerOnceItWasClosed() {
        Checkout waiting = rig.checkout();

        rig.rotator.close();

        assertThatThrownBy(waiting::connect).hasMessage("data source orders has been closed");
    }
}
