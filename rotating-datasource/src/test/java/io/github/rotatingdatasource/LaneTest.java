package io.github.rotatingdatasource;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One worker for what is short, and more as soon as something is not. No thread here but in the last test. */
@Timeout(60)
class LaneTest {
    private final ArrayDeque<Runnable> workers = new ArrayDeque<>();
    private final ArrayDeque<Runnable> checks = new ArrayDeque<>();
    private final List<Integer> ran = new ArrayList<>();
    private final Lane lane = new Lane(workers::add, checks::add);

    @Test
    void oneWorkerDoesAllInTheOrderTheyCame() {
        add(5);

        assertThat(workers).hasSize(1);
        workers.remove().run();
        assertThat(ran).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void aWorkerWhoEndedIsReplacedWithTheNextTask() {
        add(1);
        workers.remove().run();

        add(1);

        assertThat(workers).hasSize(1);
    }

    @Test
    void looksAfterThoseWhoWaitOnly() {
        add(1);
        assertThat(checks).isEmpty();

        add(3);

        assertThat(checks).hasSize(1);
    }

    @Test
    void workersDoubleWhileNothingBegins() {
        add(100);
        List<Integer> started = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            checks.remove().run();
            started.add(workers.size());
        }

        assertThat(started).containsExactly(2, 4, 8);
    }

    @Test
    void nobodyIsAddedWhileTheWorkerGetsOn() {
        add(2);
        lane.execute(() -> checks.remove().run());
        add(1);

        workers.remove().run();

        assertThat(workers).isEmpty();
    }

    @Test
    void nobodyIsAddedWhenNothingWaits() {
        add(2);
        workers.remove().run();

        checks.remove().run();

        assertThat(workers).isEmpty();
        assertThat(checks).isEmpty();
    }

    @Test
    void whatFailsHoldsUpNothing() {
        lane.execute(() -> {
            throw new StackOverflowError();
        });
        add(2);

        workers.remove().run();

        assertThat(ran).containsExactly(0, 1);
    }

    @Test
    void anInterruptIsForOneTaskOnly() {
        List<Boolean> interrupted = new ArrayList<>();
        lane.execute(() -> Thread.currentThread().interrupt());
        lane.execute(() -> interrupted.add(Thread.currentThread().isInterrupted()));

        workers.remove().run();

        assertThat(interrupted).containsExactly(false);
    }

    @Test
    void whatHangsHoldsUpTheOthersForAMomentOnly() throws Exception {
        Lane real = new Lane();
        CountDownLatch hang = new CountDownLatch(1);
        CompletableFuture<Boolean> after = new CompletableFuture<>();
        IntStream.range(0, 20).forEach(i -> real.execute(() -> awaitQuietly(hang)));

        real.execute(() -> after.complete(true));

        assertThat(after.get()).isTrue();
        hang.countDown();
    }

    private void add(int tasks) {
        int first = ran.size();
        IntStream.range(first, first + tasks).forEach(i -> lane.execute(() -> ran.add(i)));
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
