package io.github.rotatingdatasource.benchmarks.hotpath;

import com.zaxxer.hikari.HikariDataSource;
import io.github.rotatingdatasource.RotatingDataSource;
import io.github.rotatingdatasource.RotationEvent;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/** Bare HikariCP, bare HikariCP once more, and ours, on databases that cost nothing. */
final class Subjects implements AutoCloseable {
    static final int HIKARI = 0;
    static final int CONTROL = 1;
    static final int ROTATING = 2;

    private final HikariDataSource hikari = new HikariDataSource(new StubDatabase().pool("hikari"));
    private final HikariDataSource control = new HikariDataSource(new StubDatabase().pool("control"));
    private final RotatingDataSource rotating = new StubDatabase().rotating("rotating");
    private final List<Subject> all = List.of(
            new Subject("HikariCP", hikari),
            new Subject("HikariCP again", control),
            new Subject("RotatingDataSource", rotating));

    Subjects() throws SQLException {}

    List<Subject> all() {
        return all;
    }

    /** Rotates so often, while the loop of ours goes on and sees all of it, and waits until the old pools are closed. */
    void rotate(int times) throws SQLException {
        CompletableFuture<Void> rotations = CompletableFuture.runAsync(() -> rotateAndDrain(rotating, times));
        Subject ours = all.get(ROTATING);
        while (!rotations.isDone()) {
            ours.loop().run(ours.dataSource(), 1_000);
        }
        rotations.join();
    }

    static void rotateAndDrain(RotatingDataSource dataSource, int times) {
        for (int i = 0; i < times; i++) {
            rotate(dataSource);
        }
        while (dataSource.status().draining() > 0) {
            pause();
        }
    }

    private static void rotate(RotatingDataSource dataSource) {
        try {
            RotationEvent.Outcome outcome = dataSource.rotateNow();
            if (!(outcome instanceof RotationEvent.Rotated rotated) || rotated.cutOver()) {
                throw new IllegalStateException("wanted a hand-over, found " + outcome);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while rotating", e);
        }
    }

    private static void pause() {
        LockSupport.parkNanos(1_000_000);
    }

    @Override
    public void close() {
        rotating.close();
        control.close();
        hikari.close();
    }
}
