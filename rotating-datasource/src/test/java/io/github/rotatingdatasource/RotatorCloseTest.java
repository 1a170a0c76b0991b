package io.github.rotatingdatasource;

import static io.github.rotatingdatasource.RotatorRig.MOMENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.throwable;

import io.github.rotatingdatasource.RotationEvent.Closed;
import io.github.rotatingdatasource.RotationStatus.Phase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Closing, at every moment. After each of these tests nothing more may be ordered, whatever comes in late. */
class RotatorCloseTest {
    private final RotatorRig rig = RotatorRig.polling();
    private int ordered;

    private List<Generation> close() {
        List<Generation> left = rig.rotator.close();
        ordered = rig.orders.count;
        return left;
    }

    @AfterEach
    void ordersNothingMore() {
        rig.rotator.changed(rig.now);
        rig.demand();
        rig.pass(Duration.ofDays(1));

        assertThat(rig.orders.count).isEqualTo(ordered);
        assertThat(rig.checkout()).isInstanceOf(Checkout.Closed.class);
        assertThat(rig.rotator.snapshot().status().phase()).isEqualTo(Phase.CLOSED);
        assertThat(rig.orders.events(Closed.class)).hasSize(1);
        assertThatThrownBy(rig::connect)
                .asInstanceOf(throwable(SQLException.class))
                .extracting(SQLException::getSQLState)
                .isEqualTo("08003");
    }

    @Test
    void whileTheSourceIsAskedForTheFirstTime() {
        assertThat(close()).isEmpty();

        rig.give("a");
    }

    @Test
    void whileTheSourceFails() {
        rig.failToGive("not found");
        rig.pass(Duration.ofMillis(100));

        assertThat(close()).isEmpty();

        rig.failToGive("not found");
    }

    @Test
    void whileTheFirstLoginIsTried() {
        rig.give("a");

        assertThat(close()).isEmpty();

        FakePool late = rig.accept();
        assertThat(rig.orders.discarded).containsExactly(late);
        assertThat(late.isClosed()).isTrue();
    }

    @Test
    void whileALoginIsTriedThatIsRefusedThen() {
        rig.serve("a");
        rig.change("b");
        rig.pass(MOMENT);

        assertThat(close()).containsExactly(rig.current());

        rig.refuse();
        assertThat(rig.orders.refused).isEmpty();
    }

    @Test
    void whileALoginIsTriedAndTheDatabaseIsFull() {
        rig.serve("a");
        rig.change("b");
        rig.pass(MOMENT);
        rig.beFull();
        rig.pass(Duration.ofSeconds(1));

        close();

        rig.fail();
        assertThat(rig.orders.served).hasSize(1);
    }

    @Test
    void whileOneGenerationServes() {
        rig.serve("a");

        assertThat(close()).containsExactly(rig.current());

        rig.refuseAnother(rig.current());
        rig.give("b");
    }

    @Test
    void whileALoginWaitsForItsTrial() {
        rig.serve("a");
        rig.change("b");

        assertThat(close()).containsExactly(rig.current());
    }

    @Test
    void whileOneGenerationHandsOverToAnother() {
        rig.serve("a");
        rig.workersAreSlow = true;
        rig.change("b");
        rig.pass(MOMENT);
        rig.accept();
        Generation incoming = rig.incoming();

        assertThat(close()).containsExactlyInAnyOrder(rig.current(), incoming);

        rig.move();
        rig.refuseAnother(incoming);
    }

    @Test
    void whileAGenerationDrains() {
        rig.serve("a").lend(3);
        Generation first = rig.current();
        rig.change("b");
        rig.pass(MOMENT);
        rig.accept();
        rig.pass(Duration.ofSeconds(1));
        rig.workersAreSlow = true;
        rig.pass(Duration.ofSeconds(1));

        assertThat(close()).containsExactlyInAnyOrder(first, rig.current());

        rig.work();
    }

    @Test
    void whileADrainedPoolIsBeingClosed() {
        rig.serve("a");
        rig.change("b");
        rig.pass(MOMENT);
        rig.accept();
        rig.pass(Duration.ofMillis(500));
        rig.workersAreSlow = true;
        rig.pass(Duration.ofMillis(300));

        close();

        rig.work();
        assertThat(rig.rotator.snapshot()).isNotNull();
    }

    @Test
    void letsThosePassOnWhoWaitInAnyOfThePools() {
        FakePool pool = rig.serve("a").standingIn();
        Checkout before = rig.checkout();

        close();

        assertThatThrownBy(before::connect).isSameAs(Moved.MOVED);
        assertThat(pool.used()).isEqualTo(1);
    }
}
