package io.github.rotatingdatasource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rotatingdatasource.RotationEvent.Part;
import io.github.rotatingdatasource.RotationStatus.Phase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a data source starts when the database or the credential is not there yet. */
@Timeout(60)
class StartTest {
    private final StubRig rig = new StubRig();

    @AfterEach
    void close() {
        rig.close();
    }

    private void startsWith(long initializationFailTimeout) {
        rig.pool.setInitializationFailTimeout(initializationFailTimeout);
    }

    private static boolean isServed(RotatingDataSource dataSource) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return connection.isValid(1);
        }
    }

    @Test
    void failsAtOnceWhenTheDatabaseIsDown() {
        rig.database.answer(StubDatabase.Answer.refusal("08001"));

        assertThatThrownBy(rig::start)
                .isExactlyInstanceOf(SQLTransientConnectionException.class)
                .hasMessage("data source " + rig.pool.getPoolName()
                        + " could not start: the database could not be used: SQLException with SQLState 08001")
                .cause()
                .isExactlyInstanceOf(SQLException.class)
                .hasMessage("no, ***"); // in the driver's own words, but for the login
    }

    @Test
    void triesForAsLongAsItIsToldWhenTheDatabaseIsDown() throws Exception {
        startsWith(20_000);
        rig.database.answer(() -> {
            if (rig.database.logins() < 4) {
                throw new SQLException("not yet", "57P03");
            }
        });

        assertThat(isServed(rig.start())).isTrue();
        assertThat(rig.database.logins()).isGreaterThanOrEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1})
    void startsWithoutADatabaseWhereItMay(long initializationFailTimeout) throws Exception {
        startsWith(initializationFailTimeout);
        rig.database.answer(StubDatabase.Answer.refusal("08001"));

        RotatingDataSource dataSource = rig.start();
        assertThat(dataSource.status().phase()).isEqualTo(Phase.STARTING);
        rig.database.accept();

        assertThat(isServed(dataSource)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1})
    void startsWithoutACredentialWhereItMay(long initializationFailTimeout) throws Exception {
        startsWith(initializationFailTimeout);
        rig.source.lose();

        RotatingDataSource dataSource = rig.start();
        assertThat(dataSource.status().phase()).isEqualTo(Phase.STARTING);
        Callers callers = Callers.start(StubRig.POOL, dataSource::getConnection);
        rig.source.offer(1);
        callers.awaitDone();

        assertThat(callers.failures()).isEmpty();
    }

    @Test
    void doesNotWaitForTheDatabaseWhereItMustNot() throws Exception {
        startsWith(-1);
        rig.database.hang();

        RotatingDataSource dataSource = rig.start();
        assertThat(dataSource.status().phase()).isEqualTo(Phase.STARTING);
        rig.database.wakeUp();

        assertThat(isServed(dataSource)).isTrue();
    }

    @Test
    void waitsForACredentialThatIsLate() throws Exception {
        rig.source.lose();
        Callers starting = Callers.start(1, () -> rig.start().getConnection());
        Await.until(() -> rig.source.reads() >= 3);

        rig.source.offer(1);
        starting.awaitDone();

        assertThat(starting.failures()).isEmpty();
    }

    @Test
    void failsWhenNoCredentialComesInTime() {
        rig.source.lose();
        rig.builder.policy(StubRig.policy().withStartLimit(Duration.ofSeconds(2)));

        assertThatThrownBy(rig::start)
                .isInstanceOfSatisfying(
                        CredentialsUnavailableException.class,
                        e -> assertThat(e.part()).isEqualTo(Part.SOURCE))
                .hasMessageContaining("could not start: the stub has no login");
    }

    @Test
    void failsWhenTheLoginIsRefusedUntilItsArrivalWindowIsOver() {
        rig.database.refuse();
        rig.builder.policy(
                StubRig.policy().withArrival(3, Duration.ofMillis(150)).withHalfOpenWait(Duration.ofMinutes(1)));

        assertThatThrownBy(rig::start)
                .isInstanceOfSatisfying(CredentialsUnavailableException.class, e -> {
                    assertThat(e.getSQLState()).isEqualTo("28000");
                    assertThat(e.part()).isEqualTo(Part.LOGIN);
                })
                .hasMessageContaining("the database refused the login: SQLInvalidAuthorizationSpecException")
                .hasMessageContaining("28P01");

        assertThat(rig.database.logins()).isEqualTo(3);
    }

    @Test
    void tellsWhoeverWaitsThatThereIsNoCredential() throws Exception {
        startsWith(-1);
        rig.pool.setConnectionTimeout(250);
        rig.source.lose();

        RotatingDataSource dataSource = rig.start();

        assertThatThrownBy(dataSource::getConnection)
                .isInstanceOf(CredentialsUnavailableException.class)
                .hasMessageContaining("has no login that works: the stub has no login");
    }
}
