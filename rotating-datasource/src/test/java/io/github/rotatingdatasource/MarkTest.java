package io.github.rotatingdatasource;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What is known of a generation, in one word. */
class MarkTest {
    private final Mark mark = new Mark();

    @Test
    void isNotSetOnTheGoodDay() {
        assertThat(mark.isSet()).isFalse();
        assertThat(mark.isRetired() || mark.isDead() || mark.isDoubted()).isFalse();
    }

    @Test
    void aDoubtCanBeTakenBack() {
        mark.doubt();
        assertThat(mark.isDoubted() && mark.isSet()).isTrue();

        mark.trust();

        assertThat(mark.isSet()).isFalse();
    }

    @Test
    void takingADoubtBackLeavesTheRestAsItIs() {
        mark.retire();
        mark.declareDead();
        mark.doubt();

        mark.trust();

        assertThat(mark.isRetired() && mark.isDead()).isTrue();
        assertThat(mark.isDoubted()).isFalse();
    }

    @Test
    void aDeathIsNewsOnce() {
        mark.retire();

        assertThat(mark.declareDead()).isTrue();
        assertThat(mark.declareDead()).isFalse();
    }

    @Test
    void aDeathIsNewsToOneOfMany() throws Exception {
        Thread[] threads = new Thread[8];
        AtomicInteger news = new AtomicInteger();
        for (int i = 0; i < threads.length; i++) {
            threads[i] = new Thread(() -> news.addAndGet(mark.declareDead() ? 1 : 0));
            threads[i].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(news).hasValue(1);
    }
}
