package io.github.rotatingdatasource;

import static io.github.rotatingdatasource.RotatorRig.NOON;
import static io.github.rotatingdatasource.RotatorRig.login;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rotatingdatasource.RotationEvent.Reason;
import io.github.rotatingdatasource.source.Lease;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How often a retired pool is looked at, and what is done to it. */
class DrainTest {
    private static final Drain.Rest EMPTY = new Drain.Rest(0, 0);
    private static final Drain.Rest BUSY = new Drain.Rest(3, 0);
    private static final Drain.Rest AWAITED = new Drain.Rest(3, 2);

    private final FakePool pool = FakePool.ofTen("a");
    private final Drain drain = new Drain(generation(pool), NOON.plusSeconds(30), NOON);

    private static Generation generation(Pool pool) {
        Term term = new Term(Lease.unknown(), null, null);
        return new Generation(1, new Candidate(login("a"), term, Reason.CHANGE, NOON, NOON), pool);
    }

    private Duration pauseAfter(Drain.Rest rest, Instant now) {
        drain.begin();
        drain.ended(rest, 0, now);
        return Duration.between(now, drain.next());
    }

    @Test
    void isDueAtOnceAndNeverWhileAWorkerIsAtIt() {
        assertThat(drain.next()).isEqualTo(NOON);

        drain.begin();

        assertThat(drain.next()).isEqualTo(Times.NEVER);
    }

    @Test
    void isLookedAtLessAndLessOften() {
        assertThat(pauseAfter(BUSY, NOON)).hasMillis(10);
        assertThat(pauseAfter(BUSY, NOON)).hasMillis(20);
        assertThat(pauseAfter(BUSY, NOON)).hasMillis(40);
        assertThat(pauseAfter(BUSY, NOON)).hasMillis(80);
        assertThat(pauseAfter(BUSY, NOON)).hasMillis(100);
        assertThat(pauseAfter(BUSY, NOON)).hasMillis(100);
    }

    @Test
    void isLookedAtOftenWhileSomebodyWaits() {
        pauseAfter(BUSY, NOON);
        pauseAfter(BUSY, NOON);

        assertThat(pauseAfter(AWAITED, NOON)).hasMillis(5);
    }

    @Test
    void isLookedAtWhenTheDeadlineComes() {
        for (int i = 0; i < 10; i++) {
            pauseAfter(BUSY, NOON);
        }
        assertThat(pauseAfter(BUSY, NOON.plusMillis(29_970))).hasMillis(30);
    }

    @ParameterizedTest
    @CsvSource({"29999, false", "30000, true", "99999, true"})
    void isOverdueFromTheDeadlineOn(long millis, boolean overdue) {
        assertThat(drain.isOverdue(NOON.plusMillis(millis))).isEqualTo(overdue);
    }

    @Test
    void isDoneASecondAfterItWasEmpty() {
        pauseAfter(EMPTY, NOON.plusSeconds(5));

        assertThat(drain.isDone(NOON.plusMillis(5_999))).isFalse();
        assertThat(drain.isDone(NOON.plusMillis(6_000))).isTrue();
    }

    @Test
    void countsFromTheLastTimeItBecameEmpty() {
        pauseAfter(EMPTY, NOON);
        pauseAfter(AWAITED, NOON.plusMillis(500));
        pauseAfter(EMPTY, NOON.plusMillis(600));

        assertThat(drain.isDone(NOON.plusMillis(1_599))).isFalse();
        assertThat(drain.isDone(NOON.plusMillis(1_600))).isTrue();
    }

    @Test
    void addsUpWhatWasCutOff() {
        drain.ended(BUSY, 3, NOON);
        drain.ended(EMPTY, 2, NOON);

        assertThat(drain.cut()).isEqualTo(5);
    }

    @Test
    void sweepingClosesWhatIsIdleAndWhatComesBack() {
        pool.lend(4);

        Drain.sweep(pool, false);
        pool.takeBack(3);

        assertThat(Drain.restOf(pool)).isEqualTo(new Drain.Rest(1, 0));
        assertThat(pool.opensNothing()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"10, false, 0", "10, true, 7", "0, false, 7"})
    void sweepingMovesThoseOnWhoWaitInVain(int out, boolean hopeless, int moved) {
        pool.withIdle(out).lend(out).withWaiting(7);

        Drain.sweep(pool, hopeless);

        assertThat(pool.moved).isEqualTo(moved);
        assertThat(pool.total()).isEqualTo(out);
    }
}
