package io.github.rotatingdatasource.benchmarks.rotation;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.Credentials;
import io.github.rotatingdatasource.testkit.IssuedLease;
import javax.sql.DataSource;

/** HikariCP is given another login, and replaces all connections softly. */
final class InPlaceWay implements Way {
    private final Rig rig;
    private final Marks marks;
    private final HikariDataSource pool;
    private IssuedLease lease;

    InPlaceWay(Rig rig, IssuedLease first, Marks marks) {
        this.rig = rig;
        this.marks = marks;
        this.lease = first;
        this.pool = rig.hikari(first);
        rig.awaitFull(pool);
    }

    @Override
    public DataSource dataSource() {
        return pool;
    }

    @Override
    public void rotate(IssuedLease next) {
        IssuedLease before = lease;
        lease = next;
        pool.getHikariConfigMXBean().setCredentials(Credentials.of(next.username(), next.password()));
        pool.getHikariPoolMXBean().softEvictConnections();
        marks.now("evicted");
        rig.awaitGone(before);
    }

    @Override
    public void close() {
        pool.close();
    }
}
