package io.github.rotatingdatasource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.github.rotatingdatasource.RotationEvent.Outcome;
import io.github.rotatingdatasource.RotationEvent.Part;
import io.github.rotatingdatasource.RotationEvent.Reason;
import io.github.rotatingdatasource.RotationEvent.Rotated;
import io.github.rotatingdatasource.RotationEvent.RotationFailed;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What JDBC asks of a data source, and what else a user sees of ours. */
class RotatingDataSourceTest {
    private final StubRig rig = new StubRig();
    private RotatingDataSource dataSource;

    @BeforeEach
    void start() throws SQLException {
        dataSource = rig.start();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void unwrapsToItselfOnly() throws Exception {
        assertThat(dataSource.isWrapperFor(DataSource.class)).isTrue();
        assertThat(dataSource.unwrap(RotatingDataSource.class)).isSameAs(dataSource);
        assertThat(dataSource.isWrapperFor(HikariDataSource.class)).isFalse();
        assertThat(dataSource.isWrapperFor(StubDatabase.class)).isFalse();
        assertThatThrownBy(() -> dataSource.unwrap(HikariDataSource.class))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("com.zaxxer.hikari.HikariDataSource");
    }

    @Test
    void refusesALoginFromItsCaller() {
        assertThatThrownBy(() -> dataSource.getConnection("scott", "tiger"))
                .isInstanceOf(SQLFeatureNotSupportedException.class)
                .hasMessageContaining(dataSource.getName())
                .message()
                .doesNotContain("scott")
                .doesNotContain("tiger");
    }

    @Test
    void hasNoLoggerOfJavaUtilLogging() {
        assertThatThrownBy(dataSource::getParentLogger).isInstanceOf(SQLFeatureNotSupportedException.class);
    }

    @Test
    void hasNoUrlWhereItsPoolHasNone() {
        assertThat(dataSource.getUrl()).isNull();
    }

    @Test
    void keepsTheLimitOfALogin() throws Exception {
        assertThat(dataSource.getLoginTimeout()).isZero();

        dataSource.setLoginTimeout(3);

        assertThat(dataSource.getLoginTimeout()).isEqualTo(3);
        assertThatThrownBy(() -> dataSource.setLoginTimeout(-1))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("-1");
    }

    @Test
    void printsItsEventsWithoutASecret() {
        StringWriter printed = new StringWriter();
        dataSource.setLogWriter(new PrintWriter(printed));

        rig.rotateTo(2);
        Await.until(() -> printed.toString().contains("Rotated[generation=2"));

        assertThat(dataSource.getLogWriter()).isNotNull();
        assertThat(printed.toString())
                .contains(dataSource.getName() + ": HandOverBegan[from=1, to=2]")
                .doesNotContain("app-user", "secret");
    }

    @Test
    void printsNothingUnlessItWasAskedTo() {
        StringWriter printed = new StringWriter();
        LogWriter log = new LogWriter();
        log.writeTo(new PrintWriter(printed));
        log.writeTo(null);

        log.onEvent("orders", new RotationEvent.Closed());

        assertThat(printed.toString()).isEmpty();
        assertThat(dataSource.getLogWriter()).isNull();
    }

    @Test
    void showsNoSecretWhateverItPrints() {
        rig.rotateTo(2);

        assertThat(dataSource.toString()).isEqualTo("RotatingDataSource[" + dataSource.getName() + ", generation 2]");
        assertThat(dataSource.status().toString()).doesNotContain("app-user", "secret");
        assertThat(rig.events.toString()).doesNotContain("app-user", "secret");
    }

    @Test
    void hasOneNameForItsWholeLife() {
        String name = dataSource.getName();

        rig.rotateTo(2);

        assertThat(dataSource.getName()).isEqualTo(name).isEqualTo(rig.pool.getPoolName());
    }

    @Test
    void servesWithTheNewLoginAfterARotation() throws Exception {
        rig.rotateTo(2);
        rig.awaitDrained();

        try (Connection connection = dataSource.getConnection()) {
            assertThat(connection.isValid(1)).isTrue();
        }
        assertThat(rig.database.users()).contains("app-user-2");
        Await.until(() -> rig.database.open() == StubRig.POOL);
    }

    @Test
    void rotatesOnDemandThoughTheLoginIsTheSame() throws Exception {
        Outcome outcome = dataSource.rotateNow();

        assertThat(outcome).isInstanceOfSatisfying(Rotated.class, rotated -> {
            assertThat(rotated.reason()).isEqualTo(Reason.DEMAND);
            assertThat(rotated.generation()).isEqualTo(2);
        });
    }

    @Test
    void saysThatARotationOnDemandWasRefused() throws Exception {
        rig.database.refuse();

        Outcome outcome = dataSource.rotateNow();

        assertThat(outcome).isInstanceOfSatisfying(RotationFailed.class, failed -> {
            assertThat(failed.part()).isEqualTo(Part.LOGIN);
            assertThat(failed.serving()).isEqualTo(1);
            assertThat(failed.message()).contains("28P01").doesNotContain("app-user");
        });
    }

    @Test
    void saysThatTheSourceHadNothingForARotationOnDemand() throws Exception {
        rig.source.lose();

        Outcome outcome = dataSource.rotateNow();

        assertThat(outcome).isInstanceOfSatisfying(RotationFailed.class, failed -> {
            assertThat(failed.part()).isEqualTo(Part.SOURCE);
            assertThat(failed.message()).isEqualTo("the stub has no login");
        });
        assertThat(dataSource.getConnection().isValid(1)).isTrue();
    }

    @Test
    void leavesAnInterruptedCallerHisFlag() throws Exception {
        List<Connection> all = takeAll();
        List<Boolean> flags = new ArrayList<>();
        Callers callers = Callers.start(1, () -> {
            try {
                return dataSource.getConnection();
            } finally {
                flags.add(Thread.currentThread().isInterrupted());
            }
        });

        callers.interrupt();
        callers.awaitDone();

        assertThat(callers.failures()).hasOnlyElementsOfType(SQLException.class);
        assertThat(flags).containsExactly(true);
        assertThat(all).hasSize(StubRig.POOL);
    }

    @Test
    void givesAnInterruptedCallerWhatIsIdle() throws Exception {
        Thread.currentThread().interrupt();

        try (Connection connection = dataSource.getConnection()) {
            assertThat(connection).isNotNull();
        }

        assertThat(Thread.interrupted()).isTrue();
    }

    private List<Connection> takeAll() throws SQLException {
        List<Connection> all = new ArrayList<>();
        for (int i = 0; i < StubRig.POOL; i++) {
            all.add(dataSource.getConnection());
        }
        return all;
    }
}
