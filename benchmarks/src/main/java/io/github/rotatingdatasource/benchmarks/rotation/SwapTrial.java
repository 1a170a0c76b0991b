package io.github.rotatingdatasource.benchmarks.rotation;

import io.github.rotatingdatasource.benchmarks.support.Jvm;
import io.github.rotatingdatasource.testkit.IssuedLease;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Swaps the login of one way again and again, in a JVM of its own, with four callers who look what they get. */
public final class SwapTrial {
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration LIMIT = Duration.ofSeconds(8);
    /** For a statement on the old login that is still on its way. */
    private static final Duration LATE = Duration.ofMillis(50);

    private static final Duration POLL = Duration.ofMillis(1);

    private final Rig rig;
    private final Way.Kind kind;
    private final int swaps;
    private IssuedLease lease;

    private SwapTrial(Rig rig, Way.Kind kind, int swaps) throws SQLException {
        this.rig = rig;
        this.kind = kind;
        this.swaps = swaps;
        this.lease = rig.leases().issue();
    }

    /**
     * One swap, in nanoseconds from when the new login was there.
     *
     * @param firstNew to the end of the first statement with it, {@code Long.MAX_VALUE} if there was none in time
     * @param warm to as many connections with it as there were before, {@code Long.MAX_VALUE} if that was not in time
     * @param lastOld to the end of the last statement with the login before
     * @param failed how many checkouts or statements failed meanwhile
     */
    record Times(long firstNew, long warm, long lastOld, int failed) implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    /**
     * What one way did, and what logins take.
     *
     * @param forced empty if this way does not find out by itself
     */
    record Answer(List<Times> planned, List<Times> forced, Logins logins) implements Serializable {
        private static final long serialVersionUID = 1L;

        /** Returns this and what another JVM did. */
        Answer and(Answer other) {
            return new Answer(
                    Rounds.both(planned, other.planned), Rounds.both(forced, other.forced), logins.and(other.logins));
        }
    }

    /** Called in the new JVM: where the answer goes, the way, how many swaps, and the size of the pool. */
    public static void main(String[] arguments) throws Exception {
        try (Rig rig = new Rig(Integer.parseInt(arguments[3]), Duration.ZERO)) {
            SwapTrial trial = new SwapTrial(rig, Way.Kind.valueOf(arguments[1]), Integer.parseInt(arguments[2]));
            Child.write(trial.run(), Path.of(arguments[0]));
        }
        System.exit(0);
    }

    static Answer run(Way.Kind way, int swaps, int pool) throws IOException, InterruptedException {
        return Jvm.run(
                SwapTrial.class,
                List.of(way.name(), Integer.toString(swaps), Integer.toString(pool)),
                answer -> Child.read(Answer.class, answer));
    }

    private Answer run() throws Exception {
        Logins logins = Logins.measure(rig, lease, swaps);
        List<Times> planned = new ArrayList<>();
        List<Times> forced = new ArrayList<>();
        try (Way way = kind.open(rig, lease, 2, new Marks())) {
            Prober prober = new Prober(way.dataSource());
            for (int i = 0; i < swaps; i++) {
                LockSupport.parkNanos(PAUSE.toNanos());
                planned.add(plan(way, prober));
            }
            for (int i = 0; i < swaps && force(way, prober, forced); i++) {
                LockSupport.parkNanos(PAUSE.toNanos());
            }
            prober.end();
        }
        return new Answer(planned, forced, logins);
    }

    private Times plan(Way way, Prober prober) throws Exception {
        IssuedLease before = lease;
        lease = rig.leases().issue();
        prober.expect(lease);
        Warmth warmth = new Warmth(rig, lease);
        long began = System.nanoTime();
        way.rotate(lease);
        Times times = times(prober, warmth, began);
        rig.leases().revoke(before);
        return times;
    }

    private static Times times(Prober prober, Warmth warmth, long began) throws InterruptedException {
        Rig.awaitAtMost(LIMIT, POLL, prober::hasSeenIt);
        long warm = warmth.await();
        LockSupport.parkNanos(LATE.toNanos());
        return prober.times(began, warm);
    }

    /** The user before is dropped and its sessions are killed, and nobody says so. */
    private boolean force(Way way, Prober prober, List<Times> forced) throws Exception {
        IssuedLease before = lease;
        lease = rig.leases().issue();
        prober.expect(lease);
        if (!way.offer(lease)) {
            return false;
        }
        Warmth warmth = new Warmth(rig, lease);
        long began = System.nanoTime();
        rig.leases().revokeAndKill(before);
        forced.add(times(prober, warmth, began));
        return prober.hasSeenIt();
    }
}
