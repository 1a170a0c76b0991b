package io.github.rotatingdatasource.drills;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rotatingdatasource.RotationStatus.Phase;
import io.github.rotatingdatasource.drills.HandOvers.Fault;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Something goes wrong half way through a hand-over. */
@Tag("database")
class HandOversTest {
    @Test
    void theOldLoginServesAtItsFormerSettingsWhenTheNewOneIsRefused() throws Exception {
        try (Drill drill = new Drill(Contestant.OURS)) {
            Measured measured = HandOvers.broken(drill, Fault.NEW_REFUSED, Duration.ofSeconds(1));

            Expect.unnoticed(measured);
            assertThat(drill.status().generation()).isEqualTo(1);
            Watch.until(
                    "the old pool is full again",
                    () -> drill.database.sessionsOf(drill.lease.username()) == Drill.POOL);
        }
    }

    @Test
    void theNewLoginServesAtOnceWhenTheOldOneDies() throws Exception {
        try (Drill drill = new Drill(Contestant.OURS)) {
            Measured measured = HandOvers.broken(drill, Fault.OLD_DEAD, Duration.ofSeconds(1));

            Expect.healed(measured);
            assertThat(drill.status().generation()).isEqualTo(2);
            assertThat(drill.status().phase()).isEqualTo(Phase.SERVING);
        }
    }

    @Test
    void bothDeadIsTheTypedFailure() throws Exception {
        try (Drill drill = new Drill(Contestant.OURS)) {
            Measured measured = HandOvers.broken(drill, Fault.BOTH, Outages.GRACE.plusSeconds(1));

            assertThat(measured.isServed()).isFalse();
            assertThat(measured.failedCheckouts()).isPositive();
            Expect.typed(measured);
        }
    }
}
