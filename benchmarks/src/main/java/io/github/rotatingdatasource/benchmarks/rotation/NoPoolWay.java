package io.github.rotatingdatasource.benchmarks.rotation;

import io.github.rotatingdatasource.benchmarks.support.PlainDataSource;
import io.github.rotatingdatasource.testkit.IssuedLease;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import javax.sql.DataSource;

/** Each checkout logs in: nothing is ever old, and nothing is ever fast. */
final class NoPoolWay extends PlainDataSource implements Way {
    private final Rig rig;
    private volatile IssuedLease lease;

    NoPoolWay(Rig rig, IssuedLease first) {
        this.rig = rig;
        this.lease = first;
    }

    @Override
    public Connection getConnection() throws SQLException {
        Properties login = Rig.login(ask());
        login.putAll(Rig.driverProperties());
        return DriverManager.getConnection(rig.url(), login);
    }

    private IssuedLease ask() throws SQLException {
        try {
            rig.source().check();
        } catch (IllegalStateException gone) {
            throw new SQLException(gone);
        }
        return lease;
    }

    @Override
    public DataSource dataSource() {
        return this;
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
        rig.awaitGone(before);
    }

    @Override
    public void close() {}
}
