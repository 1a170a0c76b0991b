package io.github.rotatingdatasource.benchmarks.fleet;

import java.time.Duration;
import java.util.SplittableRandom;

/**
 * Replicas that ask one Vault for logins, event by event, without waiting. The same plan gives the same traffic. Replicas
 * know nothing of each other, so each is followed to the end before the next one.
 *
 * <p>A request takes no time and is refused at once in an outage. A replica without a login that works asks as the library
 * does while every checkout fails.
 */
final class Simulation {
    /** What a pool of ten with a headroom of two has, and how long a hand-over takes, in whole seconds. */
    private static final int POOL = 10;

    private static final int HEADROOM = 2;
    /** How long a replica and the one that replaces it run beside each other. */
    private static final long OVERLAP = Duration.ofSeconds(30).toNanos();

    private static final long HAND_OVER = Duration.ofSeconds(1).toNanos();
    private static final long LEASE = Role.LEASE.toNanos();

    private final Plan plan;
    private final Traffic traffic;
    private final long horizon;

    private Simulation(Plan plan) {
        this.plan = plan;
        this.traffic = new Traffic(plan.incident().horizon(plan.role()));
        this.horizon = plan.incident().horizon(plan.role()).toNanos();
    }

    static Traffic run(Plan plan) {
        Simulation simulation = new Simulation(plan);
        simulation.run();
        return simulation.traffic;
    }

    /** A replica, which asks next at {@code at}, and at {@code replaced} because another takes its place. */
    private static final class Replica {
        private final SplittableRandom random;
        private long at;
        private long replaced = Long.MAX_VALUE;
        private long ends = Long.MIN_VALUE; // of the lease
        private long lastEnd; // of its login, however often it is renewed
        private long roleSince;
        private int failures;
        private int trials;

        Replica(SplittableRandom random, Duration within) {
            this.random = random;
            this.at = random.nextLong(within.toNanos());
        }

        boolean hasLogin(long now) {
            return now < ends;
        }
    }

    private void run() {
        SplittableRandom seeds = new SplittableRandom(plan.seed());
        for (int i = 0; i < plan.replicas(); i++) {
            Replica replica = start(seeds.split());
            while (replica.at < horizon) {
                ask(replica, replica.at);
            }
            endOfRole(replica);
        }
    }

    /** A fleet that has settled has begun evenly spread. */
    private Replica start(SplittableRandom random) {
        Incident incident = plan.incident();
        boolean isCold = incident == Incident.COLD_START;
        Replica replica =
                new Replica(random, isCold ? incident.ends() : plan.pace().usual(Role.LEASE));
        if (incident == Incident.ROLLOUT) {
            replica.replaced =
                    random.nextLong(incident.begins().toNanos(), incident.ends().toNanos());
        }
        traffic.connections(replica.at, horizon, POOL);
        return replica;
    }

    private void endOfRole(Replica replica) {
        if (replica.ends != Long.MIN_VALUE) {
            traffic.role(replica.roleSince, replica.ends);
        }
    }

    private void ask(Replica replica, long now) {
        if (now == replica.replaced) {
            replace(replica, now);
        }
        traffic.request(now);
        if (plan.incident().isAway(now)) {
            fails(replica, now);
        } else if (!replica.hasLogin(now)) {
            mint(replica, now, true);
        } else if (now + LEASE <= replica.lastEnd) {
            given(replica, now, false);
        } else {
            cannotBeRenewed(replica, now);
        }
    }

    /** Its login lives until its lease ends, as nobody revokes it. */
    private void replace(Replica replica, long now) {
        endOfRole(replica);
        traffic.connections(now, now + OVERLAP, POOL);
        replica.ends = Long.MIN_VALUE;
        replica.replaced = Long.MAX_VALUE;
    }

    private void cannotBeRenewed(Replica replica, long now) {
        boolean isShorter = plan.role().isRenewed() && replica.ends < replica.lastEnd;
        if (isShorter && plan.role().usesUp()) {
            usesUp(replica, now);
            return;
        }
        if (isShorter) {
            traffic.request(now); // one to find that out, and one for the login
        }
        mint(replica, now, false);
    }

    /** Nothing but its end matters to a lease that is the last one. */
    private void usesUp(Replica replica, long now) {
        replica.ends = replica.lastEnd;
        Duration left = Duration.ofNanos(replica.ends - now);
        askAt(
                replica,
                now
                        + plan.pace()
                                .retry(1, Role.LEASE, left, replica.random.nextDouble())
                                .toNanos());
    }

    private void mint(Replica replica, long now, boolean isFirst) {
        endOfRole(replica);
        traffic.minted(now);
        traffic.connections(now, now + HAND_OVER, HEADROOM);
        replica.roleSince = now;
        replica.lastEnd = now + plan.role().longest().toNanos();
        given(replica, now, isFirst);
    }

    private void given(Replica replica, long now, boolean isFirst) {
        replica.ends = now + LEASE;
        replica.failures = 0;
        replica.trials = 0;
        askAt(
                replica,
                now
                        + plan.pace()
                                .due(Role.LEASE, isFirst, replica.random.nextDouble())
                                .toNanos());
    }

    private void askAt(Replica replica, long at) {
        replica.at = Math.min(at, replica.replaced);
    }

    private void fails(Replica replica, long now) {
        if (!replica.hasLogin(now)) {
            if (replica.trials++ == 0) {
                traffic.failed();
            }
            askAt(replica, now + plan.pace().trial(replica.trials).toNanos());
            return;
        }
        Duration left = Duration.ofNanos(replica.ends - now);
        Duration wait = plan.pace().retry(++replica.failures, Role.LEASE, left, replica.random.nextDouble());
        askAt(replica, Math.min(now + wait.toNanos(), replica.ends));
    }
}
