package io.github.rotatingdatasource;

import static io.github.rotatingdatasource.RotatorRig.NOON;
import static io.github.rotatingdatasource.RotatorRig.login;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rotatingdatasource.source.Credential;
import io.github.rotatingdatasource.source.Lease;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A source that may be polled, but not as often as a file; and one that wants to be left alone after a failure. */
class RotatorPaceTest {
    private static final Duration PACE = Duration.ofSeconds(30);
    private static final Duration INSTANT = Duration.ofNanos(1);

    private final RotatorRig rig = RotatorRig.polling(PACE);

    /** Serves from this login since now, and returns how often the source was asked for that. */
    private int serve(RotatorRig rig, Credential first) {
        rig.give(first);
        rig.accept();
        return rig.orders.reads;
    }

    /** Lets time pass while the source gives {@code same} whenever it is asked, and returns how often that was. */
    private int reads(Credential same, Duration time) {
        return reads(rig, same, time);
    }

    private static int reads(RotatorRig rig, Credential same, Duration time) {
        int before = rig.orders.reads;
        for (Instant end = rig.now.plus(time); rig.now.isBefore(end); rig.pass(Duration.ofMillis(10))) {
            if (rig.orders.reading) {
                rig.give(same);
            }
        }
        return rig.orders.reads - before;
    }

    /** The source answers the read that is under way: it is busy, and wants to rest. */
    private static void fail(RotatorRig rig, Duration rest) {
        assertThat(rig.orders.reading).isTrue();
        rig.orders.reading = false;
        rig.rotator.readFailed("busy", rest, rig.now);
        rig.step();
    }

    @ParameterizedTest
    @CsvSource({"PT0S, PT2S", "PT1S, PT2S", "PT30S, PT30S", "PT5M, PT5M"})
    void asksASourceWhoseLeaseNobodyKnowsAtItsPace(Duration pace, Duration interval) {
        RotatorRig rig = RotatorRig.polling(pace);
        int reads = serve(rig, login("a"));

        rig.pass(interval.minus(INSTANT));
        assertThat(rig.orders.reads).isEqualTo(reads);

        rig.pass(INSTANT);
        assertThat(rig.orders.reads).isEqualTo(reads + 1);
    }

    @Test
    void asksASourceThatHasBecomeCheapAsAFileAndOneThatIsCheapNoMoreWhenTheLeaseIsDue() {
        Credential first = login("a", Lease.lowerBound(NOON, Duration.ofHours(1)));
        RotatorRig rig = RotatorRig.minting();
        int reads = serve(rig, first);
        rig.pass(Duration.ofMinutes(44));
        assertThat(rig.orders.reads).isEqualTo(reads);
        rig.pass(Duration.ofMinutes(1)); // due, and the answer comes out of a cache
        rig.isCheap = true;
        rig.give(first);

        assertThat(reads(rig, first, Duration.ofSeconds(20))).isBetween(9, 10);

        rig.isCheap = false; // the cache has given another login
        rig.give(login("b", Lease.lowerBound(rig.now, Duration.ofHours(1))));
        rig.accept();
        assertThat(reads(rig, first, Duration.ofMinutes(44))).isZero();
    }

    @Test
    void keepsThePaceAfterEachAnswer() {
        serve(rig, login("a"));

        assertThat(reads(login("a"), Duration.ofMinutes(10))).isBetween(19, 20);
    }

    @Test
    void asksWhenTheLeaseEndsAndFromThenOnAsThePolicySays() {
        Credential first = login("a", Lease.lowerBound(NOON, Duration.ofSeconds(40)));
        int reads = serve(rig, first);
        rig.pass(PACE);
        rig.give(first);

        rig.passUntil(NOON.plusSeconds(40).minus(INSTANT));
        assertThat(rig.orders.reads).isEqualTo(reads + 1);

        assertThat(reads(first, Duration.ofSeconds(10))).isBetween(5, 6);
    }

    @Test
    void slowsNothingWhileTheLoginInUseIsRefused() {
        serve(rig, login("a"));
        rig.refuseAnother(rig.current());

        assertThat(reads(login("a"), Duration.ofSeconds(20))).isBetween(10, 11);
    }

