package io.github.rotatingdatasource.benchmarks.fleet;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.IntStream;

/** What the fleet asked of Vault and of the database, by the second. One thread writes. */
final class Traffic {
    private final int[] requests;
    private final int[] minted;
    private final int[] roles; // more or fewer than in the second before
    private final int[] connections;
    private int failed;

    Traffic(Duration horizon) {
        int seconds = Math.toIntExact(horizon.toSeconds()) + 1;
        this.requests = new int[seconds];
        this.minted = new int[seconds];
        this.roles = new int[seconds];
        this.connections = new int[seconds];
    }

    void request(long at) {
        requests[second(at)]++;
    }

    void minted(long at) {
        minted[second(at)]++;
    }

    /** A user of the database lives from one time to the other. */
    void role(long from, long to) {
        lives(roles, from, to, 1);
    }

    void connections(long from, long to, int count) {
        lives(connections, from, to, count);
    }

    /** A replica had no login that works. */
    void failed() {
        failed++;
    }

    /** Whoever lives in a part of a second counts for all of it. */
    private void lives(int[] changes, long from, long to, int count) {
        changes[second(from)] += count;
        int after = second(to) + 1;
        if (after < changes.length) {
            changes[after] -= count;
        }
    }

    private int second(long nanos) {
        return (int) Math.min(nanos / 1_000_000_000L, requests.length - 1);
    }

    int replicasThatFailed() {
        return failed;
    }

    /** Returns the requests per second from one time to the other. */
    double mean(Duration from, Duration to) {
        return between(requests, from, to).average().orElse(0);
    }

    long minted(Duration from, Duration to) {
        return between(minted, from, to).asLongStream().sum();
    }

    /** Returns the most requests per second in so many seconds in a row, all of them from one time to the other. */
    double peak(int window, Duration from, Duration to) {
        int[] seconds = between(requests, from, to).toArray();
        return IntStream.rangeClosed(0, seconds.length - window)
                        .map(start ->
                                Arrays.stream(seconds, start, start + window).sum())
                        .max()
                        .orElse(0)
                / (double) window;
    }

    int peakOfRoles() {
        return peakOf(roles);
    }

    int peakOfConnections() {
        return peakOf(connections);
    }

    private static int peakOf(int[] changes) {
        int[] running = changes.clone();
        Arrays.parallelPrefix(running, Integer::sum);
        return Arrays.stream(running).max().orElse(0);
    }

    /** Returns the requests per second in windows of so many seconds, one after the other. */
    double[] rates(int window) {
        return IntStream.range(0, requests.length / window)
                .mapToDouble(i ->
                        Arrays.stream(requests, i * window, (i + 1) * window).sum() / (double) window)
                .toArray();
    }

    private static IntStream between(int[] seconds, Duration from, Duration to) {
        return Arrays.stream(seconds, (int) from.toSeconds(), (int) Math.min(to.toSeconds(), seconds.length - 1));
    }
}
