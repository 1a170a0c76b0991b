package io.github.rotatingdatasource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PermitsTest {
    private static final long MINUTE = 60_000_000_000L;

    private final Permits permits = new Permits(2);

    private CompletableFuture<Boolean> awaitOnAThread(AtomicInteger asked, AtomicBoolean enough) {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        Thread thread = new Thread(() -> answer.complete(permits.await(
                () -> {
                    asked.incrementAndGet();
                    return enough.get();
                },
                MINUTE)));
        thread.setDaemon(true);
        thread.start();
        Await.until(() -> thread.getState() == Thread.State.TIMED_WAITING);
        return answer;
    }

    @Test
    void givesNoMoreThanThereAre() {
        assertThat(permits.tryTake()).isTrue();
        assertThat(permits.tryTake()).isTrue();

        assertThat(permits.tryTake()).isFalse();
        assertThat(permits.free()).isZero();
    }

    @Test
    void givesOneAgainThatCameBack() {
        permits.tryTake();
        permits.tryTake();

        permits.giveBack();

        assertThat(permits.free()).isEqualTo(1);
        assertThat(permits.tryTake()).isTrue();
    }

    @Test
    void takesNoneBackThatNobodyHad() {
        assertThatIllegalStateException().isThrownBy(permits::giveBack);
        assertThat(permits.free()).isEqualTo(permits.total());
    }

    @Test
    void waitsNoLongerThanItIsTold() {
        assertThat(permits.await(() -> false, 0)).isFalse();
        assertThat(permits.await(() -> false, -1)).isFalse();
        assertThat(permits.await(() -> false, 1_000_000)).isFalse();
    }

    @Test
    void doesNotWaitForWhatIsTrueAlready() {
        assertThat(permits.await(() -> true, 0)).isTrue();
        assertThat(permits.await(permits::tryTake, 0)).isTrue();
        assertThat(permits.free()).isEqualTo(1);
    }

    @Test
    void looksAgainWhenAPermitComesBack() throws Exception {
        permits.tryTake();
        AtomicBoolean enough = new AtomicBoolean();
        CompletableFuture<Boolean> waiter = awaitOnAThread(new AtomicInteger(), enough);

        enough.set(true);
        permits.giveBack();

        assertThat(waiter.get()).isTrue();
    }

    @Test
    void everybodyLooksAgainWhenAllAreWoken() throws Exception {
        AtomicBoolean enough = new AtomicBoolean();
        List<CompletableFuture<Boolean>> waiters = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            waiters.add(awaitOnAThread(new AtomicInteger(), enough));
        }

        enough.set(true);
        permits.wakeAll();

        assertThat(CompletableFuture.allOf(waiters.toArray(CompletableFuture[]::new)))
                .succeedsWithin(MINUTE, TimeUnit.NANOSECONDS);
    }

    @Test
    void goesOnWaitingWhenThereIsNotEnoughYet() {
        AtomicInteger asked = new AtomicInteger();
        CompletableFuture<Boolean> waiter = awaitOnAThread(asked, new AtomicBoolean());

        permits.wakeAll();

        Await.until(() -> asked.get() == 2);
        assertThat(waiter).isNotDone();
    }

    @Test
    void anInterruptEndsNoWaitAndIsForgotten() throws Exception {
        AtomicBoolean flag = new AtomicBoolean(true);
        Thread thread = new Thread(() -> {
            permits.await(() -> false, 200_000_000);
            flag.set(Thread.currentThread().isInterrupted());
        });
        long start = System.nanoTime();
        thread.start();

        thread.interrupt();
        thread.join();

        assertThat(flag).isFalse();
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(190_000_000);
    }

    @Test
    void neverMoreAreOutThanThereAreHoweverManyAsk() throws Exception {
        AtomicInteger out = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            threads.add(new Thread(() -> takeAndGiveBack(out, most)));
        }

        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(most.get()).isLessThanOrEqualTo(2);
        assertThat(permits.free()).isEqualTo(2);
    }

    private void takeAndGiveBack(AtomicInteger out, AtomicInteger most) {
        for (int i = 0; i < 2_000; i++) {
            if (permits.await(permits::tryTake, MINUTE)) {
                most.accumulateAndGet(out.incrementAndGet(), Math::max);
                out.decrementAndGet();
                permits.giveBack();
            }
        }
    }
}
