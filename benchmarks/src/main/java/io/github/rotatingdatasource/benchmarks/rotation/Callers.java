package io.github.rotatingdatasource.benchmarks.rotation;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/** Threads that read a table again and again, and write down when that went well, and how long it took to fail. */
final class Callers {
    private static final Duration PAUSE = Duration.ofMillis(10);

    private final DataSource dataSource;
    private final List<Repeated> callers = new ArrayList<>();
    private final List<Long> successes = new ArrayList<>(); // this and the next are guarded by the callers
    private final List<Long> failures = new ArrayList<>();
    private final Map<Integer, Long> firstFailures = new HashMap<>();
    private final Map<Integer, Long> underWay = new HashMap<>();

    Callers(DataSource dataSource, int count) {
        this.dataSource = dataSource;
        for (int i = 0; i < count; i++) {
            int number = i;
            callers.add(new Repeated("caller " + i, PAUSE, () -> call(number)));
        }
    }

    private void call(int caller) {
        long began = began(caller);
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT count(*) FROM account");
            succeeded(caller);
        } catch (SQLException | RuntimeException e) { // some pools pass on what a provider throws
            failed(caller, System.nanoTime() - began);
        }
    }

    private synchronized long began(int caller) {
        long now = System.nanoTime();
        underWay.put(caller, now);
        return now;
    }

    private synchronized void succeeded(int caller) {
        underWay.remove(caller);
        successes.add(System.nanoTime());
    }

    private synchronized void failed(int caller, long waited) {
        underWay.remove(caller);
        failures.add(waited);
        firstFailures.putIfAbsent(caller, waited);
    }

    /** Returns how long the first failure of each caller took who had one. */
    synchronized List<Long> firstFailures() {
        return List.copyOf(firstFailures.values());
    }

    /** Returns how long those had taken at {@code now} that have not ended since. */
    synchronized List<Long> underWay(long now) {
        return underWay.values().stream()
                .map(began -> now - began)
                .filter(waited -> waited > 0) // who began since then has not waited
                .toList();
    }

    /** Returns how long those took that failed. */
    synchronized List<Long> failures() {
        return List.copyOf(failures);
    }

    /** Returns the longest time from {@code from} to {@code to} in which nobody had a success. */
    synchronized long longestWithout(long from, long to) {
        long last = from;
        long longest = 0;
        for (long success : successes) {
            if (success > from && success <= to) {
                longest = Math.max(longest, success - last);
                last = success;
            }
        }
        return Math.max(longest, to - last);
    }

    synchronized boolean hasSucceededSince(long from) {
        return !successes.isEmpty() && successes.get(successes.size() - 1) > from;
    }

    /** Forgets what failed so far. */
    synchronized void forget() {
        failures.clear();
        firstFailures.clear();
    }
}
