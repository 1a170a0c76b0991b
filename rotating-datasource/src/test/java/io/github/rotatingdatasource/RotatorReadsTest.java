package io.github.rotatingdatasource;

import static io.github.rotatingdatasource.RotatorRig.HOUR;
import static io.github.rotatingdatasource.RotatorRig.NOON;
import static io.github.rotatingdatasource.RotatorRig.login;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rotatingdatasource.RotationEvent.LeaseExtended;
import io.github.rotatingdatasource.RotationEvent.SourceFailed;
import io.github.rotatingdatasource.RotationEvent.SourceRecovered;
import io.github.rotatingdatasource.source.Lease;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When the source is asked, and what the same login again means. */
class RotatorReadsTest {
    private final RotatorRig polling = RotatorRig.polling();
    private final RotatorRig minting = RotatorRig.minting();

    @ParameterizedTest
    @CsvSource({"PT10S, PT0.5S", "PT15S, PT0.75S", "PT60S, PT2S", "PT1H, PT2S", "PT768H, PT2S"})
    void pollsAFileTwentyTimesInALeaseAtLeast(Duration lease, Duration interval) {
        polling.give(login("a", Lease.lowerBound(NOON, lease)));
        polling.accept();

        polling.pass(interval.minusNanos(1));
        assertThat(polling.orders.reads).isEqualTo(1);

        polling.pass(Duration.ofNanos(1));
        assertThat(polling.orders.reads).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"PT10S, PT7.5S", "PT60S, PT45S", "PT1H, PT45M", "PT24H, PT18H"})
    void asksASourceThatMintsAtTheRotationPointOnly(Duration lease, Duration due) {
        minting.give(login("a", Lease.firm(NOON, lease)));
        minting.accept();

        minting.pass(due.minusNanos(1));
        assertThat(minting.orders.reads).isEqualTo(1);

        minting.pass(Duration.ofNanos(1));
        assertThat(minting.orders.reads).isEqualTo(2);
    }

    @Test
    void neverAsksASourceThatMintsWhenTheLeaseIsUnknown() {
        minting.serve("a");

        minting.pass(Duration.ofDays(365));

        assertThat(minting.orders.reads).isEqualTo(1);
    }

    @Test
    void waitsForAReadThatIsOverdueAndStartsNoSecond() {
        polling.serve("a");
        int reads = polling.orders.reads;

        polling.rotator.changed(polling.now);
        polling.pass(Duration.ofDays(1));

        assertThat(polling.orders.reads).isEqualTo(reads);
    }

    @Test
    void saysOnceThatASourceDoesNotAnswer() {
        polling.serve("a");

        Instant asked = polling.now;

        polling.pass(Duration.ofDays(1));

        assertThat(polling.rotator.snapshot().sourceFailingSince()).isEqualTo(asked);
        assertThat(polling.orders.events(SourceFailed.class)).containsExactly(new SourceFailed(Reads.OVERDUE));
        assertThat(polling.rotator.snapshot().sourceFailure()).isEqualTo(Reads.OVERDUE);
    }

    @Test
    void asksOnceMoreWhenTheFileChangedDuringARead() {
        polling.serve("a");
        int reads = polling.orders.reads;
        polling.rotator.changed(polling.now);

        polling.give("a");

        assertThat(polling.orders.reads).isEqualTo(reads + 1);
    }

    @Test
    void asksAtOnceWhenTheFileChanged() {
        polling.give("a");
        polling.accept();

        polling.rotator.changed(polling.now);
        polling.step();

        assertThat(polling.orders.reads).isEqualTo(2);
    }

    @Test
    void extendsTheLeaseAndKeepsThePoolWhenTheLoginIsTheSame() {
        polling.serve(login("a", Lease.lowerBound(NOON, HOUR)));

        polling.give(login("a", Lease.lowerBound(NOON, HOUR.multipliedBy(2))));
        polling.pass(HOUR);

        assertThat(polling.orders.opens).isEqualTo(1);
        assertThat(polling.current().term().ends()).isEqualTo(NOON.plus(HOUR.multipliedBy(2)));
        assertThat(polling.orders.last(LeaseExtended.class).generation()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"PT1H, PT0S", "PT1H, PT1S", "PT59M, PT0S", "PT10M, PT30M"})
    void saysNothingWhenTheSameLoginEndsNoLater(Duration length, Duration later) {
        polling.serve(login("a", Lease.lowerBound(NOON, HOUR)));

        polling.give(login("a", Lease.lowerBound(NOON.plus(later), length)));

        assertThat(polling.orders.opens).isEqualTo(1);
        assertThat(polling.orders.events(LeaseExtended.class)).isEmpty();
    }

    @Test
    void keepsThePoolWhenOnlyTheLeaseBecomesUnknown() {
        polling.serve(login("a", Lease.lowerBound(NOON, HOUR)));

        polling.give("a");

        assertThat(polling.orders.opens).isEqualTo(1);
        assertThat(polling.current().term().ends()).isNull();
    }

    @Test
    void goesOnServingLongAfterALowerBoundHasPassed() throws Exception {
        polling.serve(login("a", Lease.lowerBound(NOON, HOUR)));

        polling.pass(Duration.ofHours(22));

        assertThat(polling.connect()).isEqualTo("a");
        assertThat(polling.orders.opens).isEqualTo(1);
    }

    @Test
    void reportsAFailureOnceAndAgainWhenItChanges() {
        polling.serve("a");
        for (String reason : new String[] {"not found", "not found", "torn", "torn", "not found"}) {
            polling.failToGive(reason);
            polling.pass(Duration.ofSeconds(2));
        }

        assertThat(polling.orders.events(SourceFailed.class))
                .extracting(SourceFailed::reason)
                .containsExactly("not found", "torn", "not found");
    }

    @Test
    void keepsServingWhileTheSourceFailsAndTellsWhenItRecovered() throws Exception {
        polling.serve("a");
        Instant since = polling.now;
        polling.failToGive("not found");
        polling.pass(Duration.ofSeconds(2));
        polling.failToGive("torn");
        polling.pass(Duration.ofSeconds(2));
        polling.failToGive("not found");
        assertThat(polling.connect()).isEqualTo("a");
        assertThat(polling.rotator.snapshot().sourceFailingSince()).isEqualTo(since);
        polling.pass(Duration.ofSeconds(2));
        assertThat(polling.rotator.snapshot().sourceFailure()).isEqualTo("not found");

        polling.give("a");

        assertThat(polling.orders.events(SourceRecovered.class)).hasSize(1);
        assertThat(polling.rotator.snapshot().sourceFailure()).isNull();
    }

    @Test
    void isNoRecoveryWhenNothingHadFailed() {
        polling.serve("a");

        polling.give("a");

        assertThat(polling.orders.events(SourceRecovered.class)).isEmpty();
    }

    @Test
    void replacesAFirstLeaseEarlierByChanceAndAllAfterItOnTime() {
        RotatorRig spread = RotatorRig.minting(RotationPolicy.defaults());
        spread.serve(login("a", Lease.firm(NOON, HOUR)));
        assertThat(spread.current().term().due()).isEqualTo(NOON.plus(Duration.ofMinutes(6)));

        spread.passUntil(NOON.plus(Duration.ofMinutes(6)));
        Instant began = spread.now;
        spread.give(login("b", Lease.firm(began, HOUR)));
        spread.accept();
        spread.pass(RotatorRig.MOMENT);

        assertThat(spread.current().term().due()).isEqualTo(began.plus(Duration.ofMinutes(33)));
    }

    @Test
    void treatsALeaseThatWasAskedForBeforeItWasDueLikeAFirst() {
        RotatorRig spread = RotatorRig.minting(RotationPolicy.defaults());
        spread.serve(login("a", Lease.firm(NOON, HOUR)));

        spread.change(login("b", Lease.firm(spread.now, HOUR)));
        Instant began = spread.now;
        spread.pass(RotatorRig.MOMENT);
        spread.accept();
        spread.pass(RotatorRig.MOMENT);

        assertThat(spread.current().term().due()).isEqualTo(began.plus(Duration.ofMinutes(6)));
    }

    @Test
    void treatsALeaseThatCameAfterARefusalLikeAFirst() {
        RotatorRig spread = RotatorRig.minting(RotationPolicy.defaults());
        spread.serve(login("a", Lease.firm(NOON, HOUR)));
        Instant due = NOON.plus(Duration.ofMinutes(6));
        spread.passUntil(due);
        spread.refuseAnother(spread.current());

        spread.give(login("b", Lease.firm(due, HOUR)));
        spread.accept();
        spread.pass(RotatorRig.MOMENT);

        assertThat(spread.current().term().due()).isEqualTo(due.plus(Duration.ofMinutes(6)));
    }

    @Test
    void asksASourceThatFailsAgainAtAnyTimeBeforeTheRestIsNeeded() {
        minting.serve(login("a", Lease.firm(NOON, HOUR)));
        minting.passUntil(NOON.plus(Duration.ofMinutes(45)));

        minting.failToGive("sealed");

        assertThat(minting.step()).isEqualTo(Duration.ofMinutes(15 - 1).minusSeconds(32));
    }

    @Test
    void asksASourceThatFailsSoonAgainWhenSomebodyWantedALoginBeforeItIsDue() {
        minting.serve(login("a", Lease.firm(NOON, HOUR)));
        minting.demand();

        minting.failToGive("sealed");

        assertThat(minting.step()).isLessThanOrEqualTo(Duration.ofMillis(100));
    }

    @Test
    void asksASourceThatFailsSoonAgainWhenTheLoginIsRefused() {
        minting.serve(login("a", Lease.firm(NOON, HOUR)));
        minting.passUntil(NOON.plus(Duration.ofMinutes(45)));
        minting.refuseAnother(minting.current());

        minting.failToGive("sealed");

        assertThat(minting.step()).isLessThanOrEqualTo(Duration.ofMillis(100));
    }

    @ParameterizedTest
    @CsvSource({"1, PT0.1S", "2, PT0.2S", "3, PT0.4S", "5, PT1.6S"})
    void backsOffFromASourceThatFailsWhenNothingIsLeftToSpread(int failures, Duration wait) {
        minting.serve(login("a", Lease.firm(NOON, Duration.ofMinutes(1))));
        minting.passUntil(NOON.plusSeconds(45));
        for (int i = 1; i < failures; i++) {
            minting.failToGive("sealed");
            minting.pass(minting.step());
        }

        minting.failToGive("sealed");

        assertThat(minting.step()).isEqualTo(wait);
    }

    @Test
    void backsOffByNoMoreThanAQuarterOfTheLeaseThatIsLeft() {
        Instant ends = NOON.plusSeconds(60);
        minting.serve(login("a", Lease.firm(NOON, Duration.ofMinutes(1))));
        minting.passUntil(NOON.plusSeconds(45));
        while (minting.now.isBefore(ends.minusMillis(200))) {
            minting.failToGive("sealed");
            Duration left = Duration.between(minting.now, ends);
            Duration wait = minting.step();
            assertThat(wait).isLessThanOrEqualTo(left.dividedBy(4));
            minting.pass(wait);
        }
        assertThat(minting.orders.reads).isBetween(15, 100);
    }

    @Test
    void asksAFileThatFailsAsOftenAsItIsPolled() {
        polling.serve("a");
        for (int i = 0; i < 20; i++) {
            polling.failToGive("not found");
            assertThat(polling.step()).isLessThanOrEqualTo(Duration.ofSeconds(2));
            polling.pass(Duration.ofSeconds(2));
        }
    }

    @Test
    void goesOnAskingAfterTheLeaseIsOver() {
        minting.serve(login("a", Lease.firm(NOON, HOUR)));
        minting.pass(HOUR.multipliedBy(2));
        for (int i = 0; i < 20; i++) {
            minting.failToGive("sealed");
            assertThat(minting.step()).isBetween(Duration.ofMillis(50), Duration.ofSeconds(30));
            minting.pass(Duration.ofSeconds(30));
        }
    }

    @Test
    void aLeaseThatDoesNotTellItsBeginCountsFromWhenItWasFirstSeen() {
        polling.serve(login("a", Lease.firm(null, HOUR)));

        polling.passUntil(NOON.plus(Duration.ofMinutes(30)));
        polling.give(login("a", Lease.firm(null, HOUR)));

        assertThat(polling.current().term().ends()).isEqualTo(NOON.plus(HOUR));
        assertThat(polling.orders.events(LeaseExtended.class)).isEmpty();
    }

    @Test
    void aSourceThatMintsAndRepeatsItselfIsNotAskedTenTimesASecond() {
        minting.serve(login("a", Lease.lowerBound(NOON, Duration.ofSeconds(60))));
        minting.passUntil(NOON.plus(HOUR));
        for (int i = 0; i < 600; i++) {
            if (minting.orders.reading) {
                minting.give(login("a", Lease.lowerBound(NOON, Duration.ofSeconds(60))));
            }
            minting.pass(Duration.ofMillis(100));
        }

        assertThat(minting.orders.reads).isLessThan(60);
    }
}
