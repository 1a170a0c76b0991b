package io.github.rotatingdatasource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rotatingdatasource.RotationEvent.LoginRefused;
import io.github.rotatingdatasource.RotationEvent.Unavailable;
import io.github.rotatingdatasource.testkit.TestDatabase;
import io.github.rotatingdatasource.testkit.WorkReport.Stage;
import io.github.rotatingdatasource.testkit.Workers;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** No secret comes out of the process while a login dies, nor while there is none; see {@link LeakTest}. */
@Tag("database")
class LeakWithoutALoginTest {
    private LeakRig leaks;

    @BeforeEach
    void start() throws Exception {
        leaks = new LeakRig(TestDatabase.shared());
    }

    @AfterEach
    void nothingLeaks() {
        assertThat(leaks.leaks()).isEmpty();
    }

    @Test
    void whenTheUserIsDroppedUnderLoadAndThereIsAnother() throws Exception {
        RotatingDataSource dataSource = leaks.start();
        try (Workers workers = Workers.start(dataSource, 8)) {
            Await.until(() -> dataSource.status().connections() == LeakRig.POOL);
            leaks.rig.leases.revoke(leaks.rig.lease);
            Await.until(() -> leaks.rig.saw(LoginRefused.class));
            leaks.rig.rotate();
            leaks.rig.awaitGeneration(dataSource, 2);
            workers.stop().failures().stream()
                    .filter(failure -> failure.stage() == Stage.CHECKOUT) // what statements throw is the driver's
                    .forEach(failure -> leaks.output.thrown(failure.cause()));
        }

        assertThat(leaks.ask(dataSource)).isTrue();
    }

    @Test
    void whenSessionsAreKilledAndTheSourceHasNothingNewer() throws Exception {
        RotatingDataSource dataSource = leaks.start();
        leaks.rig.leases.revokeAndKill(leaks.rig.lease);

        askUntilNobodyIsServed(dataSource);
        Await.until(() -> dataSource.status().failures() > 0); // by a half-open trial
        leaks.ask(dataSource);
        leaks.rig.rotate();
        leaks.rig.awaitGeneration(dataSource, 2);

        assertThat(leaks.ask(dataSource)).isTrue();
    }

    @Test
    void whenSessionsAreKilledAndTheFileIsGone() throws Exception {
        RotatingDataSource dataSource = leaks.start();
        Files.delete(leaks.rig.file);
        leaks.rig.leases.revokeAndKill(leaks.rig.lease);

        askUntilNobodyIsServed(dataSource);

        assertThat(dataSource.status().sourceFailure()).isNotNull();
    }

    private void askUntilNobodyIsServed(RotatingDataSource dataSource) {
        Await.until(() -> !leaks.ask(dataSource)
                && leaks.rig.saw(Unavailable.class)
                && dataSource.status().phase() == RotationStatus.Phase.UNAVAILABLE);
    }

    @Test
    void whenTheApplicationLacksAGrant() throws Exception {
        RotatingDataSource dataSource = leaks.start();
        for (int i = 0; i < 20; i++) {
            try (Connection connection = dataSource.getConnection()) {
                assertThatThrownBy(() -> Sql.run(connection, "SELECT * FROM pg_authid"))
                        .isInstanceOf(SQLException.class);
            }
        }

        assertThat(dataSource.status().generation()).isEqualTo(1);
    }
}
