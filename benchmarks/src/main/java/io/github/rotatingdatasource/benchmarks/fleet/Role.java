package io.github.rotatingdatasource.benchmarks.fleet;

import java.time.Duration;

/** How long Vault lets a login live. */
enum Role {
    /** A lease of an hour that is not renewed: each request makes a user. */
    HOUR("1h/1h", Duration.ofHours(1), false),
    /** A lease of an hour that the source renews for a day; the first renewal that gives less makes a user at once. */
    DAY("1h/24h, renewed", Duration.ofHours(24), false),
    /** The same, but the last renewal is used up as any lease is. */
    DAY_USED_UP("1h/24h, renewed and used up", Duration.ofHours(24), true);

    static final Duration LEASE = Duration.ofHours(1);

    private final String name;
    private final Duration longest;
    private final boolean usesUp;

    Role(String name, Duration longest, boolean usesUp) {
        this.name = name;
        this.longest = longest;
        this.usesUp = usesUp;
    }

    /** Returns how long a login lives at the longest, however often it is renewed. */
    Duration longest() {
        return longest;
    }

    boolean isRenewed() {
        return this != HOUR;
    }

    /** Returns whether a renewal that gives less than wanted is a lease like others, instead of a reason to make a user. */
    boolean usesUp() {
        return usesUp;
    }

    @Override
    public String toString() {
        return name;
    }
}
