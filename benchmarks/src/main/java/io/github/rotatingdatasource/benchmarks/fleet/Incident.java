package io.github.rotatingdatasource.benchmarks.fleet;

import java.time.Duration;

/** What happens to the fleet. */
enum Incident {
    /** All replicas start within five seconds. */
    COLD_START("cold start of all within 5 s", Duration.ZERO, Duration.ofSeconds(5)),
    /** Vault gives nothing for ten minutes. */
    OUTAGE("Vault away for 10 min", Duration.ofHours(3), Duration.ofMinutes(10)),
    /** Vault gives nothing for longer than what is left of a lease when it is due. */
    LONG_OUTAGE("Vault away for 30 min", Duration.ofHours(3), Duration.ofMinutes(30)),
    /** Each replica is replaced by another, all within half an hour. */
    ROLLOUT("rolling deployment in 30 min", Duration.ofHours(3), Duration.ofMinutes(30));

    private final String name;
    private final Duration begins;
    private final Duration lasts;

    Incident(String name, Duration begins, Duration lasts) {
        this.name = name;
        this.begins = begins;
        this.lasts = lasts;
    }

    /** Returns when it begins, in a fleet that has settled by then. */
    Duration begins() {
        return begins;
    }

    Duration ends() {
        return begins.plus(lasts);
    }

    /** Returns whether it makes a difference to a role of which kind it is. */
    boolean concerns(Role role) {
        return switch (role) {
            case HOUR -> true;
            case DAY -> this == COLD_START || this == OUTAGE;
            case DAY_USED_UP -> this == COLD_START;
        };
    }

    /** Returns whether Vault does not answer at a time in nanoseconds. */
    boolean isAway(long at) {
        boolean isOutage = this == OUTAGE || this == LONG_OUTAGE;
        return isOutage && at >= begins.toNanos() && at < ends().toNanos();
    }

    /** Returns how long to look: leases are replaced several times, and logins that begin together end together once. */
    Duration horizon(Role role) {
        boolean endTogether = this == COLD_START && role.isRenewed();
        return begins.plus(endTogether ? Duration.ofHours(30) : Duration.ofHours(5));
    }

    @Override
    public String toString() {
        return name;
    }
}
