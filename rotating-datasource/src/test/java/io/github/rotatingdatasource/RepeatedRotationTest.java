package io.github.rotatingdatasource;

import org.junit.jupiter.api.Test;

/** Rotations leave a pool as large as it was. */
class RepeatedRotationTest {
    @Test
    void aPoolDoesNotGrowFromOneRotationToTheNext() throws Exception {
        try (StubRig rig = new StubRig()) {
            rig.pool.setMaximumPoolSize(10);
            rig.pool.setMinimumIdle(2);
            rig.start();
            Await.until(() -> rig.database.open() == 2);

            for (int i = 2; i <= 8; i++) {
                rig.rotateTo(i);
                rig.awaitDrained();
            }

            Await.until(() -> rig.database.open() == 2);
        }
    }
}
