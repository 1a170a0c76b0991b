package io.github.rotatingdatasource.samples.springboot.stage;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.MediaType;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Sends samples to whoever watches: first the last two minutes, then each new one; who comes back gets what he missed.
 *
 * <p>Samples are sent by threads other than the one that takes them, and to each viewer by one at a time, so who stops
 * reading delays neither samples nor other viewers: he keeps one thread, until the server gives up on him. There is a sample
 * to send twice a second, so who has gone away is found out and forgotten at once, and there is no need of a heartbeat.
 */
@RestController
class Live {
    private static final long NO_TIMEOUT = 0;

    private final Set<Viewer> viewers = ConcurrentHashMap.newKeySet();
    private final ExecutorService senders = Executors.newCachedThreadPool(Live::daemon);
    private final History history;

    Live(History history) {
        this.history = history;
    }

    @GetMapping(path = "/stage/live", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    SseEmitter watch(@RequestHeader(name = "Last-Event-ID", defaultValue = "0") long last) {
        SseEmitter emitter = new SseEmitter(NO_TIMEOUT);
        add(emitter, last);
        return emitter;
    }

    void add(SseEmitter emitter, long last) {
        Viewer viewer = new Viewer(emitter, last);
        emitter.onCompletion(() -> viewers.remove(viewer));
        viewers.add(viewer);
    }

    /** Has samples sent to everybody who has read those before. Does not wait. */
    @Scheduled(fixedDelay = 100)
    void send() {
        viewers.stream().filter(Viewer::begins).forEach(viewer -> senders.execute(() -> sendTo(viewer)));
    }

    private void sendTo(Viewer viewer) {
        if (!viewer.send(history)) {
            viewers.remove(viewer);
        }
    }

    int viewers() {
        return viewers.size();
    }

    /** Ends all streams, for which a graceful stop would wait; that of who does not read waits for itself. */
    @EventListener(ContextClosedEvent.class)
    void end() {
        viewers.forEach(viewer -> senders.execute(viewer.emitter::complete));
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "live");
        thread.setDaemon(true);
        return thread;
    }

    /** Somebody who watches. Belongs to the thread that sends, from {@link #begins} to the end of {@link #send}. */
    private static final class Viewer {
        private final SseEmitter emitter;
        private final AtomicBoolean isBusy = new AtomicBoolean();
        private long last;

        Viewer(SseEmitter emitter, long last) {
            this.emitter = emitter;
            this.last = last;
        }

        boolean begins() {
            return isBusy.compareAndSet(false, true);
        }

        /** Sends what there is, and returns whether that could be done. */
        boolean send(History history) {
            try {
                return sendAfterLast(history);
            } finally {
                isBusy.set(false);
            }
        }

        private boolean sendAfterLast(History history) {
            List<Sample> samples = history.after(last);
            if (samples.isEmpty()) {
                return true;
            }
            last = samples.get(samples.size() - 1).at();
            try {
                emitter.send(SseEmitter.event().id(Long.toString(last)).data(samples, MediaType.APPLICATION_JSON));
                return true;
            } catch (IOException | IllegalStateException gone) {
                return false;
            }
        }
    }
}
