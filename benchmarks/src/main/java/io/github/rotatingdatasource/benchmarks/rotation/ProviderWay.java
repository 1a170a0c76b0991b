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
    /**
     * How long old sessions are waited for. A connection that was being made while the login changed joins the pool with the old
     * one (HikariCP#1836) and stays there: it counts as a session that is open when the role is revoked.
     */
    private static final Duration PATIENCE = Duration.ofMillis(500);

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
        Rig.awaitAtMost(PATIENCE, POLL, () -> sessionsOf(before) == 0);
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
