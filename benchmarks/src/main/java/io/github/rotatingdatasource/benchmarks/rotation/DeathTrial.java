package io.github.rotatingdatasource.benchmarks.rotation;

import io.github.rotatingdatasource.benchmarks.support.Jvm;
import io.github.rotatingdatasource.testkit.IssuedLease;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/** Lets the login of one way die without notice, in a JVM of its own. */
public final class DeathTrial {
    private static final Duration WARM_UP = Duration.ofSeconds(2);
    private static final Duration LIMIT = Duration.ofSeconds(35);
    private static final Duration POLL = Duration.ofMillis(1);
    private static final int POOL = 10;

    private DeathTrial() {}

    /** What is to happen: for so many seconds the source is not as it should be, or they are watched. */
    record Case(Way.Kind way, Death death, Source.State source, int callers, int seconds) {
        List<String> arguments() {
            return List.of(
                    way.name(), death.name(), source.name(), Integer.toString(callers), Integer.toString(seconds));
        }

        static Case of(List<String> arguments) {
            return new Case(
                    Way.Kind.valueOf(arguments.get(0)),
                    Death.valueOf(arguments.get(1)),
                    Source.State.valueOf(arguments.get(2)),
                    Integer.parseInt(arguments.get(3)),
                    Integer.parseInt(arguments.get(4)));
        }
    }

    /**
     * What came of it, in nanoseconds.
     *
     * @param failures how long each call took that failed
     * @param first how long the first of each caller took that failed
     * @param waiting how long those had taken that had not ended when the source came back
     * @param longestWithout the longest time in which nobody had a success, if the source was there
     * @param back from the return of the source to the first success; {@code Long.MAX_VALUE} if there was none in 35 s
     * @param refused how many logins the server refused
     */
    record Outcome(
            List<Long> failures, List<Long> first, List<Long> waiting, long longestWithout, long back, long refused)
            implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    /** Called in the new JVM: where the answer goes, and the case. */
    public static void main(String[] arguments) throws Exception {
        Case one = Case.of(List.of(arguments).subList(1, arguments.length));
        try (Rig rig = new Rig(POOL, Duration.ZERO)) {
            Child.write((Serializable) run(rig, one), Path.of(arguments[0]));
        }
        Runtime.getRuntime().halt(0); // some are still waiting in a pool
    }

    static Outcome run(Case one) throws IOException, InterruptedException {
        return Jvm.run(DeathTrial.class, one.arguments(), answer -> Child.read(Outcome.class, answer));
    }

    private static Outcome run(Rig rig, Case one) throws Exception {
        IssuedLease lease = rig.leases().issue();
        Way way = one.way().open(rig, lease, 2, new Marks());
        Callers callers = new Callers(way.dataSource(), one.callers());
        pause(WARM_UP);
        callers.forget();
        long refused = rig.refusedLogins();
        rig.source().become(one.source());
        long died = System.nanoTime();
        way.offer(one.death().of(lease, rig.leases()));
        pause(Duration.ofSeconds(one.seconds())
                .plusMillis(ThreadLocalRandom.current().nextInt(1_000)));
        long now = System.nanoTime();
        long without = callers.longestWithout(died, now);
        List<Long> failures = callers.failures();
        List<Long> first = callers.firstFailures();
        List<Long> waiting = callers.underWay(now);
        long refusals = rig.refusedLogins() - refused;
        return new Outcome(failures, first, waiting, without, back(rig, callers), refusals);
    }

    /** The source comes back at a random moment. */
    private static long back(Rig rig, Callers callers) {
        long at = System.nanoTime();
        rig.source().become(Source.State.THERE);
        boolean isBack = Rig.awaitAtMost(LIMIT, POLL, () -> callers.hasSucceededSince(at));
        return isBack ? System.nanoTime() - at : Long.MAX_VALUE;
    }

    private static void pause(Duration time) {
        long until = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
