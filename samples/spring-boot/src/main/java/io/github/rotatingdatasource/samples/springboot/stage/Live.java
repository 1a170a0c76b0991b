package io.github.rotatingdatasource.samples.springboot.stage;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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
 * <p>Samples are sent by a thread other than the one that takes them, so who reads slowly delays no sample. There is one to
 * send twice a second, so who has gone away is found out and forgotten at once, and there is no need of a heartbeat.
 */
@RestController
class Live {
    private static final long NO_TIMEOUT = 0;

    private final Set<Viewer> viewers = ConcurrentHashMap.newKeySet();
    private final History history;

    Live(History history) {
        this.history = history;
    }

    @GetMapping(path = "/stage/live", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    SseEmitter watch(@RequestHeader(name = "Last-Event-ID", defaultValue = "0") long last) {
        Viewer viewer = new Viewer(new SseEmitter(NO_TIMEOUT), last);
        viewer.emitter.onCompletion(() -> viewers.remove(viewer));
        viewers.add(viewer);
        return viewer.emitter;
    }

    @Scheduled(fixedDelay = 100)
    void send() {
        viewers.removeIf(viewer -> !viewer.send(history));
    }

    int viewers() {
        return viewers.size();
    }

    /** Ends all streams, for which a graceful stop would wait. */
    @EventListener(ContextClosedEvent.class)
    void end() {
        viewers.forEach(viewer -> viewer.emitter.complete());
    }

    /** Somebody who watches. Belongs to the thread that sends. */
    private static final class Viewer {
        private final SseEmitter emitter;
        private long last;

        Viewer(SseEmitter emitter, long last) {
            this.emitter = emitter;
            this.last = last;
        }

        /** Sends what there is, and returns whether that could be done. */
        boolean send(History history) {
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
