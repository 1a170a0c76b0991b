package io.github.rotatingdatasource.benchmarks.hotpath;

import io.agroal.api.AgroalDataSource;
import java.sql.SQLException;

/** Agroal. */
public final class AgroalWorld extends PoolWorld {
    /** Called by {@link OwnClasses}. */
    public AgroalWorld() throws SQLException {
        this(StubDatabase.agroal());
    }

    private AgroalWorld(AgroalDataSource pool) {
        super(pool, pool::close);
    }
}
