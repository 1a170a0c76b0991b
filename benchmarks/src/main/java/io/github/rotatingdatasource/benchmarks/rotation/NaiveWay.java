package io.github.rotatingdatasource.benchmarks.rotation;

import com.zaxxer.hikari.HikariDataSource;
import io.github.rotatingdatasource.benchmarks.support.PlainDataSource;
import io.github.rotatingdatasource.testkit.IssuedLease;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;

/** A second pool takes over as soon as it has logged in once, and the first one is closed at once, whoever uses it. */
final class NaiveWay extends PlainDataSource implements Way {
    private final Rig rig;
    private final Marks marks;
    private final AtomicReference<HikariDataSource> pool;
    private IssuedLease lease;

    NaiveWay(Rig rig, IssuedLease first, Marks marks) {
        this.rig = rig;
        this.marks = marks;
        this.lease = first;
        this.pool = new AtomicReference<>(rig.hikari(first));
        rig.awaitFull(pool.get());
    }

    @Override
    public Connection getConnection() throws SQLException {
        return pool.get().getConnection();
    }

    @Override
    public DataSource dataSource() {
        return this;
    }

    @Override
    public void rotate(IssuedLease next) {
        HikariDataSource old = pool.getAndSet(rig.hikari(next));
        marks.now("swapped");
        old.close();
        rig.awaitGone(lease);
        lease = next;
    }

    @Override
    public void close() {
        pool.get().close();
    }
}
