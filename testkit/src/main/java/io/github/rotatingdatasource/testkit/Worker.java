package io.github.rotatingdatasource.testkit;

import io.github.rotatingdatasource.testkit.WorkReport.Failure;
import io.github.rotatingdatasource.testkit.WorkReport.Stage;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
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
    private long failedCheckouts;
    private long failedStatements;

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

    long failedCheckouts() {
        return failedCheckouts;
    }

    long failedStatements() {
        return failedStatements;
    }

    private void workOnce() {
        long asked = System.nanoTime();
        Connection connection;
        try {
            connection = dataSource.getConnection();
        } catch (SQLException | RuntimeException failure) {
            failedCheckouts++;
            keep(Stage.CHECKOUT, System.nanoTime() - asked, failure);
            return;
        }
        long waited = System.nanoTime() - asked;
        samples.add(asked, waited, use(connection, waited) ? System.nanoTime() : Samples.NEVER);
    }

    private boolean use(Connection checkedOut, long waited) {
        try (Connection connection = checkedOut) {
            work.run(connection, random);
            return true;
        } catch (SQLException | RuntimeException failure) {
            failedStatements++;
            keep(Stage.STATEMENT, waited, failure);
            return false;
        }
    }

    private void keep(Stage stage, long waited, Exception failure) {
        if (failures.size() < KEPT_FAILURES) {
            failures.add(new Failure(System.nanoTime(), stage, Duration.ofNanos(waited), failure));
        }
    }
}
