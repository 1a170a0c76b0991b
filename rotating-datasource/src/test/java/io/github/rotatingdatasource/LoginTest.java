package io.github.rotatingdatasource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a generation asks the database for, how often, and what becomes of the permits. */
@Timeout(20)
class LoginTest {
    private final LoginRig rig = new LoginRig();
    private final StubDatabase database = rig.database;
    private final Permits permits = rig.permits;
    private final Login login = rig.login;

    @AfterEach
    void letGo() {
        rig.close();
    }

    @Test
    void keepsTheConnectionOfTheTrialForThePool() throws Exception {
        login.tryOut();

        Connection first = login.getConnection();

        assertThat(first.isValid(1)).isTrue();
        assertThat(database.logins()).isOne();
        assertThat(database.users()).containsExactly("app-user-1");
    }

    @Test
    void asksTheDatabaseNoMoreOnceItWasRefused() throws Exception {
        login.tryOut();
        login.getConnection();
        database.refuse();

        for (int i = 0; i < 20; i++) {
            assertThatThrownBy(login::getConnection).isInstanceOf(SQLException.class);
        }

        assertThat(login.isRefused()).isTrue();
        assertThat(rig.refusals).hasValue(1);
        assertThat(database.logins()).isEqualTo(2);
    }

    @Test
    void reportsARefusedTrialWithItsState() {
        database.refuse();

        assertThatThrownBy(login::tryOut)
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28P01"));

        assertThat(permits.free()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({"08001, false", "53300, true", "57P03, false", "3D000, false"})
    void asksAgainAfterAnyFailureThatSaysNothingAboutTheLogin(String state, boolean isFull) throws Exception {
        database.answer(StubDatabase.Answer.refusal(state));

        assertThatThrownBy(login::getConnection)
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(state));
        assertThat(login.isCrowdedOut()).isEqualTo(isFull);
        database.accept();
        login.getConnection();

        assertThat(login.isCrowdedOut()).isFalse();
        assertThat(rig.refusals).hasValue(0);
        assertThat(permits.free()).isEqualTo(2);
    }

    @Test
    void turnsWhatADriverShouldNotThrowIntoAnSqlException() {
        database.answer(() -> {
            throw new IllegalStateException("driver of app-user-1");
        });

        assertThatThrownBy(login::getConnection)
                .isInstanceOf(SQLTransientConnectionException.class)
                .hasMessage("the driver failed with java.lang.IllegalStateException")
                .hasNoCause();

        assertThat(permits.free()).isEqualTo(3);
    }

    @Test
    void turnsAnErrorOfADriverIntoAnSqlException() {
        database.answer(() -> {
            throw new NoClassDefFoundError("org/acme/Scram");
        });

        assertThatThrownBy(login::tryOut)
                .isInstanceOf(SQLTransientConnectionException.class)
                .hasMessage("the driver failed with java.lang.NoClassDefFoundError");

        assertThat(permits.free()).isEqualTo(3);
    }

    @Test
    void givesThePermitBackOnlyAfterTheDriverHasClosed() throws Exception {
        Connection connection = login.getConnection();
        database.holdCloses();

        Callers closing = Callers.start(1, () -> {
            connection.close();
            return null;
        });
        assertThat(permits.free()).isEqualTo(2);
        assertThat(login.sessions()).isOne();
        database.letCloses();
        closing.awaitDone();

        assertThat(permits.free()).isEqualTo(3);
        assertThat(login.sessions()).isZero();
    }

    @Test
    void opensNoMoreThanThereArePermits() throws Exception {
        Connection first = login.getConnection();
        login.getConnection();
        login.getConnection();
        rig.losePatience();

        assertThatThrownBy(login::getConnection)
                .isInstanceOf(SQLTransientConnectionException.class)
                .hasMessage("no connection within 200 ms: all 3 connections that are allowed are in use");
        first.close();

        assertThat(login.getConnection().isValid(1)).isTrue();
        assertThat(database.open()).isEqualTo(3);
    }

    @Test
    void takesThePermitThatComesFreeWhileItWaits() throws Exception {
        Connection first = login.getConnection();
        login.getConnection();
        login.getConnection();

        Callers waiting = Callers.start(1, login::getConnection);
        first.close();
        waiting.awaitDone();

        assertThat(waiting.failures()).isEmpty();
    }

    @Test
    void saysThatAllPermitsAreInUseWhenThereIsNoneForTheTrial() throws Exception {
        login.getConnection();
        login.getConnection();
        login.getConnection();

        assertThatThrownBy(rig.login("app", null)::tryOut)
                .isInstanceOfSatisfying(
                        SQLException.class,
                        e -> assertThat(AuthFailures.isFull(e)).isTrue());

        assertThat(database.logins()).isEqualTo(3);
    }

    @Test
    void givesUpWaitingForAConnectThatHangs() {
        rig.losePatience();
        database.hang();

        assertThatThrownBy(login::getConnection)
                .isInstanceOf(SQLTransientConnectionException.class)
                .hasMessage("no connection within 200 ms: the database does not answer");

        assertThat(permits.free()).isEqualTo(2);
    }

    @Test
    void givesUpATrialThatHangs() {
        rig.losePatience();
        database.hang();

        assertThatThrownBy(login::tryOut)
                .isInstanceOf(SQLTransientConnectionException.class)
                .hasMessage("no connection within 200 ms: the database does not answer");
    }

    @Test
    void closesWhatComesAfterItWasCutOff() {
        rig.losePatience();
        database.hang();
        assertThatThrownBy(login::getConnection).isInstanceOf(SQLException.class);
        login.cut();

        database.wakeUp();
        Await.until(() -> permits.free() == 3);

        assertThat(database.logins()).isOne();
        assertThat(database.open()).isZero();
    }

    @Test
    void aDriverThatCannotSayWhyItFailsCostsNoPermit() {
        database.answer(() -> {
            throw new SQLException("no", "28P01") {
                @Override
                public String getMessage() {
                    throw new IllegalStateException("cannot ask the server for its text");
                }
            };
        });

        assertThatThrownBy(login::getConnection).hasMessageContaining("the driver failed with");

        assertThat(login.isRefused()).isTrue();
        assertThat(permits.free()).isEqualTo(LoginRig.PERMITS);
    }

    @Test
    void aCloseThatHangsHoldsUpNoOtherLogin() throws Exception {
        rig.losePatience();
        database.hang();
        assertThatThrownBy(login::getConnection).isInstanceOf(SQLException.class);
        database.holdCloses();

        database.wakeUp();

        assertThat(login.getConnection().isValid(1)).isTrue();
    }

    @Test
    void opensNothingUntilThatIsTakenBack() throws Exception {
        login.openNothing();

        assertThatThrownBy(login::getConnection).hasMessage("this generation opens no more connections");
        assertThat(database.logins()).isZero();
        login.openAgain();

        assertThat(login.getConnection().isValid(1)).isTrue();
    }

    @Test
    void setsTheSchemaBeforeTheFirstStatement() throws Exception {
        rig.login("accounts", "SET ROLE owner").getConnection();

        assertThat(database.executed()).containsExactly("setSchema accounts", "SET ROLE owner");
    }

    @Test
    void reportsAFirstStatementThatFails() {
        database.answerStatements(StubDatabase.Answer.refusal("42501"));

        assertThatThrownBy(rig.login(null, "SET ROLE owner")::getConnection)
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42501"));

        assertThat(database.open()).isZero();
        assertThat(permits.free()).isEqualTo(3);
    }

    @Test
    void asksForNothingWhileItIsParked() throws Exception {
        rig.losePatience();
        login.park();

        assertThatThrownBy(login::getConnection).isInstanceOf(SQLTransientConnectionException.class);
        assertThat(database.logins()).isZero();
        login.unpark();

        assertThat(login.getConnection().isValid(1)).isTrue();
    }

    @Test
    void sendsOnWhoWaitedWhileItWasParked() throws Exception {
        login.park();
        Callers waiting = Callers.start(1, login::getConnection);

        login.unpark();
        waiting.awaitDone();

        assertThat(waiting.failures()).isEmpty();
    }

    @Test
    void hasOneLoginForItsWholeLife() {
        assertThatThrownBy(() -> login.getConnection("other", "login"))
                .isInstanceOf(SQLFeatureNotSupportedException.class);
    }

    @Test
    void handsHikariCpNoLogin() throws Exception {
        try (PoolRig pools = new PoolRig()) {
            HikariConfig config = pools.open().hikari().config;

            assertThat(config.getUsername()).isNull();
            assertThat(config.getPassword()).isNull();
            assertThat(config.getDataSourceProperties()).isEmpty();
            assertThat(config.getConnectionInitSql()).isNull();
        }
    }
}
