package io.github.rotatingdatasource.testkit;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews what a caching agent keeps: at once, then at the pace of Vault's lifetime watcher, and evicts it when the lease
 * cannot be extended any more. A failure does not evict: it tries again until the lease has ended.
 *
 * <p>One daemon thread does it all, so nothing is guarded.
 */
final class AgentRenewals {
    private static final Duration RETRY = Duration.ofSeconds(10);
    private static final Logger LOG = LoggerFactory.getLogger(AgentRenewals.class);

    private final AgentCache cache;
    private final Function<Request, Reply> server;
    private final SplittableRandom random = new SplittableRandom();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(AgentRenewals::daemon);

    AgentRenewals(AgentCache cache, Function<Request, Reply> server) {
        this.cache = cache;
        this.server = server;
    }

    void watch(AgentCache.Entry entry) {
        later(
                new Watch(
                        entry,
                        new RenewalPace(random.split()),
                        System.nanoTime() + entry.length().toNanos()),
                0);
    }

    void stop() {
        timer.shutdownNow();
    }

    private void later(Watch watch, long nanos) {
        try {
            ScheduledFuture<?> unused = timer.schedule(() -> renew(watch), nanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException stopped) {
            LOG.debug("the agent has been stopped");
        }
    }

    private void renew(Watch watch) {
        if (!cache.holds(watch.entry)) {
            return;
        }
        Reply reply = server.apply(renewal(watch.entry));
        if (reply.status() == 200) {
            Duration granted = granted(reply);
            next(watch.endingAt(System.nanoTime() + granted.toNanos()), watch.pace.after(granted));
        } else {
            Duration left = Duration.ofNanos(watch.end - System.nanoTime());
            next(watch, left.isNegative() ? Duration.ZERO : shorter(left, RETRY));
        }
    }

    private void next(Watch watch, Duration wait) {
        if (wait.isZero()) {
            cache.evict(watch.entry);
        } else {
            later(watch, wait.toNanos());
        }
    }

    private static Duration granted(Reply reply) {
        Object seconds = Json.readObject(reply.text()).getOrDefault("lease_duration", 0L);
        return Duration.ofSeconds(seconds instanceof Long number ? number : 0);
    }

    private static Request renewal(AgentCache.Entry entry) {
        List<Header> headers =
                List.of(new Header("X-Vault-Request", "true"), new Header("X-Vault-Token", entry.token()));
        return new Request("PUT", "/v1/sys/leases/renew", headers, Json.write(Map.of("lease_id", entry.lease())));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "testkit-agent");
        thread.setDaemon(true);
        return thread;
    }

    /** A lease that is watched; its end in the nanoseconds of the JVM. */
    private record Watch(AgentCache.Entry entry, RenewalPace pace, long end) {
        Watch endingAt(long later) {
            return new Watch(entry, pace, later);
        }
    }
}
