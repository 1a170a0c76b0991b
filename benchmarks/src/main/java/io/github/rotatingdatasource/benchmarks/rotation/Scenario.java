package io.github.rotatingdatasource.benchmarks.rotation;

import io.github.rotatingdatasource.benchmarks.rotation.Recording.Level;
import io.github.rotatingdatasource.benchmarks.rotation.Recording.Turn;
import io.github.rotatingdatasource.benchmarks.rotation.Recording.Wait;
import io.github.rotatingdatasource.testkit.IssuedLease;
import io.github.rotatingdatasource.testkit.WorkReport;
import io.github.rotatingdatasource.testkit.Workers;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** One way to rotate under one load: rotates again and again, and revokes each login when its last connection is closed. */
final class Scenario {
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(100);
    private static final Duration BETWEEN_KILLS = Duration.ofMillis(40);

    private final Rig rig;
    private final Order order;
    private final Marks marks = new Marks();
    private final List<Turn> turns = new ArrayList<>();
    private IssuedLease lease;

    private Scenario(Rig rig, Order order) throws SQLException {
        this.rig = rig;
        this.order = order;
        this.lease = rig.leases().issue();
    }

    static Recording run(Order order) throws Exception {
        try (Rig rig = new Rig(order.pool(), order.loginDelay())) {
            return new Scenario(rig, order).run();
        }
    }

    private Recording run() throws Exception {
        try (Way way = order.way().open(rig, lease, order.headroom(), marks)) {
            TimedDataSource timed = new TimedDataSource(way.dataSource());
            try (Workers workers = Workers.start(timed, order.load().workers())) {
                repeat(way, order.warmUp());
                turns.clear();
                rig.sockets().reset();
                Levels levels = new Levels(rig.sockets());
                Repeated killing = killing();
                repeat(way, order.rotations());
                killing.end();
                levels.end();
                int peak = rig.sockets().peak();
                return recording(workers.stop(), timed.checkouts(), levels.all(), peak);
            }
        }
    }

    private Repeated killing() {
        return order.kills() ? new Repeated("kills", BETWEEN_KILLS, rig::killOne) : Repeated.NOTHING;
    }

    private void repeat(Way way, int times) throws Exception {
        for (int i = 0; i < times; i++) {
            if (order.way() == Way.Kind.NONE) {
                doNothing();
            } else {
                rotate(way);
            }
            sleep(pause());
        }
    }

    private void doNothing() throws SQLException {
        long start = System.nanoTime();
        sleep(order.load().window());
        long end = System.nanoTime();
        turns.add(new Turn(start, end - order.afterwards().toNanos(), end, 0, rig.sessionsOf(lease)));
    }

    private void rotate(Way way) throws Exception {
        IssuedLease before = lease;
        lease = rig.leases().issue();
        sleep(pause()); // the server makes a user before, not while, it is rotated
        long start = System.nanoTime();
        marks.now("start");
        way.rotate(lease);
        long done = System.nanoTime();
        marks.now("done");
        sleep(order.afterwards());
        sleep(order.window().minusNanos(System.nanoTime() - start));
        turns.add(new Turn(start, done, System.nanoTime(), rig.sessionsOf(before), rig.sessionsOf(lease)));
        rig.leases().revoke(before);
    }

    private Duration pause() {
        return order.afterwards().compareTo(LONGEST_PAUSE) < 0 ? order.afterwards() : LONGEST_PAUSE;
    }

    private static void sleep(Duration time) {
        long until = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private Recording recording(WorkReport report, List<Checkouts> checkouts, List<Level> levels, int peak)
            throws SQLException {
        long from = turns.get(0).start();
        long to = System.nanoTime(); // whoever still waited when the last window ended has failed or been served by now
        List<Wait> waits = checkouts.stream()
                .flatMap(Scenario::waits)
                .filter(wait -> wait.asked() >= from)
                .sorted(Comparator.comparingLong(Wait::asked))
                .toList();
        return new Recording(
                rig.serverVersion(),
                List.copyOf(turns),
                new ArrayList<>(waits),
                marks.all().stream().filter(mark -> mark.at() >= from).toList(),
                levels,
                report.failures().stream()
                        .map(Scenario::text)
                        .limit(Recording.FAILURES)
                        .toList(),
                report.failedCheckouts(from, to),
                report.failedStatementsPerWorker(from, to).stream()
                        .mapToLong(Long::longValue)
                        .sum(),
                denied(report.failuresByKind(from, to)),
                peak);
    }

    private static Stream<Wait> waits(Checkouts one) {
        return IntStream.range(0, one.size()).mapToObj(i -> new Wait(one.askedAt(i), one.waited(i)));
    }

    /** PostgreSQL says so to a session whose user is gone. */
    private static long denied(Map<String, Long> failuresByKind) {
        return failuresByKind.entrySet().stream()
                .filter(failure -> failure.getKey().endsWith(" 42501"))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private static String text(WorkReport.Failure failure) {
        return failure.stage() + " after " + failure.waited() + ": " + failure.cause();
    }
}
