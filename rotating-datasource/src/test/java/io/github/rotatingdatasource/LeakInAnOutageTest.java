package io.github.rotatingdatasource;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rotatingdatasource.RotationEvent.RotationFailed;
import io.github.rotatingdatasource.testkit.IssuedLease;
import io.github.rotatingdatasource.testkit.TestDatabase;
import java.sql.Connection;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** No secret comes out of the process while there is no database; see {@link LeakTest}. */
@Tag("database")
class LeakInAnOutageTest {
    private final TestDatabase database = TestDatabase.start();
    private LeakRig leaks;

    @BeforeEach
    void start() throws Exception {
        leaks = new LeakRig(database);
    }

    @AfterEach
    void nothingLeaks() {
        List<String> found = leaks.leaks();
        database.close();
        assertThat(found).isEmpty();
    }

    @Test
    void whenTheDatabaseStopsInARotationAndComesBack() throws Exception {
        RotatingDataSource dataSource = leaks.start();
        List<Connection> taken = leaks.take(dataSource, 2);
        IssuedLease next = leaks.rig.leases.issue();
        database.stop();
        leaks.rig.renderer.render(next);
        Await.until(() -> leaks.rig.saw(RotationFailed.class));
        assertThat(leaks.ask(dataSource)).isFalse();
        leaks.giveBack(taken);

        database.startAgain();
        Await.until(() -> dataSource.status().generation() == 2);
        Await.until(() -> leaks.ask(dataSource));
    }
}
