package io.github.rotatingdatasource.benchmarks.hotpath;

import io.github.rotatingdatasource.RotatingDataSource;
import java.sql.SQLException;

/** Ours with the metrics of its pools. */
public final class RotatingMetricsWorld extends RotatingWorld {
    /** Called by {@link OwnClasses}. */
    public RotatingMetricsWorld() throws SQLException {
        super(RotatingDataSource.builder()
                .pool(new StubDatabase().poolWithMetrics("rotating"))
                .source(StubDatabase::login)
                .build());
    }
}