    @Test
    void slowsNothingWhileCallersWaitOrFail() {
        serve(rig, login("a"));
        rig.drop(rig.current());

        rig.refuseAll(login("a"), RotatorRig.GRACE);
        assertThat(rig.orders.reads).isGreaterThan(15);
        int reads = rig.orders.reads;
        rig.refuseAll(login("a"), Duration.ofSeconds(10));

        assertThat(rig.orders.reads - reads).isGreaterThanOrEqualTo(9);
    }

    @Test
    void slowsNothingWhileTheNewestLoginIsRefused() {
        serve(rig, login("a"));
        rig.change("b");
        rig.pass(RotatorRig.HOUR);
        int reads = rig.orders.reads;

        rig.refuseAll(login("b"), Duration.ofSeconds(20));

        assertThat(rig.orders.reads - reads).isBetween(9, 11);
    }

    @Test
    void slowsDownAgainWhenTheNextLoginServes() {
        rig.lose();
        rig.change("b");
        rig.pass(RotatorRig.MOMENT);
        rig.accept();

        assertThat(reads(login("b"), PACE.minusSeconds(1))).isLessThanOrEqualTo(1);
    }

    @Test
    void asksAtOnceWhenTheSourceHasNews() {
        int reads = serve(rig, login("a"));

        rig.rotator.changed(rig.now);
        rig.step();

        assertThat(rig.orders.reads).isEqualTo(reads + 1);
    }

    @Test
    void waitsNoLongerThanThePaceAfterFailures() {
        serve(rig, login("a"));
        rig.pass(PACE);

        int reads = rig.orders.reads;
        for (int i = 0; i < 20; i++) {
            rig.failToGive("no");
            rig.pass(PACE);
        }

        assertThat(rig.orders.reads).isEqualTo(reads + 20);
    }

    @Test
    void doesNotAskASourceThatWantsToRest() {
        serve(rig, login("a"));
        rig.pass(PACE);
        int reads = rig.orders.reads;

        fail(rig, Duration.ofSeconds(45));
        rig.pass(Duration.ofSeconds(45).minus(INSTANT));
        assertThat(rig.orders.reads).isEqualTo(reads);

        rig.pass(INSTANT);
        assertThat(rig.orders.reads).isEqualTo(reads + 1);
    }

    @Test
    void letsASourceRestForAMinuteAtTheMost() {
        serve(rig, login("a"));
        rig.pass(PACE);
        int reads = rig.orders.reads;

        fail(rig, Duration.ofDays(1));
        rig.pass(Duration.ofMinutes(1));

        assertThat(rig.orders.reads).isEqualTo(reads + 1);
    }

    @Test
    void newsCutARestShort() {
        serve(rig, login("a"));
        rig.pass(PACE);
        fail(rig, Duration.ofMinutes(1));
        int reads = rig.orders.reads;

        rig.rotator.changed(rig.now);
        rig.step();
        fail(rig, Duration.ofMinutes(1));
        rig.demand();
        fail(rig, Duration.ofMinutes(1));
        rig.refuseAnother(rig.current());

        assertThat(rig.orders.reads).isEqualTo(reads + 3);
    }

    @Test
    void halfOpenTrialsLetTheSourceRest() {
        RotatorRig minting = RotatorRig.minting();
        minting.becomeUnavailable();
        while (!minting.orders.reading) {
            minting.pass(Duration.ofSeconds(1));
        }
        int reads = minting.orders.reads;

        fail(minting, Duration.ofSeconds(50));
        minting.pass(Duration.ofSeconds(50).minus(INSTANT));
        assertThat(minting.orders.reads).isEqualTo(reads);

        minting.pass(INSTANT);
        assertThat(minting.orders.reads).isEqualTo(reads + 1);
    }

    @Test
    void aRotationThatWasAskedForSaysWhenTheSourceIsAskedAgain() {
        serve(rig, login("a"));
        rig.demand();

        fail(rig, Duration.ofSeconds(40));

        assertThat(rig.orders.last(RotationEvent.RotationFailed.class).retryIn())
                .isEqualTo(Duration.ofSeconds(40));
    }
}
