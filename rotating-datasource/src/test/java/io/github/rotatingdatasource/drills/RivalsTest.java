package io.github.rotatingdatasource.drills;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rotatingdatasource.drills.Deaths.Death;
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
