package io.github.rotatingdatasource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections and failures that were once lost, or kept. */
@Timeout(20)
class LoginRegressionTest {
    private final LoginRig rig = new LoginRig();
    private final StubDatabase database = rig.database;
    private final Permits permits = rig.permits;
    private final Login login = rig.login;

    @AfterEach
    void letGo() {
        rig.close();
    }

    @Test
    void givesUpATrialThatHangs() {
        rig.losePatience();
        database.hang();

        Callers trial = Callers.start(1, () -> {
            login.tryOut();
            return null;
        });
        trial.awaitDone();

        assertThat(trial.failures()).hasOnlyElementsOfType(SQLTransientConnectionException.class);
    }

    @Test
    void closesAConnectionThatComesAfterItsConnectWasAbandoned() {
        rig.losePatience();
        database.hang();
        assertThat(catchThrowable(login::getConnection)).isNotNull();

        database.wakeUp();
        Await.until(() -> permits.free() == 3);

        assertThat(database.open()).isZero();
    }

    @Test
    void closesAConnectionThatComesWhenNothingIsToBeOpenedAnyMore() {
        database.hang();
        Callers adder = Callers.start(1, login::getConnection);
        Await.until(() -> database.logins() == 1);
        login.openNothing();
        login.wantStandIn(true);
        adder.awaitDone();

        database.wakeUp();
        Await.until(() -> permits.free() == 3);

        assertThat(login.sessions()).isZero();
    }

    @Test
    void saysEachTimeThatTheLoginWasRefused() {
        database.refuse();
        assertThat(catchThrowable(login::getConnection)).isNotNull();

        assertThatThrownBy(login::getConnection)
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
    }

    @Test
    void closesAConnectionWhoseFirstStatementEndsInAnError() {
        database.answerStatements(() -> {
            throw new NoClassDefFoundError("org/acme/Parser");
        });

        assertThat(catchThrowable(rig.login(null, "SET ROLE owner")::getConnection))
                .isNotNull();

        assertThat(database.open()).isZero();
    }

    @Test
    void cutsOffEverythingThoughADriverCannotAbort() throws Exception {
        login.getConnection();
        login.getConnection();
        database.answerAborts(() -> {
            throw new SQLFeatureNotSupportedException("abort");
        });

        login.cut();

        assertThat(database.open()).isZero();
    }

    @Test
    void cutsOffEverythingThoughADriverFailsToAbort() throws Exception {
        login.getConnection();
        login.getConnection();
        database.answerAborts(() -> {
            throw new UnsupportedOperationException("abort");
        });

        assertThat(login.cut()).isEqualTo(2);
        assertThat(permits.free()).isEqualTo(3);
    }

    @Test
    void closesAtOnceThoughAConnectHangs() throws Exception {
        try (PoolRig pools = new PoolRig()) {
            OneLoginPool pool = pools.open();
            pools.database.hang();
            pool.grow();
            Await.until(() -> pools.database.logins() == 2);

            long start = System.nanoTime();
            pool.close();

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        }
    }
}
