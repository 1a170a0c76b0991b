package io.github.rotatingdatasource.benchmarks.rotation;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import io.github.rotatingdatasource.benchmarks.support.PlainDataSource;
import io.github.rotatingdatasource.testkit.IssuedLease;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;

/** A second pool is filled, callers are sent there, and the first one is closed when its last connection is back. */
final class SecondPoolWay extends PlainDataSource implements Way {
    private final Rig rig;
    private final Marks marks;
    private final AtomicReference<HikariDataSource> pool;
    private IssuedLease lease;

    SecondPoolWay(Rig rig, IssuedLease first, Marks marks) {
        this.rig = rig;
        this.marks = marks;
        this.lease = first;
        this.pool = new AtomicReference<>(filled(first));
    }

    private HikariDataSource filled(IssuedLease lease) {
        HikariDataSource next = rig.hikari(lease);
        rig.awaitFull(next);
        return next;
    }

    @Override
    public Connection getConnection() throws SQLException {
        HikariDataSource seen = pool.get();
        try {
            return seen.getConnection();
        } catch (SQLException failure) {
            HikariDataSource now = pool.get();
            if (now.equals(seen)) {
                throw failure;
            }
            return now.getConnection(); // the pool was swapped, and perhaps closed, in between
        }
    }

    @Override
    public DataSource dataSource() {
        return this;
    }

    @Override
    public void rotate(IssuedLease next) {
        HikariDataSource filled = filled(next);
        marks.now("filled");
        drain(pool.getAndSet(filled));
        rig.awaitGone(lease);
        lease = next;
    }

    /** Nobody is left waiting before connections go, because HikariCP would not make new ones for those who wait. */
    private void drain(HikariDataSource old) {
        HikariPoolMXBean bean = old.getHikariPoolMXBean();
        Rig.await("nobody waits in the old pool", () -> bean.getThreadsAwaitingConnection() == 0);
        old.setMinimumIdle(0);
        bean.softEvictConnections();
        marks.now("evicted");
        Rig.await("the old pool is empty", () -> bean.getTotalConnections() == 0);
        marks.now("empty");
        old.close();
    }

    @Override
    public void close() {
        pool.get().close();
    }
}
