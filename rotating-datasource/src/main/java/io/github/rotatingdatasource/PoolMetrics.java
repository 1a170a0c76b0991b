package io.github.rotatingdatasource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.metrics.IMetricsTracker;
import com.zaxxer.hikari.metrics.MetricsTrackerFactory;
import com.zaxxer.hikari.metrics.PoolStats;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One set of HikariCP's own meters for all generations of a data source, under its stable name.
 *
 * <p>A tracker of HikariCP belongs to one pool: two pools with one name get in each other's way, and when the first closes, the
 * meters of both are gone. So the user's tracker is made once, fed by the pools of all generations, and closed at the end.
 *
 * <p>Safe for use by several threads.
 */
final class PoolMetrics implements AutoCloseable {
    private static final String PACKAGE = "com.zaxxer.hikari.metrics.";
    private static final long STATS_MILLIS = 1_000;

    private final @Nullable IMetricsTracker tracker;
    private static final ThreadLocal<@Nullable Muted> MUTED = new ThreadLocal<>();

    /** What a thread does not want counted. */
    private enum Muted {
        TIME_OUTS,
        EVERYTHING
    }

    /** Creates the meters that {@code config} asks for, which show the sums over {@code pools}. */
    PoolMetrics(HikariConfig config, Iterable<OneLoginPool> pools) {
        MetricsTrackerFactory factory = factory(config.getMetricsTrackerFactory(), config.getMetricRegistry());
        this.tracker = factory == null
                ? null
                : factory.create(
                        config.getPoolName(), new Sums(pools, config.getMaximumPoolSize(), config.getMinimumIdle()));
    }

    private static @Nullable MetricsTrackerFactory factory(
            @Nullable MetricsTrackerFactory given, @Nullable Object registry) {
        if (given != null || registry == null) {
            return given;
        }
        if (isA(registry, "io.micrometer.core.instrument.MeterRegistry")) {
            return create(PACKAGE + "micrometer.MicrometerMetricsTrackerFactory", registry);
        }
        return isA(registry, "io.dropwizard.metrics5.MetricRegistry")
                ? create(PACKAGE + "dropwizard.Dropwizard5MetricsTrackerFactory", registry)
                : create(PACKAGE + "dropwizard.CodahaleMetricsTrackerFactory", registry);
    }

    /** By reflection, as HikariCP does it, because a user has at most one of these metrics libraries. */
    private static MetricsTrackerFactory create(String type, Object registry) {
        try {
            return (MetricsTrackerFactory)
                    Class.forName(type).getConstructors()[0].newInstance(registry);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(
                    "metricRegistry is a " + registry.getClass().getName() + ", but HikariCP cannot report to it", e);
        }
    }

    private static boolean isA(Object registry, String type) {
        for (Class<?> c = registry.getClass(); c != null; c = c.getSuperclass()) {
            if (c.getName().equals(type)) {
                return true;
            }
        }
        return false;
    }

    /** Returns what a pool of one generation reports to, or {@code null} if nobody listens. */
    @Nullable
    MetricsTrackerFactory forOneGeneration() {
        return tracker == null ? null : (name, stats) -> new Forwarding(tracker);
    }

    /** Runs a caller's attempt to get an idle connection: that there is none is no time-out. */
    <T> T withoutTimeOuts(Supplier<T> attempt) {
        return muted(Muted.TIME_OUTS, attempt);
    }

    /** Runs an attempt of our own, which is none of the user's business. */
    <T> T withoutCounting(Supplier<T> attempt) {
        return muted(Muted.EVERYTHING, attempt);
    }

    private <T> T muted(Muted what, Supplier<T> attempt) {
        if (tracker == null) {
            return attempt.get();
        }
        MUTED.set(what);
        try {
            return attempt.get();
        } finally {
            MUTED.remove();
        }
    }

    @Override
    public void close() {
        if (tracker != null) {
            tracker.close();
        }
    }

    /** Passes on what happens in one pool, and leaves the user's tracker open when that pool closes. */
    private static final class Forwarding implements IMetricsTracker {
        private final IMetricsTracker to;

        Forwarding(IMetricsTracker to) {
            this.to = to;
        }

        @Override
        public void recordConnectionCreatedMillis(long millis) {
            to.recordConnectionCreatedMillis(millis);
        }

        @Override
        public void recordConnectionAcquiredNanos(long nanos) {
            if (MUTED.get() != Muted.EVERYTHING) {
                to.recordConnectionAcquiredNanos(nanos);
            }
        }

        @Override
        public void recordConnectionUsageMillis(long millis) {
            to.recordConnectionUsageMillis(millis);
        }

        @Override
        public void recordConnectionTimeout() {
            if (MUTED.get() == null) {
                to.recordConnectionTimeout();
            }
        }
    }

    private static final class Sums extends PoolStats {
        private final Iterable<OneLoginPool> pools;
        private final int maximum;
        private final int minimum;

        Sums(Iterable<OneLoginPool> pools, int maximum, int minimum) {
            super(STATS_MILLIS);
            this.pools = pools;
            this.maximum = maximum;
            this.minimum = minimum;
        }

        @Override
        protected void update() {
            int total = 0;
            int idle = 0;
            int waiting = 0;
            for (OneLoginPool pool : pools) {
                total += pool.total();
                idle += pool.idle();
                waiting += pool.waiting();
            }
            totalConnections = total;
            idleConnections = idle;
            activeConnections = total - idle;
            pendingThreads = waiting;
            maxConnections = maximum;
            minConnections = minimum;
        }
    }
}
