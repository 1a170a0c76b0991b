package io.github.rotatingdatasource.benchmarks.fleet;

import java.time.Duration;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * Replicas that ask one Vault for logins, event by event, without waiting. The same plan gives the same traffic.
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
    private final SplittableRandom random;
    private final Traffic traffic;
    private final PriorityQueue<Replica> waiting = new PriorityQueue<>();
    private final long horizon;

    private Simulation(Plan plan) {
        this.plan = plan;
        this.random = new SplittableRandom(plan.seed());
        this.traffic = new Traffic(plan.incident().horizon(plan.role()));
        this.horizon = plan.incident().horizon(plan.role()).toNanos();
    }

    static Traffic run(Plan plan) {
        Simulation simulation = new Simulation(plan);
        simulation.start();
        simulation.run();
        return simulation.traffic;
    }

    /** A replica, which asks next at {@code at}, and at {@code replaced} because another takes its place. */
    private static final class Replica implements Comparable<Replica> {
        private long at;
        private long replaced = Long.MAX_VALUE;
        private long ends = Long.MIN_VALUE; // of the lease
        private long lastEnd; // of its login, however often it is renewed
        private long roleSince;
        private int failures;
        private int trials;

        Replica(long at) {
            this.at = at;
        }

        boolean hasLogin(long now) {
            return now < ends;
        }

        @Override
        public int compareTo(Replica other) {
            return Long.compare(at, other.at);
        }
    }

    /** A fleet that has settled has begun evenly spread. */
    private void start() {
        boolean isCold = plan.incident() == Incident.COLD_START;
        Duration within = isCold ? Incident.COLD_START.ends() : plan.pace().usual(Role.LEASE);
        for (int i = 0; i < plan.replicas(); i++) {
            Replica replica = new Replica(random.nextLong(within.toNanos()));
            if (plan.incident() == Incident.ROLLOUT) {
                replica.replaced = random.nextLong(
                        plan.incident().begins().toNanos(),
                        plan.incident().ends().toNanos());
            }
            waiting.add(replica);
            traffic.connections(replica.at, horizon, POOL);
        }
    }

    private void run() {
        while (waiting.peek().at < horizon) {
            Replica next = waiting.poll();
            ask(next, next.at);
            waiting.add(next);
        }
        waiting.forEach(this::endOfRole);
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
                                .retry(1, Role.LEASE, left, random.nextDouble())
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
                now + plan.pace().due(Role.LEASE, isFirst, random.nextDouble()).toNanos());
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
        Duration wait = plan.pace().retry(++replica.failures, Role.LEASE, left, random.nextDouble());
        askAt(replica, Math.min(now + wait.toNanos(), replica.ends));
    }
}
