package io.github.rotatingdatasource.drills;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rotatingdatasource.RotationPolicy;
import io.github.rotatingdatasource.drills.Latecomers.FileLate;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The credential is late, and nobody is to notice. */
@Tag("database")
class LatecomersTest {
    @Test
    void aPasswordThatChangesBeforeTheFileDoesFailsNobody() throws Exception {
        try (Drill drill = new Drill(Contestant.OURS)) {
            drill.policy = RotationPolicy.defaults().withDistance(Duration.ZERO);
            FileLate measured = Latecomers.passwordChangedFileLate(drill);

            Expect.unnoticed(measured.whileLate());
            assertThat(measured.after().failedCheckouts()).isZero();
            assertThat(measured.after().failedStatements()).isZero();
            assertThat(measured.latecomers().failures()).isEmpty();
            assertThat(measured.after().accepted()).isPositive();
            assertThat(measured.after().length()).isLessThanOrEqualTo(drill.policy.pollLimit());
        }
    }

    @Test
    void aCredentialThatTheDatabaseDoesNotKnowYetFailsNobody() throws Exception {
        try (Drill drill = new Drill(Contestant.OURS)) {
            Measured measured = Latecomers.notAcceptedYet(drill);

            Expect.unnoticed(measured);
            assertThat(measured.refused()).isLessThanOrEqualTo(drill.policy.arrivalTrials());
            assertThat(measured.accepted()).isPositive();
            assertThat(drill.status().generation()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSourceThatIsGoneWhileTheLeaseIsGoodFailsNobody(Gone gone) throws Exception {
        sourceGone(gone, Duration.ofMillis(1_500));
    }

    @ParameterizedTest
    @EnumSource
    @Tag("long")
    void aSourceThatIsGoneForAlmostAMinuteFailsNobody(Gone gone) throws Exception {
        sourceGone(gone, Duration.ofSeconds(50));
    }

    private static void sourceGone(Gone gone, Duration watched) throws Exception {
        try (Drill drill = new Drill(Contestant.OURS)) {
            Measured measured = Latecomers.sourceGone(drill, gone, watched);

            Expect.unnoticed(measured);
            assertThat(drill.source.reads()).isGreaterThan(1); // it was asked once more, and gave nothing
        }
    }
}
