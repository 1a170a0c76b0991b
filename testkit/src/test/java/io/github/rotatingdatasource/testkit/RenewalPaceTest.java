package io.github.rotatingdatasource.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

final class RenewalPaceTest {
    private static final Duration LEASE = Duration.ofSeconds(100);

    @RepeatedTest(20)
    void renewsAtSeventyPercent(RepetitionInfo repetition) {
        Duration sleep = pace(repetition).after(LEASE);

        assertThat(sleep).isBetween(Duration.ofMillis(70_000), Duration.ofMillis(73_334));
    }

    @RepeatedTest(20)
    void replacesALeaseThatTheRenewalDidNotExtend(RepetitionInfo repetition) {
        RenewalPace pace = pace(repetition);
        Duration sleep = pace.after(LEASE);

        assertThat(pace.after(LEASE.minus(sleep))).isZero();
    }

    @RepeatedTest(20)
    void goesOnWhileRenewalsExtendTheLease(RepetitionInfo repetition) {
        RenewalPace pace = pace(repetition);
        pace.after(LEASE);

        assertThat(pace.after(LEASE)).isBetween(Duration.ofMillis(70_000), Duration.ofMillis(73_334));
    }

    private static RenewalPace pace(RepetitionInfo repetition) {
        return new RenewalPace(new SplittableRandom(repetition.getCurrentRepetition()));
    }
}
