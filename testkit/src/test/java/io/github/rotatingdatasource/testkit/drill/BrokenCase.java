package io.github.rotatingdatasource.testkit.drill;

import org.junit.jupiter.api.Test;

/** Run by {@link DrillExtensionTest}, which wants both to fail. */
@RotationDrill(overlapSeconds = 0)
class BrokenCase {
    @Test
    void servesNothing(Drill drill) throws Exception {
        drill.load(1, LoginFile.request(drill, "SELECT * FROM nothing")).through(drill::rotate);
    }

    @Test
    void harmsALoginTwice(Drill drill) throws Exception {
        drill.stopSidecar();
        drill.dropAlive();
        drill.dropAlive();
    }
}
