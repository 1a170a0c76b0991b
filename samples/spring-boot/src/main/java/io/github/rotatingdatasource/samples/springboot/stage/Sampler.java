package io.github.rotatingdatasource.samples.springboot.stage;

import io.github.rotatingdatasource.RotatingDataSource;
import io.github.rotatingdatasource.RotationEvent;
import io.github.rotatingdatasource.RotationListener;
import io.github.rotatingdatasource.samples.springboot.stage.Sample.Rates;
import io.github.rotatingdatasource.samples.springboot.stage.Sample.Setting;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Looks at the data source and at the load twice a second, and listens in between.
 *
 * <p>Called by one thread of the scheduler; events come from a worker.
 */
@Component
class Sampler implements RotationListener {
    private final ObjectProvider<RotatingDataSource> dataSource;
    private final Stage stage;
    private final Tally tally;
    private final History history;
    private final Queue<Happening> news = new ConcurrentLinkedQueue<>();
    private Tally.Reading before;
    private long readAt = System.nanoTime();

    /** Asks for the data source when it needs it, since it is itself a listener that the data source needs. */
    Sampler(ObjectProvider<RotatingDataSource> dataSource, Stage stage, Tally tally, History history) {
        this.dataSource = dataSource;
        this.stage = stage;
        this.tally = tally;
        this.history = history;
        this.before = tally.read();
    }

    @Override
    public void onEvent(String name, RotationEvent event) {
        Happening happening = Happening.of(event, System.currentTimeMillis());
        if (happening != null) {
            news.add(happening);
        }
    }

    @Scheduled(fixedDelay = 500)
    void sample() {
        RotatingDataSource current = dataSource.getObject();
        Setting setting = Setting.of(current.circuitBreaker().getState(), stage.sidecarRuns());
        history.add(Sample.of(Instant.now(), current.status(), setting, rates(), sinceBefore()));
    }

    private Rates rates() {
        long now = System.nanoTime();
        Tally.Reading reading = tally.read();
        Rates rates = Rates.between(before, reading, Duration.ofNanos(now - readAt));
        before = reading;
        readAt = now;
        return rates;
    }

    private List<Happening> sinceBefore() {
        return Stream.generate(news::poll)
                .takeWhile(happening -> happening != null)
                .toList();
    }
}
