package io.github.rotatingdatasource.drills;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rotatingdatasource.drills.ServerFaults.Exhausted;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The server or the load is at fault, and rotation keeps out of it. */
@Tag("database")
class ServerFaultsTest {
    /** The longest pause of HikariCP between two connects that fail. */
    private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(5);

    private static final Duration NOISE = Duration.ofMillis(100);

    @Test
    void aRestartOfTheServerRotatesNothing() throws Exception {
        restarted(Duration.ofSeconds(2));
    }

    @Test
    @Tag("long")
    void aRestartOfTheServerAfter20SecondsRotatesNothing() throws Exception {
        restarted(Duration.ofSeconds(20));
    }

    @Test
    void anExhaustedPoolIsHikariCPsBusiness() throws Exception {
        exhausted(Duration.ofSeconds(2));
    }

    @Test
    @Tag("long")
    void aPoolThatIsExhaustedForAMinuteIsHikariCPsBusiness() throws Exception {
        exhausted(Duration.ofMinutes(1));
    }

    /** Both wait out the pause that HikariCP is in, which doubles from 10 ms: no longer than the server was down. */
    private static void restarted(Duration down) throws Exception {
        try (Drill bare = new Drill(Contestant.BARE).briefly();
                Drill ours = new Drill(Contestant.OURS)) {
            List<Measured> measured = ServerFaults.restarted(down, bare, ours);

            Expect.noRotation(ours);
            Duration pause = down.compareTo(LONGEST_BACK_OFF) < 0 ? down : LONGEST_BACK_OFF;
            Duration theirs = measured.get(0).untilServed().orElseThrow();
            assertThat(measured.get(1).untilServed().orElseThrow())
                    .isLessThanOrEqualTo(theirs.plus(pause).plus(NOISE));
        }
    }

    private static void exhausted(Duration length) throws Exception {
        try (Drill bare = new Drill(Contestant.BARE).briefly();
                Drill ours = new Drill(Contestant.OURS)) {
            Exhausted theirs = ServerFaults.exhausted(bare, length);
            Exhausted measured = ServerFaults.exhausted(ours, length);

            Expect.noRotation(ours);
            assertThat(measured.texts()).isEqualTo(theirs.texts());
            assertThat(measured.states()).isEqualTo(theirs.states());
            assertThat(measured.measured().slowestFailure())
                    .isLessThanOrEqualTo(theirs.measured().slowestFailure().plus(NOISE));
            assertThat(measured.measured().failing().percentile(1)).isGreaterThanOrEqualTo(Duration.ofMillis(990));
        }
    }
}
