package io.github.rotatingdatasource.benchmarks.rotation;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.AgroalDataSource.FlushMode;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.exceptionsorter.PostgreSQLExceptionSorter;
import io.agroal.api.security.AgroalSecurityProvider;
import io.github.rotatingdatasource.testkit.IssuedLease;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import javax.sql.DataSource;

/** Agroal asks a provider for the login of each connection it makes, and is told to replace all of them gracefully. */
final class AgroalWay implements Way {
    private static final Duration CHECKOUT_LIMIT = Duration.ofSeconds(30); // as that of HikariCP

    private final Rig rig;
    private final Marks marks;
    private final AgroalDataSource pool;
    private volatile IssuedLease lease;

    AgroalWay(Rig rig, IssuedLease first, Marks marks) throws SQLException {
        this.rig = rig;
        this.marks = marks;
        this.lease = first;
        this.pool = AgroalDataSource.from(settings());
    }

    private AgroalDataSourceConfigurationSupplier settings() {
        AgroalSecurityProvider provider = unused -> login();
        return new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(pool -> pool.initialSize(rig.poolSize())
                        .minSize(rig.poolSize())
                        .maxSize(rig.poolSize())
                        .acquisitionTimeout(CHECKOUT_LIMIT)
                        .exceptionSorter(new PostgreSQLExceptionSorter())
                        .connectionFactoryConfiguration(factory -> {
                            Rig.driverProperties().forEach(factory::jdbcProperty);
                            return factory.jdbcUrl(rig.url())
                                    .addSecurityProvider(provider)
                                    .credential("asks the provider");
                        }));
    }

    private Properties login() {
        rig.source().check();
        return Rig.login(lease);
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
        pool.flush(FlushMode.GRACEFUL);
        marks.now("flushed");
        rig.awaitGone(before);
    }

    @Override
    public void close() {
        pool.close();
    }
}
