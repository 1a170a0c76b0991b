package io.github.rotatingdatasource;

import static io.github.rotatingdatasource.RotatorRig.NOON;
import static io.github.rotatingdatasource.RotatorRig.login;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rotatingdatasource.RotationEvent.Reason;
import io.github.rotatingdatasource.source.Lease;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One move of a hand-over, and how much has to move. */
class HandOverTest {
    private static final Duration FAST = Duration.ofMillis(9);

    private final Permits permits = new Permits(12);
    private final FakePool from = new FakePool("old", permits, 10).withIdle(10);
    private final FakePool to = new FakePool("new", permits, 10);

    private static Generation generation(int number, Pool pool) {
        Term term = new Term(Lease.unknown(), null, null);
        return new Generation(number, new Candidate(login("any"), term, Reason.CHANGE, NOON, NOON), pool);
    }

    private HandOver handOver(int minimumIdle, int maximum) {
        Settings settings = new Settings("orders", RotationPolicy.defaults(), true, 30_000, minimumIdle, maximum);
        return Objects.requireNonNull(HandOver.between(generation(1, from), generation(2, to), settings, FAST, NOON));
    }

    private void move() {
        handOver(10, 10).move(permits);
    }

    @Test
    void growsWhilePermitsAreFree() {
        move();

        assertThat(to.total()).isEqualTo(2);
        assertThat(from.total()).isEqualTo(10);
    }

    @Test
    void closesAnIdleConnectionOfTheOldPoolWhenNoPermitIsFree() {
        to.withIdle(2);

        move();

        assertThat(from.total()).isEqualTo(9);
        assertThat(from.turns).isZero();
    }

    @Test
    void doesNothingWhileTheNewPoolIsGrowing() {
        to.slow();
        move();
        permits.tryTake();

        move();

        assertThat(to.total()).isEqualTo(1);
        assertThat(from.total()).isEqualTo(10);
    }

    @Test
    void takesATurnInTheQueueWhenSomebodyWaitsThere() {
        to.withIdle(2);
        from.lend(10).withWaiting(3);

        move();

        assertThat(from.turns).isEqualTo(1);
        assertThat(from.total()).isEqualTo(10);
    }

    @Test
    void takesATurnWhenTheLastIdleConnectionWouldBeMissed() {
        to.withIdle(2).lend(2);
        from.lend(9);

        move();

        assertThat(from.turns).isEqualTo(1);
    }

    @Test
    void makesRoomFirstWhenTheDatabaseIsFull() {
        HandOver handOver = handOver(10, 10);
        to.crowdedOut(true);

        handOver.move(permits);
        assertThat(from.total()).isEqualTo(9);
        assertThat(to.total()).isEqualTo(1);

        handOver.move(permits);
        assertThat(from.total()).isEqualTo(9);
        assertThat(to.total()).isEqualTo(2);
    }

    @Test
    void takesNothingFromAnEmptyPool() {
        HandOver handOver = handOver(10, 10);
        to.crowdedOut(true);
        from.withIdle(0);

        handOver.move(permits);

        assertThat(from.turns).isZero();
    }

    @ParameterizedTest
    @CsvSource({"10, 10, 3, 10", "1, 10, 3, 3", "1, 10, 1, 1", "5, 10, 3, 5", "10, 4, 10, 4"})
    void isOverWhenTheNewPoolHasWhatTheOldOneHadOrTheMinimum(int minimumIdle, int maximum, int old, int target) {
        from.withIdle(old);
        HandOver handOver = handOver(minimumIdle, maximum);

        handOver.moved(new HandOver.Size(target - 1, 1), NOON);
        assertThat(handOver.isOver(NOON)).isFalse();

        handOver.moved(new HandOver.Size(target, 1), NOON);
        assertThat(handOver.isOver(NOON)).isTrue();
    }

    @Test
    void everyConnectionThatMovesPutsTheStallOff() {
        HandOver handOver = handOver(10, 10);

        handOver.moved(new HandOver.Size(2, 10), NOON.plusMillis(299));
        handOver.moved(new HandOver.Size(2, 10), NOON.plusMillis(400));

        assertThat(handOver.isOver(NOON.plusMillis(598))).isFalse();
        assertThat(handOver.isOver(NOON.plusMillis(599))).isTrue();
    }
}
