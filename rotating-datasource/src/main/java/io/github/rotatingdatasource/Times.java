package io.github.rotatingdatasource;

import java.time.Duration;
import java.time.Instant;

/** Arithmetic on durations and instants that the JDK leaves out, safe for leases of a month and more. */
final class Times {
    static final Instant NEVER = Instant.MAX;

    private Times() {}

    static Duration part(Duration whole, double share) {
        return Duration.ofNanos((long) (Math.min(whole.toSeconds(), 1L << 32) * 1e9 * share))
                .plusNanos((long) (whole.toNanosPart() * share));
    }

    static Duration doubled(Duration first, int times, Duration limit) {
        return least(first.multipliedBy(1L << Math.min(times - 1, 20)), limit);
    }

    static Duration least(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    static Duration most(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    static Instant earliest(Instant... instants) {
        Instant earliest = NEVER;
        for (Instant instant : instants) {
            earliest = earlier(earliest, instant);
        }
        return earliest;
    }
}
