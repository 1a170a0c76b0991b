package io.github.rotatingdatasource;

/**
 * What a rotator takes over from the one before it, if the data source was suspended in between: what callers read, and the numbers,
 * which go on.
 *
 * @param generation the number of the generation that served last, or 0 if none did
 * @param rotations how many rotations were completed
 * @param failures how many failed
 * @param skipped how many credentials were passed over
 */
record Inheritance(Published published, int generation, long rotations, long failures, long skipped) {
    /** Returns what the first rotator of the data source {@code name} has. */
    static Inheritance none(String name) {
        return new Inheritance(new Published(new Checkout.Suspended(name)), 0, 0, 0, 0);
    }

    /** Returns what comes after {@code last}. */
    Inheritance after(Snapshot last) {
        return new Inheritance(published, last.generation(), last.rotations(), last.failures(), last.skipped());
    }
}
