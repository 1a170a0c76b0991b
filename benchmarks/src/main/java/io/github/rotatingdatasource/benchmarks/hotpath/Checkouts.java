package io.github.rotatingdatasource.benchmarks.hotpath;

/** How many connections were taken and given back, and how long that took on a processor. */
record Checkouts(long count, long nanos) {
    Checkouts plus(Checkouts more) {
        return new Checkouts(count + more.count, nanos + more.nanos);
    }

    double nanosPerCheckout() {
        return (double) nanos / count;
    }
}
