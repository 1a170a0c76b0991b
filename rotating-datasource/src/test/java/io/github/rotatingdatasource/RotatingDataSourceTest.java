package io.github.rotatingdatasource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

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
import java.sql.Statement;
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

    /** A statement fails in a session whose user was dropped, so that the next caller finds out. */
    private static void failAsTheUserWereGone(StubRig rig, DataSource dataSource) throws SQLException {
        rig.database.answerStatements(StubDatabase.Answer.refusal("42704"));
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute("SELECT 1")).isInstanceOf(SQLException.class);
        }
    }

    private void awaitPhase(RotationStatus.Phase phase) {
        Await.until(() -> dataSource.status().phase() == phase);
    }

    @Test
    void aCallerWhoFindsTheUserDroppedGetsTheNextLogin() throws Exception {
        failAsTheUserWereGone(rig, dataSource);
        Callers callers = Callers.start(StubRig.POOL, dataSource::getConnection);
        awaitPhase(RotationStatus.Phase.WAITING);

        rig.source.offer(2);
        rig.awaitGeneration(2);
        rig.database.answerStatements(() -> {});
        callers.awaitDone();

        assertThat(callers.failures()).isEmpty();
        assertThat(rig.database.users()).contains("app-user-2");
    }

    @Test
    void eachCallerHasHisOwnFailureWhileThereIsNoLogin() throws Exception {
        rig.source.lose();
        failAsTheUserWereGone(rig, dataSource);

        Throwable first = catchThrowable(dataSource::getConnection);
        awaitPhase(RotationStatus.Phase.UNAVAILABLE);
        Throwable second = catchThrowable(dataSource::getConnection);
        Throwable third = catchThrowable(dataSource::getConnection);

        assertThat(first).isInstanceOf(CredentialsUnavailableException.class);
        assertThat(second).isInstanceOf(CredentialsUnavailableException.class).isNotSameAs(third);
    }

    @Test
    void aNewSessionIsHandedOutThoughItDoesNotAnswerEither() throws Exception {
        failAsTheUserWereGone(rig, dataSource);
        rig.database.answerStatements(StubDatabase.Answer.refusal("57P01"));

        try (Connection connection = dataSource.getConnection()) {
            assertThat(connection).isNotNull(); // what the database says is the caller's to hear
        }
    }

    private List<Connection> takeAll() throws SQLException {
        List<Connection> all = new ArrayList<>();
        for (int i = 0; i < StubRig.POOL; i++) {
            all.add(dataSource.getConnection());
        }
        return all;
    }
}
