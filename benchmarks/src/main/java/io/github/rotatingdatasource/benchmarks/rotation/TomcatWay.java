package io.github.rotatingdatasource.benchmarks.rotation;

import io.github.rotatingdatasource.testkit.IssuedLease;
import java.util.Properties;
import javax.sql.DataSource;
import org.apache.tomcat.jdbc.pool.PoolProperties;

/** Tomcat's pool is given another login, and lets go of each connection when it comes back. */
final class TomcatWay implements Way {
    private final Rig rig;
    private final Marks marks;
    private final org.apache.tomcat.jdbc.pool.DataSource pool;
    private IssuedLease lease;

    TomcatWay(Rig rig, IssuedLease first, Marks marks) {
        this.rig = rig;
        this.marks = marks;
        this.lease = first;
        this.pool = new org.apache.tomcat.jdbc.pool.DataSource(settings(rig, first));
    }

    private static PoolProperties settings(Rig rig, IssuedLease first) {
        PoolProperties settings = new PoolProperties();
        settings.setUrl(rig.url());
        settings.setDriverClassName("org.postgresql.Driver");
        settings.setUsername(first.username());
        settings.setPassword(first.password());
        Properties driver = new Properties();
        driver.putAll(Rig.driverProperties());
        settings.setDbProperties(driver);
        settings.setInitialSize(rig.poolSize());
        settings.setMinIdle(rig.poolSize());
        settings.setMaxIdle(rig.poolSize());
        settings.setMaxActive(rig.poolSize());
        // HikariCP tests what was idle for half a second, which no connection is here; Tomcat's would test what is
        // busy, too
        settings.setTestOnBorrow(false);
        settings.setJmxEnabled(false);
        return settings;
    }

    @Override
    public DataSource dataSource() {
        return pool;
    }

    @Override
    public void rotate(IssuedLease next) {
        IssuedLease before = lease;
        lease = next;
        pool.getPoolProperties().setUsername(next.username());
        pool.getPoolProperties().setPassword(next.password());
        pool.purgeOnReturn();
        marks.now("purged");
        rig.awaitGone(before);
    }

    @Override
    public void close() {
        pool.close(true);
    }
}
