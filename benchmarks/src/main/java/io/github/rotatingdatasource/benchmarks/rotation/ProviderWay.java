package io.github.rotatingdatasource.benchmarks.rotation;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.Credentials;
import io.github.rotatingdatasource.testkit.IssuedLease;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/** HikariCP asks a provider for the login of each connection it makes; to rotate is to replace all connections softly. */
final class ProviderWay implements Way {
    /** Often enough for a window of half a second, and seldom enough to cost nothing. */
    private static final Duration POLL = Duration.ofMillis(5);

    private final Rig rig;
    private final Marks marks;
    private final HikariDataSource pool;
    private volatile IssuedLease lease;

    ProviderWay(Rig rig, IssuedLease first, Marks marks) {
        this.rig = rig;
        this.marks = marks;
        this.lease = first;
        HikariConfig config = rig.pool();
        config.setCredentialsProvider(() -> Credentials.of(lease.username(), lease.password()));
        this.pool = new HikariDataSource(config);
        Rig.await("the pool is full", () -> pool.getHikariPoolMXBean().getTotalConnections() == Rig.POOL);
    }

    @Override
    public DataSource dataSource() {
        return pool;
    }

    @Override
    public void rotate(IssuedLease next) {
        IssuedLease before = lease;
        lease = next;
        pool.getHikariPoolMXBean().softEvictConnections();
        marks.now("evicted");
        Rig.await("the old sessions are gone", POLL, () -> sessionsOf(before) == 0);
    }

    private int sessionsOf(IssuedLease before) {
        try {
            return rig.sessionsOf(before);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot count sessions", e);
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
