package io.github.rotatingdatasource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import io.github.rotatingdatasource.RotationEvent.RotationFailed;
import io.github.rotatingdatasource.TellTale.Tale;
import io.github.rotatingdatasource.testkit.TestDatabase;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No secret comes out of the process, in whatever way the driver tells it; see {@link LeakTest}. */
@Tag("database")
class LeakByDriverTest {
    private final TellTale driver = new TellTale(TestDatabase.shared());
    private LeakRig leaks;

    @BeforeEach
    void start() throws Exception {
        leaks = new LeakRig(TestDatabase.shared());
    }

    @AfterEach
    void nothingLeaks() {
        assertThat(leaks.leaks()).isEmpty();
    }

    private HikariConfig pool() {
        HikariConfig pool = leaks.pool();
        pool.setDataSource(driver);
        return pool;
    }

    @ParameterizedTest
    @EnumSource
    void whenTheDriverTellsAtTheStart(Tale tale) {
        driver.failIn("getConnection", tale);

        assertThatThrownBy(() -> leaks.startInVain(pool())).isInstanceOf(SQLException.class);
    }

    @ParameterizedTest
    @EnumSource
    void whenTheDriverTellsLater(Tale tale) throws Exception {
        RotatingDataSource dataSource = leaks.start(pool());
        List<Connection> taken = leaks.take(dataSource, 1);
        driver.failIn("getConnection", tale);

        taken.addAll(leaks.take(dataSource, 1)); // waits, and the time-out says why
        leaks.rig.rotate();
        Await.until(() -> leaks.rig.saw(RotationFailed.class));

        leaks.giveBack(taken);
    }

    @Test
    void whenAStepFailsWithWhatTheDriverSaid() {
        RotationLog.stepFailed(leaks.rig.name, new SQLException(leaks.made(), new IOException(leaks.made())));

        assertThat(leaks.output.says("Wordless: java.io.IOException")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "isValid",
                "getTransactionIsolation",
                "setNetworkTimeout",
                "getNetworkTimeout",
                "setReadOnly",
                "setAutoCommit",
                "setTransactionIsolation",
                "setCatalog",
                "setSchema"
            })
    void whenTheDriverTellsWhileAPoolIsSetUp(String method) throws Exception {
        driver.failIn(method, Tale.IN_ITS_MESSAGE);
        HikariConfig pool = pool();
        pool.setReadOnly(true);
        pool.setAutoCommit(false);
        pool.setTransactionIsolation("TRANSACTION_SERIALIZABLE");
        pool.setCatalog(TestDatabase.NAME);
        pool.setSchema("public");
        try {
            leaks.startInVain(pool);
        } catch (SQLException e) {
            assertThat((Throwable) e).hasMessageContaining("could not start"); // which not every one of them prevents
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"setAutoCommit", "close", "abort"})
    void whenTheDriverTellsInASession(String method) throws Exception {
        RotatingDataSource dataSource = leaks.start(pool());
        leaks.take(dataSource, 1);
        driver.failIn(method, Tale.IN_ITS_MESSAGE);
        leaks.rig.rotate();
        leaks.rig.awaitGeneration(dataSource, 2);

        Await.until(() -> leaks.rig.saw(RotationEvent.Drained.class));
    }
}
