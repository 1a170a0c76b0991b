package io.github.rotatingdatasource;

import static io.github.rotatingdatasource.RotatorRig.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rotatingdatasource.source.Lease;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the policy says of leases from ten seconds to the absurd. */
class RotationPolicyTest {
    private static final Duration ENDLESS = Duration.ofSeconds(Long.MAX_VALUE);

    private final RotationPolicy policy = RotationPolicy.defaults();

    @ParameterizedTest
    @CsvSource({
        "PT10S,  PT7.5S, PT5.5S",
        "PT15S,  PT11.25S, PT8.25S",
        "PT60S,  PT45S,  PT33S",
        "PT1H,   PT45M,  PT33M",
        "PT24H,  PT18H,  PT13H12M",
        "PT768H, PT576H, PT422H24M",
    })
    void aLoginIsReplacedAtThreeQuartersOfItsLeaseOrALittleEarlier(Duration lease, Duration latest, Duration earliest) {
        assertThat(policy.rotateAt(NOON, lease, 0)).isEqualTo(NOON.plus(latest));
        assertThat(policy.rotateAt(NOON, lease, 1)).isEqualTo(NOON.plus(earliest));
    }

    @Test
    void noMoreThanHalfOfAnEarlyPointIsJitter() {
        RotationPolicy early = policy.withRotationPoint(0.1, 0.2);

        assertThat(early.rotateAt(NOON, Duration.ofHours(1), 1)).isEqualTo(NOON.plus(Duration.ofMinutes(3)));
    }

