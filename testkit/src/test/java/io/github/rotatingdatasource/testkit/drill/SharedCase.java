package io.github.rotatingdatasource.testkit.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Run by {@link DrillExtensionTest}. */
class SharedCase {
    @RegisterExtension
    static final DrillExtension DRILL =
            new DrillExtension(DrillSettings.defaults().withOverlap(Duration.ZERO));

    @Test
    void leavesTheSidecarStoppedAndNoLogin(Drill drill) throws Exception {
        drill.stopSidecar();
        drill.revokeKilled();
    }

    @Test
    void isTheDrillOfTheField(Drill drill) throws Exception {
        assertThat(drill).isSameAs(DRILL.drill());
        LoginFile.request(drill, "SELECT 1").send();
    }

    @Nested
    class Inner {
        @Test
        void isTheSameAndHasALoginAgain(Drill drill) throws Exception {
            assertThat(drill).isSameAs(DRILL.drill());
            LoginFile.request(drill, "SELECT 1").send();
        }
    }
}
