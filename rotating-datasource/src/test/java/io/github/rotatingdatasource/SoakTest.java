package io.github.rotatingdatasource;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import io.github.rotatingdatasource.testkit.IssuedLease;
import io.github.rotatingdatasource.testkit.RoleSettings;
import io.github.rotatingdatasource.testkit.TestDatabase;
import io.github.rotatingdatasource.testkit.WorkReport;
import io.github.rotatingdatasource.testkit.Workers;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Many rotations under load, with the old roles really revoked. */
@Tag("database")
class SoakTest {
    private static final int WORKERS = 8;
    private static final int CONNECTIONS = Rig.POOL + 2;
    private static final int WARM = 10;

    @Test
    void twoHundredRotationsUnderLoadFailNobodyAndLeaveNothing() throws Exception {
        try (Rig rig = new Rig()) {
            soak(rig, 200);
        }
    }

    @Test
    @Tag("long")
    void fiveThousandRotationsUnderLoadFailNobodyAndLeaveNothing() throws Exception {
        try (Rig rig = new Rig()) {
            soak(rig, 5_000);
        }
    }

    @Test
    void aServerWithRoomForNoMoreThanPoolAndHeadroomIsEnough() throws Exception {
        try (TestDatabase database = TestDatabase.start()) {
            database.execute("ALTER DATABASE " + TestDatabase.NAME + " CONNECTION LIMIT " + CONNECTIONS);
            try (Rig rig = new Rig(database, RoleSettings.defaults())) {
                soak(rig, 30);
            }
        }
    }

    private static void soak(Rig rig, int rotations) throws Exception {
        try (RotatingDataSource dataSource = rig.start();
                Workers workers = Workers.start(dataSource, WORKERS)) {
            rotate(rig, dataSource, 1, WARM);
            Await.until(() -> dataSource.status().draining() == 0);
            int threads = Threads.of(rig.name).size();
            long files = openFiles();
            rotate(rig, dataSource, WARM + 1, rotations);
            WorkReport report = workers.stop();
            System.out.println("soak: " + rotations + " rotations, " + report + ", " + rig.sockets);

            assertThat(report.failures()).isEmpty();
            assertThat(rig.sockets.peak()).isLessThanOrEqualTo(CONNECTIONS);
            Await.until(() -> Threads.of(rig.name).size() <= threads
                    && Threads.of("rotating-datasource").size() <= 3);
            Await.until(() -> openFiles() <= files);
        }
    }

    private static void rotate(Rig rig, RotatingDataSource dataSource, int from, int to) throws Exception {
        for (int i = from; i <= to; i++) {
            IssuedLease before = rig.rotate();
            rig.awaitGeneration(dataSource, i + 1);
            Await.until(() -> dataSource.status().oldConnections() == 0);
            rig.leases.revoke(before);
        }
    }

    private static long openFiles() {
        return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getOpenFileDescriptorCount();
    }
}
