package io.github.rotatingdatasource.testkit;

import io.github.rotatingdatasource.testkit.WorkReport.Failure;
import io.github.rotatingdatasource.testkit.WorkReport.Stage;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;

/** One thread's work. Everything in it belongs to that thread until it has ended. */
final class Worker implements Runnable {
    static final int KEPT_FAILURES = 100;

    private final DataSource dataSource;
    private final Work work;
    private final Duration leastThink;
    private final Duration mostThink;
    private final SplittableRandom random;
    private final BooleanSupplier working;
    private final Samples samples = new Samples();
    private final List<Failure> failures = new ArrayList<>();
    private final Samples failedCheckouts = new Samples();
    private final Samples failedStatements = new Samples();
    private final Map<String, Samples> kinds = new TreeMap<>();

    Worker(
            DataSource dataSource,
            Work work,
            Duration leastThink,
            Duration mostThink,
            SplittableRandom random,
            BooleanSupplier working) {
        this.dataSource = dataSource;
        this.work = work;
        this.leastThink = leastThink;
        this.mostThink = mostThink;
        this.random = random;
        this.working = working;
    }

    @Override
    public void run() {
        while (working.getAsBoolean()) {
            workOnce();
            LockSupport.parkNanos(random.nextLong(leastThink.toNanos(), mostThink.toNanos() + 1));
        }
    }

    Samples samples() {
        return samples;
    }

    List<Failure> failures() {
        return failures;
    }

    /** Returns the checkouts that failed; they are done when they have failed. */
    Samples failedCheckouts() {
        return failedCheckouts;
    }

    /** Returns the checkouts whose work failed, which was when they are done. */
    Samples failedStatements() {
        return failedStatements;
    }

    /** Returns the failures by what failed and how: stage, class and SQLState. */
    Map<String, Samples> kinds() {
        return kinds;
    }

    private void workOnce() {
        long asked = System.nanoTime();
        Connection connection;
        try {
            connection = dataSource.getConnection();
        } catch (SQLException | RuntimeException failure) {
            long failed = System.nanoTime();
            failedCheckouts.add(asked, failed - asked, failed);
            keep(Stage.CHECKOUT, failed, failed - asked, failure);
            return;
        }
        long waited = System.nanoTime() - asked;
        samples.add(asked, waited, use(connection, asked, waited) ? System.nanoTime() : Samples.NEVER);
    }

    private boolean use(Connection checkedOut, long asked, long waited) {
        try (Connection connection = checkedOut) {
            work.run(connection, random);
            return true;
        } catch (SQLException | RuntimeException failure) {
            long failed = System.nanoTime();
            failedStatements.add(asked, waited, failed);
            keep(Stage.STATEMENT, failed, waited, failure);
            return false;
        }
    }

    private void keep(Stage stage, long failed, long waited, Exception failure) {
        String state = failure instanceof SQLException sql ? String.valueOf(sql.getSQLState()) : "-";
        String kind = stage + " " + failure.getClass().getSimpleName() + " " + state;
        kinds.computeIfAbsent(kind, name -> new Samples()).add(failed - waited, waited, failed);
        if (failures.size() < KEPT_FAILURES) {
            failures.add(new Failure(failed, stage, Duration.ofNanos(waited), failure));
        }
    }
}
