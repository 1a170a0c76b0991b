package io.github.rotatingdatasource.benchmarks.rotation;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.Credentials;
import io.github.rotatingdatasource.testkit.IssuedLease;
import javax.sql.DataSource;

/** HikariCP asks a provider for the login of each connection it makes; to rotate is to replace all connections softly. */
final class ProviderWay implements Way {
    private final Rig rig;
    private final Marks marks;
    private final HikariDataSource pool;
    private volatile IssuedLease lease;

    ProviderWay(Rig rig, IssuedLease first, Marks marks) {
        this.rig = rig;
        this.marks = marks;
        this.lease = first;
        HikariConfig config = rig.pool();
        config.setCredentialsProvider(this::login);
        this.pool = new HikariDataSource(config);
        rig.awaitFull(pool);
    }

    private Credentials login() {
        rig.source().check();
        IssuedLease now = lease;
        return Credentials.of(now.username(), now.password());
    }

    @Override
    public DataSource dataSource() {
        return pool;
    }

    @Override
    public boolean offer(IssuedLease next) {
        lease = next;
        return true;
    }

    @Override
    public void rotate(IssuedLease next) {
        IssuedLease before = lease;
        lease = next;
        pool.getHikariPoolMXBean().softEvictConnections();
        marks.now("evicted");
        rig.awaitGone(before);
    }

    @Override
    public void close() {
        pool.close();
    }
}
