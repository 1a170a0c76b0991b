package io.github.rotatingdatasource;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/** Checks of settings against their ranges, which name the setting and the value. */
final class Check {
    private static final Duration LONGEST = Duration.ofDays(36_500); // far from where calculating with it overflows

    private Check() {}

    static void range(String name, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException(name + " must be from " + least + " to " + most + ", but is " + value);
        }
    }

    static void count(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " must be from " + least + " to " + most + ", but is " + value);
        }
    }

    static void atLeast(String name, Duration value, Duration least) {
        if (requireNonNull(value, name).compareTo(least) < 0) {
            throw new IllegalArgumentException(name + " must be at least " + least + ", but is " + value);
        }
        if (value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(name + " must be at most " + LONGEST + ", but is " + value);
        }
    }
}