    @ParameterizedTest
    @CsvSource({
        "PT10S,  PT7.5S, PT4.25S, PT1S",
        "PT60S,  PT45S,  PT25.5S, PT6S",
        "PT1H,   PT45M,  PT25M30S, PT6M",
        "PT768H, PT576H, PT326H24M, PT76H48M",
    })
    void aLeaseThatDidNotBeginOnTimeIsReplacedAtAnyTimeFromATenthOfItOn(
            Duration lease, Duration latest, Duration middle, Duration earliest) {
        assertThat(policy.firstRotateAt(NOON, lease, 0)).isEqualTo(NOON.plus(latest));
        assertThat(policy.firstRotateAt(NOON, lease, 0.5)).isEqualTo(NOON.plus(middle));
        assertThat(policy.firstRotateAt(NOON, lease, 1)).isEqualTo(NOON.plus(earliest));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.5, 1})
    void withoutJitterItIsReplacedAtTheUsualTime(double random) {
        RotationPolicy fixed = policy.withRotationPoint(0.75, 0);

        assertThat(fixed.firstRotateAt(NOON, Duration.ofHours(1), random)).isEqualTo(NOON.plusSeconds(45 * 60));
    }

    @Test
    void neitherIsReplacedTooLateToHandOverAndToDrain() {
        RotationPolicy late = policy.withRotationPoint(0.95, 0.1);

        assertThat(late.firstRotateAt(NOON, Duration.ofSeconds(10), 0)).isEqualTo(NOON.plusMillis(7_500));
        assertThat(late.firstRotateAt(NOON, Duration.ofSeconds(10), 1)).isEqualTo(NOON.plusSeconds(1));
    }

    @ParameterizedTest
    @CsvSource({
        "PT10S, PT7.5S", // less 1 s of margin and 1.5 s to hand over and to drain
        "PT60S, PT45S",
        "PT1H,  PT58M28S",
        "PT24H, PT23H58M28S",
    })
    void aLateRotationPointLeavesTimeToHandOverAndToDrain(Duration lease, Duration latest) {
        RotationPolicy late = policy.withRotationPoint(0.95, 0).withDrainLimit(Duration.ofSeconds(30));

        Duration due = Duration.between(NOON, late.rotateAt(NOON, lease, 0));

        Duration point = lease.multipliedBy(95).dividedBy(100);
        assertThat(due).isEqualTo(latest.compareTo(point) < 0 ? latest : point);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0.001S", "PT1S", "PT10S", "PT1H", "PT768H", "PT87600H"})
    void halfOfALeaseIsUsedHoweverLongTheMargin(Duration lease) {
        RotationPolicy cautious = policy.withMargin(Duration.ofDays(1)).withDrainLimit(Duration.ofDays(1));

        Duration due = Duration.between(NOON, cautious.rotateAt(NOON, lease, 1));

        assertThat(due).isBetween(lease.dividedBy(2), lease);
    }

    @ParameterizedTest
    @CsvSource({
        "PT1S, PT0.5S",
        "PT5S, PT1S",
        "PT10S, PT1S",
        "PT15S, PT1.5S",
        "PT60S, PT6S",
        "PT10M, PT1M",
        "PT1H, PT1M",
        "PT768H, PT1M",
    })
    void theMarginIsATenthOfTheLeaseWithinLimits(Duration lease, Duration margin) {
        assertThat(policy.margin(lease)).isEqualTo(margin);
    }

    @ParameterizedTest
    @CsvSource({"PT10S, PT3S, PT3S", "PT10S, PT5S, PT5S", "PT10S, PT6S, PT5S", "PT10S, PT1H, PT5S", "PT10S, PT0S, PT0S"
    })
    void aMarginOfYourOwnIsAtMostHalfOfTheLease(Duration lease, Duration own, Duration margin) {
        assertThat(policy.withMargin(own).margin(lease)).isEqualTo(margin);
    }

    @ParameterizedTest
    @CsvSource({
        "PT0.001S, PT0.1S",
        "PT1S, PT0.1S",
        "PT10S, PT0.5S",
        "PT15S, PT0.75S",
        "PT40S, PT2S",
        "PT1H, PT2S",
        "PT768H, PT2S",
    })
    void aSourceIsPolledTwentyTimesInALeaseWithinLimits(Duration lease, Duration interval) {
        assertThat(policy.pollInterval(Lease.firm(NOON, lease))).isEqualTo(interval);
        assertThat(policy.pollInterval(Lease.lowerBound(NOON, lease))).isEqualTo(interval);
    }

    @ParameterizedTest
    @CsvSource({"PT10S, PT2.5S", "PT15S, PT3.75S", "PT20S, PT5S", "PT1H, PT5S", "PT768H, PT5S"})
    void rotationsAreAQuarterOfALeaseApartOrFiveSeconds(Duration lease, Duration distance) {
        assertThat(policy.distance(Lease.lowerBound(NOON, lease))).isEqualTo(distance);
    }

    @Test
    void anUnknownLeaseHasTheLimitsOfTheSettings() {
        assertThat(policy.pollInterval(Lease.unknown())).isEqualTo(Duration.ofSeconds(2));
        assertThat(policy.distance(Lease.unknown())).isEqualTo(Duration.ofSeconds(5));
        assertThat(policy.deadline(Lease.unknown(), NOON, NOON)).isNull();
        assertThat(policy.handOverBy(Lease.unknown(), NOON, NOON)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "FIRM, PT10S,  PT8S,  PT10S",
        "FIRM, PT10S,  PT12S, PT10S",
        "FIRM, PT1H,   PT45M, PT1H",
        "LOWER_BOUND, PT10S, PT8S,  PT10S", // 0.9 s after it was replaced would be sooner
        "LOWER_BOUND, PT10S, PT60S, PT60.9S",
        "LOWER_BOUND, PT60S, PT59S, PT64.4S",
        "LOWER_BOUND, PT1H,  PT22H, PT22H5M24S",
        "LOWER_BOUND, PT768H, PT770H, PT839H7M12S",
    })
    void aFirmEndIsADeadlineAndALowerBoundLeavesNinePercent(
            Lease.End end, Duration length, Duration seen, Duration deadline) {
        Lease lease = new Lease(NOON, length, end);

        assertThat(policy.deadline(lease, NOON.plus(length), NOON.plus(seen))).isEqualTo(NOON.plus(deadline));
    }

    @ParameterizedTest
    @CsvSource({
        "FIRM, PT10S, PT8S, PT9S",
        "FIRM, PT1H, PT45M, PT59M",
        "LOWER_BOUND, PT10S, PT8S, PT9S",
        "LOWER_BOUND, PT10S, PT60S, PT60.45S",
        "LOWER_BOUND, PT1H, PT22H, PT22H2M42S",
    })
    void aHandOverEndsAtTheMarginOrInTheMiddleOfALastStretch(
            Lease.End end, Duration length, Duration seen, Duration by) {
        Lease lease = new Lease(NOON, length, end);

        assertThat(policy.handOverBy(lease, NOON.plus(length), NOON.plus(seen))).isEqualTo(NOON.plus(by));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, PT0.1S",
        "2, 1, PT0.2S",
        "3, 1, PT0.4S",
        "3, 0.5, PT0.2S",
        "3, 0, PT0.05S", // the floor
        "9, 1, PT25.6S",
        "10, 1, PT30S",
        "2000000000, 1, PT30S",
    })
    void aRetryWaitsForAPartOfARangeThatDoubles(int failures, double random, Duration wait) {
        assertThat(policy.retryAfter(failures, null, random)).isEqualTo(wait);
    }

    @ParameterizedTest
    @CsvSource({
        "PT60S, PT15S",
        "PT4S, PT1S",
        "PT1S, PT0.25S",
        "PT0.1S, PT0.05S",
        "PT0S, PT0.05S",
        "PT-1S, PT30S",
        "PT1H, PT30S"
    })
    void aRetryLeavesThreeQuartersOfTheTimeThatIsLeft(Duration left, Duration wait) {
        assertThat(policy.retryAfter(20, left, 1)).isEqualTo(wait);
    }

    @ParameterizedTest
    @CsvSource({
        "PT1H,  PT15M,   1,    PT13M28S", // less 60 s of margin and 32 s to hand over and to drain
        "PT1H,  PT15M,   0.25, PT3M22S",
        "PT1H,  PT15M,   0,    PT0.05S",
        "PT1H,  PT1M32S, 1,    PT23S", // nothing is left to choose from: as any retry
        "PT1H,  PT30S,   1,    PT7.5S",
        "PT1H,  PT-1S,   1,    PT30S",
        "PT10S, PT2.5S,  1,    PT0.625S",
        "PT10S, PT4.5S,  1,    PT2S",
    })
    void aSourceThatMintsIsAskedAgainAtAnyTimeBeforeAHandOverNeedsTheRest(
            Duration lease, Duration left, double random, Duration wait) {
        assertThat(policy.mintAgainAfter(20, lease, left, random)).isEqualTo(wait);
    }

    @ParameterizedTest
    @CsvSource({"1, PT1H", "20, PT1H", "1, PT10S", "20, PT10S", "20, PT768H"})
    void howeverOftenItFailsEachRetryLeavesTimeForAnother(int failures, Duration lease) {
        for (Duration left = lease.dividedBy(4); left.toMillis() > 200; ) {
            Duration wait = policy.mintAgainAfter(failures, lease, left, 1);
            assertThat(wait).isLessThan(left);
            left = left.minus(wait);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, PT2S", "4, PT2S", "5, PT1S", "6, PT2S", "7, PT4S", "9, PT16S", "10, PT30S", "2000000000, PT30S"})
    void aTrialIsRepeatedInTheArrivalWindowAndThenAtHalfOpenWaits(int trials, Duration wait) {
        assertThat(policy.trialAfter(trials)).isEqualTo(wait);
    }

    @Test
    void aHalfOpenWaitBeyondItsLimitIsKept() {
        RotationPolicy patient = policy.withHalfOpenWait(Duration.ofMinutes(5));

        assertThat(patient.trialAfter(5)).isEqualTo(Duration.ofMinutes(5));
        assertThat(patient.trialAfter(50)).isEqualTo(Duration.ofMinutes(5));
    }

    @ParameterizedTest
    @CsvSource({
        "PT10S, 1, PT1S",
        "PT10S, 2, PT2S",
        "PT10S, 3, PT2.5S",
        "PT3S,  1, PT1S",
        "PT3S,  5, PT1S",
        "PT1H,  0, PT1M", // none yet
        "PT1H,  1, PT1M",
        "PT1H,  2, PT2M",
        "PT1H,  4, PT8M",
        "PT1H,  5, PT15M",
        "PT24H, 1, PT24M",
        "PT24H, 2000000000, PT6H",
    })
    void aLoginPastItsStatedEndIsProvenMoreAndMoreRarely(Duration length, int proofs, Duration wait) {
        assertThat(policy.proofAfter(proofs, Lease.lowerBound(NOON, length))).isEqualTo(wait);
    }

    @ParameterizedTest
    @CsvSource({"0, PT1M", "1, PT1M", "2, PT2M", "4, PT8M", "5, PT15M", "2000000000, PT15M"})
    void aLoginOfAnUnknownLeaseIsProvenOnceInAMinuteToAQuarterOfAnHour(int proofs, Duration wait) {
        assertThat(policy.proofAfter(proofs, Lease.unknown())).isEqualTo(wait);
    }

    @Test
    void callersWaitTwoSecondsForANewerLoginUnlessToldOtherwise() {
        assertThat(policy.grace()).isEqualTo(Duration.ofSeconds(2));
        assertThat(policy.withGrace(Duration.ZERO).grace()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {1L << 31, 1L << 32, 1L << 40, Long.MAX_VALUE})
    void anAbsurdLengthOverflowsNothing(long seconds) {
        Lease lease = Lease.lowerBound(NOON, Duration.ofSeconds(seconds));

        assertThat(policy.rotateAt(NOON, lease.length(), 1)).isAfter(NOON);
        assertThat(policy.firstRotateAt(NOON, lease.length(), 1)).isAfter(NOON);
        assertThat(policy.mintAgainAfter(1_000, lease.length(), ENDLESS, 1)).isPositive();
        assertThat(policy.margin(lease.length())).isEqualTo(Duration.ofMinutes(1));
        assertThat(policy.pollInterval(lease)).isEqualTo(Duration.ofSeconds(2));
        assertThat(policy.distance(lease)).isEqualTo(Duration.ofSeconds(5));
        assertThat(policy.deadline(lease, Instant.MAX, NOON)).isEqualTo(Instant.MAX);
        assertThat(policy.handOverBy(lease, Instant.MAX, NOON)).isAfter(NOON);
        assertThat(policy.proofAfter(1_000, lease)).isPositive();
        assertThat(policy.retryAfter(1_000, ENDLESS, 1)).isEqualTo(Duration.ofSeconds(30));
    }
}
