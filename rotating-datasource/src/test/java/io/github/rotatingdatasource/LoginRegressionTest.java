package io.github.rotatingdatasource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.rotatingdatasource.source.Credential;
import io.github.rotatingdatasource.source.Lease;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections and failures that were once lost, or kept. */
@Timeout(20)
class LoginRegressionTest {
    private final StubDatabase database = new StubDatabase();
    private final Permits permits = new Permits(3);
    private final AtomicInteger refusals = new AtomicInteger();
    private final Login login = login(null, null);

    private Login login(String schema, String initSql) {
        LoginSetup setup =
                new LoginSetup(schema, initSql, () -> Duration.ofMillis(200).toNanos());
        Credential credential = new Credential("app-user-1", "secret-1", Lease.unknown());
        return new Login(database::getConnection, credential, setup, permits, evidence -> refusals.incrementAndGet());
    }

    @AfterEach
    void letGo() {
        database.wakeUp();
        database.letCloses();
    }

    @Test
    void givesUpATrialThatHangs() {
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

        assertThat(catchThrowable(login(null, "SET ROLE owner")::getConnection)).isNotNull();

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
        PoolRig rig = new PoolRig();
        OneLoginPool pool = rig.open();
        rig.database.hang();
        pool.grow();
        Await.until(() -> rig.database.logins() == 2);

        long start = System.nanoTime();
        pool.close();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        rig.close();
    }
}
