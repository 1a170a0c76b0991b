package io.github.rotatingdatasource.spring;

import com.zaxxer.hikari.metrics.IMetricsTracker;
import com.zaxxer.hikari.metrics.MetricsTrackerFactory;
import com.zaxxer.hikari.metrics.PoolStats;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What HikariCP measures, for each rotating data source over all its generations: keeps the numbers, and passes on what happens
 * to whoever measures as soon as there is somebody, which may be long after the data source was made.
 *
 * <p>Safe for use by several threads.
 */
final class PoolTrackers implements MetricsTrackerFactory {
    private final Map<String, Tracker> trackers = new ConcurrentHashMap<>();
    private final List<MetricsTrackerFactory> meters = new CopyOnWriteArrayList<>();

    @Override
    public synchronized IMetricsTracker create(String name, PoolStats stats) {
        Tracker tracker = new Tracker(name, stats);
        if (trackers.putIfAbsent(name, tracker) != null) {
            throw new IllegalArgumentException(
                    "poolName must be unique, but another rotating data source is called " + name + ", too");
        }
        meters.forEach(tracker::add);
        return tracker;
    }

    /** Has all data sources measured by what {@code factory} makes, those that exist and those to come. */
    synchronized void measureBy(MetricsTrackerFactory factory) {
        meters.add(factory);
        trackers.values().forEach(tracker -> tracker.add(factory));
    }

    /** Returns the numbers of the data source of this name, at most a second old, or {@code null} if it is not known here. */
    @Nullable
    PoolStats stats(String name) {
        Tracker tracker = trackers.get(name);
        return tracker == null ? null : tracker.stats;
    }

    private synchronized void remove(Tracker tracker) {
        trackers.remove(tracker.name, tracker);
    }

    /** One data source's. */
    private final class Tracker extends ForwardingTracker {
        private final String name;
        private final PoolStats stats;
        private final List<IMetricsTracker> targets = new CopyOnWriteArrayList<>();

        Tracker(String name, PoolStats stats) {
            this.name = name;
            this.stats = stats;
        }

        void add(MetricsTrackerFactory factory) {
            targets.add(factory.create(name, stats));
        }

        @Override
        void tell(Consumer<IMetricsTracker> what) {
            targets.forEach(what);
        }

        @Override
        public void close() {
            remove(this);
            tell(IMetricsTracker::close);
        }
    }
}
