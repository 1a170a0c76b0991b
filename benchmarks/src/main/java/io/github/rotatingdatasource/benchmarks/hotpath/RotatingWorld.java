package io.github.rotatingdatasource.benchmarks.hotpath;

import io.github.rotatingdatasource.RotatingDataSource;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;

/** Ours. */
public class RotatingWorld extends PoolWorld {
    private static final int BATCH = 1_000;

    private final RotatingDataSource dataSource;

    /** Called by {@link OwnClasses}. */
    public RotatingWorld() throws SQLException {
        this(new StubDatabase().rotating("rotating"));
    }

    RotatingWorld(RotatingDataSource dataSource) {
        super(dataSource, dataSource::close);
        this.dataSource = dataSource;
    }

    /** The loop goes on meanwhile and sees all of it. */
    @Override
    public final void rotate(int times) throws SQLException {
        CompletableFuture<Void> rotations = CompletableFuture.runAsync(() -> Rotations.make(dataSource, times));
        while (!rotations.isDone()) {
            checkOut(BATCH);
        }
        rotations.join();
    }
}
