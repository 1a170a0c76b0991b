package io.github.rotatingdatasource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rotatingdatasource.internal.SharedThreads;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Threads: in turn, daemons, and gone when nobody needs them. */
@Timeout(60)
class WorkersTest {
    @Test
    void runsInTheOrderTheyCame() throws Exception {
        Executor inTurn = Workers.inTurn();
        List<Integer> ran = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch last = new CountDownLatch(1);

        IntStream.range(0, 1_000).forEach(i -> inTurn.execute(() -> ran.add(i)));
        inTurn.execute(last::countDown);

        last.await();
        assertThat(ran).isSorted().hasSize(1_000);
    }

    @Test
    void runsOneAtATimeHoweverManyAsk() throws Exception {
        Executor inTurn = Workers.inTurn();
        List<Integer> sizes = new ArrayList<>(); // not for several threads, and need not be
        List<Thread> threads = IntStream.range(0, 4)
                .mapToObj(i -> new Thread(() -> addMany(inTurn, sizes)))
                .toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        CompletableFuture<Integer> size = new CompletableFuture<>();
        inTurn.execute(() -> size.complete(sizes.size()));

        assertThat(size.get()).isEqualTo(4_000);
    }

    private static void addMany(Executor inTurn, List<Integer> sizes) {
        for (int i = 0; i < 1_000; i++) {
            inTurn.execute(() -> sizes.add(sizes.size()));
        }
    }

    @Test
    void twoQueuesDoNotWaitForEachOther() throws Exception {
        CountDownLatch blocked = new CountDownLatch(1);
        CompletableFuture<Boolean> ran = new CompletableFuture<>();
        Workers.inTurn().execute(() -> awaitQuietly(blocked));

        Workers.inTurn().execute(() -> ran.complete(true));

        assertThat(ran.get()).isTrue();
        blocked.countDown();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void areDaemonsWithANameAndTheClassLoaderOfTheLibrary() throws Exception {
        CompletableFuture<Thread> worker = new CompletableFuture<>();
        CompletableFuture<Thread> timer = new CompletableFuture<>();
        SharedThreads.run(() -> worker.complete(Thread.currentThread()));
        SharedThreads.timer().execute(() -> timer.complete(Thread.currentThread()));

        for (Thread thread : List.of(worker.get(), timer.get())) {
            assertThat(thread.isDaemon()).isTrue();
            assertThat(thread.getName()).startsWith("rotating-datasource-");
            assertThat(thread.getContextClassLoader()).isSameAs(Workers.class.getClassLoader());
        }
    }

    @Test
    void endByThemselvesAMomentAfterTheLastUse() throws Exception {
        CompletableFuture<Thread> worker = new CompletableFuture<>();
        CompletableFuture<Thread> timer = new CompletableFuture<>();
        SharedThreads.run(() -> worker.complete(Thread.currentThread()));
        SharedThreads.timer().schedule(() -> timer.complete(Thread.currentThread()), 1, TimeUnit.MILLISECONDS);

        Thread first = worker.get();
        Thread second = timer.get();

        Await.until(() -> !first.isAlive() && !second.isAlive());
    }

    @Test
    void foreignCodeIsKnownAsSuchWhileItRuns() throws Exception {
        assertThat(Workers.runsForeignCode()).isFalse();
        assertThat(Workers.foreign(Workers::runsForeignCode)).isTrue();
        assertThat(Workers.runsForeignCode()).isFalse();
    }

    @Test
    void foreignCodeThatFailsIsForeignNoLonger() {
        assertThatThrownBy(() -> Workers.foreign(() -> {
                    throw new StackOverflowError();
                }))
                .isInstanceOf(StackOverflowError.class);
        assertThat(Workers.runsForeignCode()).isFalse();
    }
}
