package io.github.rotatingdatasource.benchmarks.hotpath;

import com.zaxxer.hikari.HikariDataSource;

/** Bare HikariCP with metrics. */
public final class HikariMetricsWorld extends PoolWorld {
    /** Called by {@link OwnClasses}. */
    public HikariMetricsWorld() {
        this(new HikariDataSource(new StubDatabase().poolWithMetrics("hikari")));
    }

    private HikariMetricsWorld(HikariDataSource pool) {
        super(pool, pool::close);
    }
}
