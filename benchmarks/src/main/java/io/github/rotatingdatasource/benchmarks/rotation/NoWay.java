package io.github.rotatingdatasource.benchmarks.rotation;

import com.zaxxer.hikari.HikariDataSource;
import io.github.rotatingdatasource.testkit.IssuedLease;
import javax.sql.DataSource;

/** Bare HikariCP whose login never changes: what callers feel anyway. */
final class NoWay implements Way {
    private final HikariDataSource pool;

    NoWay(Rig rig, IssuedLease only) {
        this.pool = rig.hikari(only);
        rig.awaitFull(pool);
    }

    @Override
    public DataSource dataSource() {
        return pool;
    }

    @Override
    public void rotate(IssuedLease next) {
        throw new UnsupportedOperationException("nothing rotates here");
    }

    @Override
    public void close() {
        pool.close();
    }
}
