package io.github.rotatingdatasource;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A login that is only made to see whether the database still accepts it, and what becomes of its permit. */
@Timeout(20)
class LoginProofTest {
    private final LoginRig rig = new LoginRig();
    private final StubDatabase database = rig.database;
    private final Permits permits = rig.permits;
    private final Login login = rig.login;

    @AfterEach
    void letGo() {
        rig.close();
    }

    @Test
    void aProofThatIsAcceptedLeavesNothingBehind() {
        login.prove();

        assertThat(database.logins()).isOne();
        assertThat(database.open()).isZero();
        assertThat(permits.free()).isEqualTo(3);
        assertThat(rig.refusals).hasValue(0);
    }

    @Test
    void aProofThatIsRefusedIsToldAndRemembered() {
        database.refuse();

        login.prove();
        login.prove();

        assertThat(login.isRefused()).isTrue();
        assertThat(rig.refusals).hasValue(1);
        assertThat(database.logins()).isOne();
        assertThat(permits.free()).isEqualTo(3);
    }

    @Test
    void aProofThatFailsOtherwiseSaysNothing() throws Exception {
        database.answer(StubDatabase.Answer.refusal("57P03"));

        login.prove();
        database.accept();

        assertThat(login.isRefused()).isFalse();
        assertThat(login.getConnection().isValid(1)).isTrue();
    }

    @Test
    void aProofNeedsAPermit() throws Exception {
        login.getConnection();
        login.getConnection();
        login.getConnection();

        login.prove();

        assertThat(database.logins()).isEqualTo(3);
    }

    @Test
    void aProofHoldsItsPermitWhileItIsMade() throws Exception {
        database.hang();
        Callers proving = Callers.start(1, this::prove);
        Await.until(() -> database.logins() == 1);
        assertThat(permits.free()).isEqualTo(2);

        database.wakeUp();
        proving.awaitDone();

        assertThat(permits.free()).isEqualTo(3);
    }

    private Connection prove() {
        login.prove();
        return null;
    }

    @Test
    void nothingIsProvedWhileALoginIsUnderWay() throws Exception {
        database.hang();
        Callers waiting = Callers.start(1, login::getConnection);
        Await.until(() -> database.logins() == 1);

        login.prove();

        assertThat(database.logins()).isOne();
        database.wakeUp();
        waiting.awaitDone();
    }

    @Test
    void whoComesWhileALoginIsProvedAsksForNoOther() throws Exception {
        database.hang();
        database.refuse();
        Callers proving = Callers.start(1, this::prove);
        Await.until(() -> database.logins() == 1);
        Callers waiting = Callers.start(1, login::getConnection);

        database.wakeUp();
        proving.awaitDone();
        waiting.awaitDone();

        assertThat(database.logins()).isOne();
        assertThat(waiting.failures()).hasSize(1);
    }

    @Test
    void aProofThatHangsIsGivenUp() {
        rig.losePatience();
        database.hang();

        Callers.start(1, this::prove).awaitDone();
        database.wakeUp();

        Await.until(() -> permits.free() == 3);
        assertThat(database.open()).isZero();
    }

    @Test
    void nothingIsProvedOnceItOpensNothing() {
        login.openNothing();

        login.prove();

        assertThat(database.logins()).isZero();
    }
}
