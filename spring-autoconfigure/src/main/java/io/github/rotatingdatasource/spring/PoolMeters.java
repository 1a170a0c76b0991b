package io.github.rotatingdatasource.spring;

import com.zaxxer.hikari.metrics.IMetricsTracker;
import com.zaxxer.hikari.metrics.MetricsTrackerFactory;
import com.zaxxer.hikari.metrics.PoolStats;
import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** HikariCP's own meters in one registry, where there may be two pools of one name for a while. */
final class PoolMeters implements MetricsTrackerFactory {
    private final MeterRegistry registry;

    PoolMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public IMetricsTracker create(String name, PoolStats stats) {
        Tracker tracker = new Tracker(name, () -> new MicrometerMetricsTrackerFactory(registry).create(name, stats));
        Places.take(registry, name, tracker);
        return tracker;
    }

    /** Those of one pool. */
    private final class Tracker extends ForwardingTracker implements Shown {
        private final String name;
        private final Supplier<IMetricsTracker> meters;
        private volatile @Nullable IMetricsTracker shown;

        Tracker(String name, Supplier<IMetricsTracker> meters) {
            this.name = name;
            this.meters = meters;
        }

        @Override
        public void show() {
            shown = meters.get();
        }

        @Override
        public void hide() {
            tell(IMetricsTracker::close);
            shown = null;
        }

        @Override
        void tell(Consumer<IMetricsTracker> what) {
            IMetricsTracker current = shown;
            if (current != null) {
                what.accept(current);
            }
        }

        @Override
        public void close() {
            Places.leave(registry, name, this);
        }
    }
}
