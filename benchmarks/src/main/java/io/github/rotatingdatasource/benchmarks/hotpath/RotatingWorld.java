package io.github.rotatingdatasource.benchmarks.hotpath;

import io.github.rotatingdatasource.RotatingDataSource;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;

/** Ours. */
public final class RotatingWorld implements World {
    private final RotatingDataSource dataSource;
    private final CheckoutLoop loop;

    /** Called by {@link OwnClasses}. */
    public RotatingWorld() throws SQLException {
        this.dataSource = new StubDatabase().rotating("rotating");
        this.loop = new CheckoutLoop(dataSource);
    }

    @Override
    public void checkOut(int times) throws SQLException {
        loop.run(times);
    }

    @Override
    public double nanosPerCheckout(long nanos) throws SQLException {
        return loop.nanosPerCheckout(nanos);
    }

    @Override
    public void seeAllStates() throws SQLException {
        States.seeAll();
    }

    /** The loop goes on meanwhile and sees all of it. */
    @Override
    public void rotate(int times) throws SQLException {
        CompletableFuture<Void> rotations = CompletableFuture.runAsync(() -> Rotations.make(dataSource, times));
        while (!rotations.isDone()) {
            loop.run(1_000);
        }
        rotations.join();
    }

    @Override
    public void close() {
        dataSource.close();
    }
}
