package io.github.rotatingdatasource;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A wake ends the adder's pause, whenever it comes, and breaks no login off. */
@Timeout(60)
class AdderTest {
    private final Adder adder = new Adder();
    private final LoginRig rig = new LoginRig();

    @AfterEach
    void letGo() {
        assertThat(Thread.interrupted()).isFalse();
        rig.close();
    }

    @Test
    void aWakeBetweenTwoLoginsEndsThePause() {
        adder.enter();
        adder.leave(false);

        adder.wake();

        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aWakeThatComesTooLateForThePauseBreaksNoLoginOff() {
        adder.enter();
        adder.leave(true);
        adder.wake();

        adder.enter();

        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void aWakeDuringALoginBreaksItNotOff() {
        adder.enter();

        adder.wake();

        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void aWakeIsGoodForOnePauseOnly() {
        adder.enter();
        adder.wake();
        adder.leave(false);

        adder.enter();
        adder.leave(true);

        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void nobodyIsWokenBeforeTheFirstLogin() {
        adder.wake();

        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void aWakeDuringALoginThatFailsEndsThePauseAfterIt() throws Exception {
        rig.database.answer(StubDatabase.Answer.refusal("08001"));

        assertThat(isInterruptedAfterALoginWithAWakeInIt()).isTrue();
    }

    @Test
    void aWakeDuringALoginThatSucceedsDisturbsNotWhatIsDoneWithIt() throws Exception {
        assertThat(isInterruptedAfterALoginWithAWakeInIt()).isFalse();
    }

    private boolean isInterruptedAfterALoginWithAWakeInIt() throws Exception {
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        rig.database.hang();
        Callers.start(1, () -> {
            try {
                return rig.login.getConnection();
            } finally {
                interrupted.complete(Thread.interrupted());
            }
        });
        Await.until(() -> rig.database.logins() == 1);

        rig.login.wakeAdder();
        rig.database.wakeUp();

        return interrupted.get(30, TimeUnit.SECONDS);
    }
}
