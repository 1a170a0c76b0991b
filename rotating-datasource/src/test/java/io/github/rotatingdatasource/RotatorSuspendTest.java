package io.github.rotatingdatasource;

import static io.github.rotatingdatasource.RotatorRig.MOMENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rotatingdatasource.RotationEvent.Outcome;
import io.github.rotatingdatasource.RotationEvent.Part;
import io.github.rotatingdatasource.RotationEvent.RotationFailed;
import io.github.rotatingdatasource.RotationEvent.Suspended;
import io.github.rotatingdatasource.RotationStatus.Phase;
import io.github.rotatingdatasource.source.Credential;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Suspending, at every moment. After each of these tests nothing is read or tried any more, whatever comes in late. */
class RotatorSuspendTest {
    private final RotatorRig rig = RotatorRig.polling();
    private int drained;
    private int reads;
    private int opens;

    private void suspend() {
        rig.rotator.suspend(() -> drained++, rig.now);
        reads = rig.orders.reads;
        opens = rig.orders.opens;
        rig.pass(Duration.ZERO);
    }

    @AfterEach
    void asksAndTriesNothingMore() {
        rig.rotator.changed(rig.now);
        rig.pass(Duration.ofDays(1));

        assertThat(drained).isEqualTo(1);
        assertThat(rig.orders.reads).isEqualTo(reads);
        assertThat(rig.orders.opens).isEqualTo(opens);
        assertThat(rig.rotator.snapshot().current()).isNull();
        assertThat(rig.rotator.snapshot().draining()).isEmpty();
        assertThat(rig.orders.events(Suspended.class)).hasSize(1);
    }

    private void assertSuspended() {
        assertThat(rig.checkout()).isInstanceOf(Checkout.Suspended.class);
        assertThat(rig.rotator.snapshot().status().phase()).isEqualTo(Phase.SUSPENDED);
    }

    @Test
    void beforeAnythingWasHeard() {
        suspend();

        assertThat(drained).isEqualTo(1);
        rig.give("a");
        assertSuspended();
    }

    @Test
    void whileTheSourceFails() {
        suspend();

        rig.failToGive("not found");
        rig.pass(Duration.ofMinutes(10)); // the start limit is over, which is nobody's business any more
        assertSuspended();
    }

    @Test
    void whileTheFirstLoginIsTried() {
        rig.give("a");
        suspend();

        rig.pass(Duration.ofMinutes(1)); // the worker who logs in is held back
        assertThat(drained).isZero();
        FakePool late = rig.accept();
        assertThat(drained).isEqualTo(1);
        assertThat(rig.orders.discarded).containsExactly(late);
        assertSuspended();
    }

    @Test
    void whileALoginIsTriedThatIsRefusedThen() {
        rig.serve("a");
        rig.change("b");
        rig.pass(MOMENT);
        suspend();
        rig.pass(Duration.ofMinutes(1));
        assertThat(drained).isZero();

        rig.refuse();

        assertThat(drained).isEqualTo(1);
        assertThat(rig.orders.refused).isEmpty();
        assertSuspended();
    }

    @Test
    void forgetsTheLoginAtOnce() {
        FakePool pool = rig.serve("a").lend(3);
        suspend();

        assertThat(drained).isZero();
        assertThat(rig.rotator.snapshot().current()).isNull();
        pool.takeBack(3);
    }

    @Test
    void drainsTheGenerationThatServes() {
        FakePool pool = rig.serve("a").lend(3);
        suspend();

        rig.pass(Duration.ofSeconds(5));
        assertThat(drained).isZero();
        pool.takeBack(3);
        rig.pass(Duration.ofSeconds(2));

        assertThat(drained).isEqualTo(1);
        assertThat(pool.isClosed()).isTrue();
        assertThat(rig.orders.retired).extracting(Credential::username).containsExactly("a");
    }

    @Test
    void drainsBothGenerationsOfAHandOver() {
        rig.serve("a");
        rig.workersAreSlow = true;
        rig.change("b");
        rig.pass(MOMENT);
        FakePool incoming = rig.accept();
        suspend();
        assertSuspended();

        rig.workersAreSlow = false;
        rig.work();
        rig.pass(Duration.ofMinutes(1));

        assertThat(incoming.isClosed()).isTrue();
        assertThat(rig.orders.retired).extracting(Credential::username).containsExactlyInAnyOrder("a", "b");
        assertThat(rig.rotator.snapshot().generation()).isEqualTo(2);
    }

    @Test
    void tellsThoseWhoAskedForARotation() {
        rig.serve("a");
        CompletableFuture<Outcome> before = rig.demand();
        suspend();
        CompletableFuture<Outcome> after = rig.demand();

        assertThat(before.join()).isInstanceOfSatisfying(RotationFailed.class, RotatorSuspendTest::isOfSuspension);
        assertThat(after.join()).isInstanceOfSatisfying(RotationFailed.class, RotatorSuspendTest::isOfSuspension);
    }

    private static void isOfSuspension(RotationFailed failed) {
        assertThat(failed.part()).isEqualTo(Part.SUSPENDED);
    }

    @Test
    void takesAGenerationWithItThatWasDrainingAlready() {
        FakePool first = rig.serve("a").lend(3);
        rig.change("b");
        rig.pass(MOMENT);
        rig.accept();
        rig.pass(Duration.ofSeconds(1));
        suspend();
        rig.pass(Duration.ofSeconds(3));

        assertThat(drained).isZero();
        first.takeBack(3);
    }

    @Test
    void closesTheBreakerOfAnOutage() {
        rig.serve("a");
        rig.drop(rig.current());
        rig.pass(RotatorRig.GRACE.plusSeconds(1));
        suspend();

        assertThat(rig.orders.breaker).last().isEqualTo("closed");
        assertSuspended();
    }
}
