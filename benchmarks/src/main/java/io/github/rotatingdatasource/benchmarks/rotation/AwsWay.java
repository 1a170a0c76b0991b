package io.github.rotatingdatasource.benchmarks.rotation;

import com.amazonaws.secretsmanager.sql.AWSSecretsManagerDriver;
import com.amazonaws.secretsmanager.sql.AWSSecretsManagerPostgreSQLDriver;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.rotatingdatasource.testkit.IssuedLease;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Collections;
import javax.sql.DataSource;

/**
 * HikariCP on the driver of AWS Secrets Manager, which learns of another login when a connect is refused. Nothing tells it to
 * replace connections: they stay, and fail once their user is gone.
 */
final class AwsWay implements Way {
    static {
        System.setProperty(
                "aws.region", "us-east-1"); // the driver makes a client of its own when it is loaded, and never uses it
        System.setProperty("aws.disableEc2Metadata", "true");
    }

    private final Rig rig;
    private final HikariDataSource pool;
    private final SecretStore store;
    private IssuedLease lease;

    AwsWay(Rig rig, IssuedLease first) throws SQLException {
        this.rig = rig;
        this.lease = first;
        this.store = new SecretStore(rig.source(), first);
        takeOver(new AWSSecretsManagerPostgreSQLDriver(store));
        HikariConfig config = rig.pool();
        config.setJdbcUrl(rig.url().replaceFirst("^jdbc:", AWSSecretsManagerDriver.SCHEME + ":"));
        config.setUsername("the-secret");
        this.pool = new HikariDataSource(config);
        rig.awaitFull(pool);
    }

    /** The driver registers itself when its class is loaded, with a client that asks AWS. */
    private static void takeOver(AWSSecretsManagerPostgreSQLDriver driver) throws SQLException {
        for (java.sql.Driver other : Collections.list(DriverManager.getDrivers())) {
            if (other instanceof AWSSecretsManagerDriver) {
                DriverManager.deregisterDriver(other);
            }
        }
        DriverManager.registerDriver(driver);
    }

    @Override
    public DataSource dataSource() {
        return pool;
    }

    @Override
    public boolean offer(IssuedLease next) {
        lease = next;
        store.put(next);
        return true;
    }

    @Override
    public void rotate(IssuedLease next) {
        IssuedLease before = lease;
        lease = next;
        store.put(next);
        rig.awaitGone(before);
    }

    @Override
    public void close() {
        pool.close();
    }
}
