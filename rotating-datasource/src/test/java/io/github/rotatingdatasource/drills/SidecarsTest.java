package io.github.rotatingdatasource.drills;

import static io.github.rotatingdatasource.drills.Sidecars.rotate;
import static io.github.rotatingdatasource.drills.Sidecars.use;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rotatingdatasource.RotationEvent.Rotated;
import io.github.rotatingdatasource.drills.Place.Patience;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Rotations under load through everything that is asked for a login: no caller notices. */
@Tag("database")
class SidecarsTest {
    private static final Duration ABSENCE = Duration.ofMillis(300);

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "KV2_UNIX_SOCKET")
    void rotatesUnderLoadAndAfterARestartOfTheSidecar(Sidecars sidecar) throws Exception {
        try (Drill drill = new Drill(Contestant.OURS);
                Place place = use(sidecar.open(drill, directory, Patience.USUAL), drill);
                Crowd crowd = Crowd.of(drill)) {
            drill.start();
            Mark begin = drill.mark();
            rotate(drill, place);
            restart(drill, place);
            rotate(drill, place);
            Measured measured = drill.measured("asked: " + sidecar, begin, drill.mark());

            Expect.unnoticed(measured);
            assertThat(crowd.most()).isBetween(Drill.POOL, Drill.POOL + drill.policy.headroom());
        }
    }

    /** Has the source ask in vain, which it tells, and then ask a sidecar that has lost all that it knew. */
    private static void restart(Drill drill, Place place) throws Exception {
        long before = drill.count(Rotated.class);
        place.stopping().run();
        if (!drill.source.isCheap()) {
            drill.rotateNow();
        }
        Watch.until("it is missed", () -> drill.status().sourceFailure() != null);
        assertThat(drill.status().sourceFailure()).contains(place.source().toString(), place.address());
        Watch.pass(ABSENCE);
        place.starting().run();
        place.another().call();
        Watch.until("it is back", () -> drill.status().sourceFailure() == null);
        Watch.until("it rotates", () -> drill.count(Rotated.class) > before);
    }
}
