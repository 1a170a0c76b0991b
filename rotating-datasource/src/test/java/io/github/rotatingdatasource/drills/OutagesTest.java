package io.github.rotatingdatasource.drills;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rotatingdatasource.CredentialsUnavailableException;
import io.github.rotatingdatasource.drills.Outages.Cause;
import io.github.rotatingdatasource.drills.Outages.Outage;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** There is no login to be had. */
@Tag("database")
class OutagesTest {
    @ParameterizedTest
    @CsvSource({"THROWING, LEASE_OVER", "HANGING, LEASE_OVER", "THROWING, SESSIONS_DEAD", "HANGING, SESSIONS_DEAD"})
    void everybodyFailsFastUntilTheSourceIsBack(Gone gone, Cause cause) throws Exception {
        try (Drill drill = cause.drill(Contestant.OURS)) {
            Outage outage = Outages.sourceGone(drill, gone, cause);

            Expect.failsFast(outage.dry());
            assertThat(outage.freed()).isLessThanOrEqualTo(Outages.FREED.plus(detected(cause)));
            assertThat(outage.waiters().failures())
                    .isNotEmpty()
                    .hasOnlyElementsOfType(CredentialsUnavailableException.class);
            assertThat(outage.back().untilServed().orElseThrow())
                    .isLessThanOrEqualTo(halfOpenWait(drill, outage.lasted()).plus(Expect.AT_ONCE));
        }
    }

    @Test
    void aFileThatIsWrittenServesAtOnce() throws Exception {
        try (Drill drill = new Drill(Contestant.OURS)) {
            Measured measured = Outages.fileBack(drill);

            assertThat(measured.untilServed().orElseThrow()).isLessThanOrEqualTo(Expect.AT_ONCE);
            assertThat(measured.isServed()).isTrue();
        }
    }

    @Test
    void aDeadLoginIsTriedOnceAndThenHalfOpen() throws Exception {
        nothingNewer(Duration.ofSeconds(4));
    }

    @Test
    @Tag("long")
    void aDeadLoginIsTriedOnceAndThenHalfOpenForAMinute() throws Exception {
        nothingNewer(Duration.ofSeconds(60));
    }

    private static void nothingNewer(Duration watched) throws Exception {
        try (Drill drill = new Drill(Contestant.OURS).with(DrillSource.cheap())) {
            Measured measured = Outages.nothingNewer(drill, watched);

            assertThat(measured.refused()).isBetween(1L, 1 + halfOpenTrials(drill, measured.length()));
            assertThat(measured.accepted()).isZero();
        }
    }

    /** The grace runs from the first refusal, not from the drop. */
    private static Duration detected(Cause cause) {
        return cause == Cause.SESSIONS_DEAD ? Expect.AT_ONCE : Duration.ZERO;
    }

    /** Returns the wait between two trials that is in force after an outage of {@code lasted}: each twice the last one. */
    private static Duration halfOpenWait(Drill drill, Duration lasted) {
        Duration wait = drill.policy.halfOpenWait();
        for (Duration end = wait; end.compareTo(lasted) < 0; end = end.plus(wait)) {
            wait = wait.multipliedBy(2);
        }
        return wait;
    }

    /** Returns how many trials there may be in so long a time, each twice as long after the last one, up to 30 s. */
    private static long halfOpenTrials(Drill drill, Duration length) {
        long trials = 0;
        Duration wait = drill.policy.halfOpenWait();
        Duration limit = Duration.ofSeconds(30);
        for (Duration at = wait; at.compareTo(length) <= 0; at = at.plus(wait)) {
            trials++;
            wait = wait.multipliedBy(2).compareTo(limit) > 0 ? limit : wait.multipliedBy(2);
        }
        return trials;
    }
}
