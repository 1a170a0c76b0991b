package io.github.rotatingdatasource.benchmarks.hotpath;

import io.github.rotatingdatasource.RotatingDataSource;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;

/** A pool that is taken from by one thread, or by several. */
abstract class PoolWorld implements World {
    private final DataSource dataSource;
    private final Runnable closing;
    private final CheckoutLoop loop;
    private final Map<Integer, Crowd> crowds = new HashMap<>();

    PoolWorld(DataSource pool, Runnable closing) {
        this.dataSource = pool;
        this.closing = closing;
        this.loop = new CheckoutLoop(pool);
    }

    @Override
    public final void checkOut(int times) throws SQLException {
        loop.run(times);
    }

    @Override
    public final double nanosPerCheckout(long nanos, int threads) throws Exception {
        return threads == 1
                ? loop.take(nanos).nanosPerCheckout()
                : crowds.computeIfAbsent(threads, count -> new Crowd(dataSource, count))
                        .take(nanos)
                        .nanosPerCheckout();
    }

    @Override
    public final void seeAllStates() throws SQLException {
        States.seeAll();
    }

    @Override
    public void rotate(int times) throws SQLException {
        try (RotatingDataSource other = new StubDatabase().rotating("other")) {
            Rotations.make(other, times);
        }
    }

    @Override
    public final void close() {
        crowds.values().forEach(Crowd::close);
        closing.run();
    }
}
