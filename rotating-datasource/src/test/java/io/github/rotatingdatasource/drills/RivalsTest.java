package io.github.rotatingdatasource.drills;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rotatingdatasource.drills.Deaths.Death;
import io.github.rotatingdatasource.drills.Outages.Cause;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same drills for HikariCP alone and with a credentials provider: measured and printed, and nothing is asked of them. */
@Tag("rivals")
class RivalsTest {
    static List<Contestant> rivals() {
        return Stream.concat(Stream.of(Contestant.BARE), Contestant.withProvider().stream())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("rivals")
    void roleDropped(Contestant rival) throws Exception {
        measure(rival, Deaths::roleDropped);
    }

    @ParameterizedTest
    @MethodSource("rivals")
    void roleDroppedAndSessionsKilled(Contestant rival) throws Exception {
        measure(rival, drill -> Deaths.killed(drill, Death.ROLE_DROPPED));
    }

    @ParameterizedTest
    @MethodSource("rivals")
    void passwordChangedAndSessionsKilled(Contestant rival) throws Exception {
        measure(rival, drill -> Deaths.killed(drill, Death.PASSWORD_CHANGED));
    }

    @ParameterizedTest
    @MethodSource("rivals")
    void missingGrants(Contestant rival) throws Exception {
        measure(rival, drill -> Deaths.amidMissingGrants(drill).after());
    }

    @ParameterizedTest
    @MethodSource("rivals")
    void passwordChangedFileLate(Contestant rival) throws Exception {
        measure(rival, drill -> Latecomers.passwordChangedFileLate(drill).after());
    }

    @ParameterizedTest
    @MethodSource("rivals")
    void notAcceptedYet(Contestant rival) throws Exception {
        measure(rival, Latecomers::notAcceptedYet);
    }

    @ParameterizedTest
    @MethodSource("rivals")
    void sourceThrowing(Contestant rival) throws Exception {
        measure(rival, drill -> Latecomers.sourceGone(drill, Gone.THROWING, Duration.ZERO));
    }

    @ParameterizedTest
    @MethodSource("rivals")
    void sourceHanging(Contestant rival) throws Exception {
        measure(rival, drill -> Latecomers.sourceGone(drill, Gone.HANGING, Duration.ZERO));
    }

    @ParameterizedTest
    @MethodSource("rivals")
    void sourceThrowingAndLeaseOver(Contestant rival) throws Exception {
        outage(rival, Gone.THROWING, Cause.LEASE_OVER);
    }

    @ParameterizedTest
    @MethodSource("rivals")
    void sourceHangingAndLeaseOver(Contestant rival) throws Exception {
        outage(rival, Gone.HANGING, Cause.LEASE_OVER);
    }

    @ParameterizedTest
    @MethodSource("rivals")
    void sourceThrowingAndSessionsDead(Contestant rival) throws Exception {
        outage(rival, Gone.THROWING, Cause.SESSIONS_DEAD);
    }

    @ParameterizedTest
    @MethodSource("rivals")
    void sourceHangingAndSessionsDead(Contestant rival) throws Exception {
        outage(rival, Gone.HANGING, Cause.SESSIONS_DEAD);
    }

    @ParameterizedTest
    @MethodSource("rivals")
    void fileBack(Contestant rival) throws Exception {
        measure(rival, Outages::fileBack);
    }

    @ParameterizedTest
    @MethodSource("rivals")
    void nothingNewer(Contestant rival) throws Exception {
        measure(rival, drill -> Outages.nothingNewer(drill, Duration.ofSeconds(60)));
    }

    @ParameterizedTest
    @MethodSource("rivals")
    void restarted(Contestant rival) throws Exception {
        measure(
                rival,
                drill -> ServerFaults.restarted(Duration.ofSeconds(20), drill).get(0));
    }

    @ParameterizedTest
    @MethodSource("rivals")
    void exhausted(Contestant rival) throws Exception {
        measure(
                rival,
                drill -> ServerFaults.exhausted(drill, Duration.ofSeconds(10)).measured());
    }

    private static void outage(Contestant rival, Gone gone, Cause cause) throws Exception {
        try (Drill drill = cause.drill(rival)) {
            assertThat(Outages.sourceGone(drill, gone, cause).dry().length()).isPositive();
        }
    }

    private static void measure(Contestant rival, Scenario scenario) throws Exception {
        try (Drill drill = new Drill(rival)) {
            Measured measured = scenario.run(drill);

            assertThat(measured.length()).isPositive();
        }
    }

    /** What happens in a drill. */
    private interface Scenario {
        Measured run(Drill drill) throws Exception;
    }
}
