package io.github.rotatingdatasource.samples.springboot.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

@Timeout(20)
class LiveTest {
    private final History history = new History();
    private final Live live = new Live(history);
    private final CountDownLatch readsOn = new CountDownLatch(1);

    @AfterEach
    void release() {
        readsOn.countDown();
    }

    /** Counts what it is asked to send. */
    private static class Emitter extends SseEmitter {
        private final AtomicInteger sent = new AtomicInteger();

        @Override
        public void send(SseEventBuilder event) throws IOException {
            sent.incrementAndGet();
        }
    }

    /** One whose viewer reads nothing for now. As Spring's own, it cannot be completed either while it sends. */
    private final class Stuck extends Emitter {
        @Override
        public void send(SseEventBuilder event) throws IOException {
            super.send(event);
            waitForTheReader();
        }

        @Override
        public void complete() {
            waitForTheReader();
        }

        private void waitForTheReader() {
            try {
                readsOn.await();
            } catch (InterruptedException stopped) {
                throw new IllegalStateException(stopped);
            }
        }
    }

    private static final class Gone extends Emitter {
        @Override
        public void send(SseEventBuilder event) throws IOException {
            throw new IOException("broken pipe");
        }
    }

    private void sendTill(Emitter emitter, int count) {
        Play.await(() -> {
            live.send();
            return emitter.sent.get() == count;
        });
    }

    @Test
    void whoStopsReadingKeepsNobodyElseWaiting() {
        Emitter stuck = watching(new Stuck());
        Emitter other = watching(new Emitter());
        history.add(HistoryTest.sample(10));
        sendTill(other, 1);
        sendTill(stuck, 1);
        history.add(HistoryTest.sample(20));

        sendTill(other, 2);

        assertThat(stuck.sent).hasValue(1);
    }

    @Test
    void whoReadsOnGetsWhatHeMissed() {
        Emitter stuck = watching(new Stuck());
        history.add(HistoryTest.sample(10));
        sendTill(stuck, 1);
        history.add(HistoryTest.sample(20));

        readsOn.countDown();

        sendTill(stuck, 2);
    }

    @Test
    void endsThoughSomebodyDoesNotRead() {
        Emitter stuck = watching(new Stuck());
        history.add(HistoryTest.sample(10));
        sendTill(stuck, 1);

        live.end();
    }

    @Test
    void forgetsWhoIsGone() {
        watching(new Gone());
        history.add(HistoryTest.sample(10));

        live.send();

        Play.await(() -> live.viewers() == 0);
    }

    private Emitter watching(Emitter emitter) {
        live.add(emitter, 0);
        return emitter;
    }
}
