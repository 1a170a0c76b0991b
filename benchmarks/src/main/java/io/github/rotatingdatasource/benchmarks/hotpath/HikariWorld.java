package io.github.rotatingdatasource.benchmarks.hotpath;

import com.zaxxer.hikari.HikariDataSource;

/** Bare HikariCP. */
public final class HikariWorld extends PoolWorld {
    /** Called by {@link OwnClasses}. */
    public HikariWorld() {
        this(new HikariDataSource(new StubDatabase().pool("hikari")));
    }

    private HikariWorld(HikariDataSource pool) {
        super(pool, pool::close);
    }
}
