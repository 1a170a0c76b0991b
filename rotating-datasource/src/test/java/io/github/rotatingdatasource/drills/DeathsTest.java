package io.github.rotatingdatasource.drills;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rotatingdatasource.RotationEvent;
import io.github.rotatingdatasource.drills.Deaths.AmidMissingGrants;
import io.github.rotatingdatasource.drills.Deaths.Death;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The login dies, and the source has another. */
@Tag("database")
class DeathsTest {
    private static final int ROUNDS = 5;
    /** Rounds that do not count in a comparison: the code that heals is cold, while a rival's path runs all the time. */
    private static final int COLD = 2;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRoleDroppedUnderLiveSessionsCostsEachWorkerOneStatementAtMost(boolean cheap) throws Exception {
        try (Drill drill = new Drill(Contestant.OURS).with(cheap ? DrillSource.cheap() : DrillSource.minting())) {
            Measured measured = Deaths.roleDropped(drill);

            Expect.healed(measured);
            assertThat(measured.reads()).isEqualTo(1);
            assertThat(drill.count(RotationEvent.Rotated.class)).isEqualTo(2); // the start, and one
            assertThat(drill.count(RotationEvent.RotationFailed.class)).isZero();
            assertThat(measured.accepted()).isLessThanOrEqualTo(Drill.POOL); // the trial is the pool's first connection
        }
    }

    /**
     * The goal is one provider's standstill and one refused login, some 15 ms. Ours is 1 to 3 ms away from it on either side
     * (docs/failures.md), which is no more than what two runs differ by, so the limit here is what would be a regression.
     */
    @ParameterizedTest
    @EnumSource
    void killedSessionsCostAboutAsMuchAsWithAProviderAndOneRefusedLogin(Death death) throws Exception {
        Optional<Contestant> rival = Contestant.withProvider();
        List<Duration> ours = new ArrayList<>();
        List<Duration> theirs = new ArrayList<>();
        List<Long> failuresOfOneWorker = new ArrayList<>();
        for (int i = 0; i < COLD + ROUNDS; i++) {
            if (rival.isPresent()) {
                theirs.add(killed(rival.get(), death).standstill());
            }
            Measured measured = killed(Contestant.OURS, death);
            Expect.healedFromKills(measured);
            ours.add(measured.standstill());
            failuresOfOneWorker.add(measured.mostOfOneWorker());
        }
        assertThat(median(failuresOfOneWorker)).as("%s", failuresOfOneWorker).isLessThanOrEqualTo(1);
        if (rival.isPresent()) {
            Duration limit = medianOfTheWarm(theirs).multipliedBy(2).plus(refusedLogin());
            assertThat(medianOfTheWarm(ours)).as("%s beside %s", ours, theirs).isLessThanOrEqualTo(limit);
        }
    }

    @Test
    void aMissingGrantRotatesNothingAndHidesNoDeath() throws Exception {
        try (Drill drill = new Drill(Contestant.OURS)) {
            AmidMissingGrants measured = Deaths.amidMissingGrants(drill);

            assertThat(measured.before().failedStatements()).isZero(); // of those who lack nothing
            assertThat(measured.before().accepted()).isZero(); // so nobody was evicted
            assertThat(measured.before().reads()).isZero();
            Expect.healed(measured.after());
            assertThat(drill.count(RotationEvent.Rotated.class)).isEqualTo(2);
        }
    }

    private static Measured killed(Contestant contestant, Death death) throws Exception {
        try (Drill drill = new Drill(contestant).with(DrillSource.cheap())) {
            return Deaths.killed(drill.briefly(), death);
        }
    }

    /** Returns how long a login takes that the server refuses, under the same load: the median of several. */
    private static Duration refusedLogin() throws Exception {
        try (Drill drill = new Drill(Contestant.OURS)) {
            String user = drill.start().lease.username();
            List<Duration> took = new ArrayList<>();
            for (int i = 0; i < 9; i++) {
                long begun = System.nanoTime();
                try {
                    drill.database.connect(user, "wrong").close();
                } catch (SQLException refusal) {
                    took.add(Duration.ofNanos(System.nanoTime() - begun));
                }
            }
            return median(took);
        }
    }

    private static Duration medianOfTheWarm(List<Duration> rounds) {
        return median(rounds.subList(COLD, rounds.size()));
    }

    private static <T extends Comparable<T>> T median(List<T> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
