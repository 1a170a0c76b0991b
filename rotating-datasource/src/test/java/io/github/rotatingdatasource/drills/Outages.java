package io.github.rotatingdatasource.drills;

import static io.github.rotatingdatasource.drills.Drill.credential;
import static io.github.rotatingdatasource.drills.Drill.firm;

import io.github.rotatingdatasource.testkit.FileRenderer;
import io.github.rotatingdatasource.testkit.IssuedLease;
import io.github.rotatingdatasource.testkit.RoleSettings;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;

/** There is no login to be had, and later there is. */
final class Outages {
    /** How long callers wait for a login that is late; the policy's default. */
    static final Duration GRACE = Duration.ofSeconds(2);

    static final Duration FREED = Duration.ofMillis(300);
    private static final Duration SETTLED = FREED.plusMillis(100);
    private static final Duration LEASE = Duration.ofSeconds(4);
    private static final Duration WATCHED = Duration.ofMillis(500);

    private Outages() {}

    /** What ends the login in use. */
    enum Cause {
        LEASE_OVER("firm lease over") {
            @Override
            Drill drill(Contestant contestant) throws Exception {
                Drill drill = new Drill(contestant, RoleSettings.defaults().withTtl(LEASE));
                drill.source.has(firm(drill.lease));
                return drill;
            }

            @Override
            Waiters befall(Drill drill) throws Exception {
                Watch.passUntil(over(drill) - FREED.toNanos());
                drill.hold(Drill.POOL);
                return Waiters.start(drill.dataSource());
            }

            @Override
            long over(Drill drill) {
                return System.nanoTime()
                        + Duration.between(Instant.now(), drill.lease.expiresAt())
                                .toNanos();
            }
        },
        SESSIONS_DEAD("role dropped, sessions killed, grace over") {
            @Override
            Drill drill(Contestant contestant) throws Exception {
                return new Drill(contestant);
            }

            @Override
            Waiters befall(Drill drill) throws Exception {
                drill.revokeAndKill();
                return Waiters.start(drill.dataSource());
            }

            @Override
            long over(Drill drill) {
                return System.nanoTime() + GRACE.toNanos();
            }
        };

        final String title;

        Cause(String title) {
            this.title = title;
        }

        /** Returns a drill of this kind. */
        abstract Drill drill(Contestant contestant) throws Exception;

        /** Lets it happen, or waits until it is about to happen, and returns callers who wait because of it. */
        abstract Waiters befall(Drill drill) throws Exception;

        /** Returns when everybody is to fail, by {@link System#nanoTime()}. */
        abstract long over(Drill drill);
    }

    /**
     * What an outage came to.
     *
     * @param dry while nobody can be served
     * @param lasted from the moment at which everybody is to fail until the source is back
     * @param freed how long after that moment the last caller was free who had waited
     * @param back from the source's return on
     */
    record Outage(Measured dry, Duration lasted, Duration freed, Waiters waiters, Measured back) {}

    static Outage sourceGone(Drill drill, Gone gone, Cause cause) throws Exception {
        drill.start();
        gone.befall(drill.source);
        long over = cause.over(drill);
        Waiters waiters = cause.befall(drill);
        Watch.passUntil(over + SETTLED.toNanos());
        Mark dry = drill.mark();
        drill.release();
        drill.watch(WATCHED);
        IssuedLease next = drill.issue();
        Mark back = drill.mark().now();
        drill.source.has(credential(next));
        drill.awaitService(Duration.ofSeconds(4));
        Watch.pass(FREED);
        Mark end = drill.mark();
        Duration freed = waiters.lastFreed(over);
        String title = "source " + gone.title + ", " + cause.title;
        return new Outage(
                drill.measured(title, dry, back),
                Duration.ofNanos(back.nanoTime() - over),
                freed,
                waiters,
                drill.measured(title + ": source back", back, end));
    }

    /** The file is deleted, the role dropped, its sessions killed; when everybody fails, a new file is rendered. */
    static Measured fileBack(Drill drill) throws Exception {
        FileRenderer renderer = Latecomers.render(drill);
        drill.start();
        Files.delete(renderer.file());
        drill.revokeAndKill();
        Watch.pass(GRACE.plus(WATCHED));
        IssuedLease next = drill.issue();
        Mark back = drill.mark().now();
        renderer.render(next);
        drill.awaitService(Duration.ofSeconds(4));
        Watch.pass(FREED);
        return drill.measured("file gone, sessions dead: file written", back, drill.mark());
    }

    /** The role is dropped, its sessions killed, and the source goes on giving the dead login to 32 callers. */
    static Measured nothingNewer(Drill drill, Duration watched) throws Exception {
        drill.threads = 32;
        drill.pool.setMinimumIdle(Drill.POOL);
        drill.start();
        Mark fault = drill.mark();
        drill.revokeAndKill();
        drill.watch(watched);
        return drill.measured("role dropped, sessions killed, nothing newer, 32 callers", fault, drill.mark());
    }
}
