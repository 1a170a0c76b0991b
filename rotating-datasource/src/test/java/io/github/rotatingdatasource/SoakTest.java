package io.github.rotatingdatasource;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rotatingdatasource.testkit.IssuedLease;
import io.github.rotatingdatasource.testkit.WorkReport;
import io.github.rotatingdatasource.testkit.Workers;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Many rotations under load, with the old roles really revoked. */
@Tag("database")
class SoakTest {
    @Test
    void twoHundredRotationsUnderLoadFailNobody() throws Exception {
        soak(200);
    }

    private static void soak(int rotations) throws Exception {
        try (Rig rig = new Rig();
                RotatingDataSource dataSource = rig.start();
                Workers workers = Workers.start(dataSource, 8)) {
            for (int i = 1; i <= rotations; i++) {
                IssuedLease before = rig.rotate();
                rig.awaitGeneration(dataSource, i + 1);
                Await.until(() -> dataSource.status().oldConnections() == 0);
                rig.leases.revoke(before);
            }
            WorkReport report = workers.stop();
            System.out.println(report + " " + rig.sockets + " " + dataSource.status());
            assertThat(report.failures()).isEmpty();
            assertThat(rig.sockets.peak()).isLessThanOrEqualTo(Rig.POOL + 2);
        }
    }
}
