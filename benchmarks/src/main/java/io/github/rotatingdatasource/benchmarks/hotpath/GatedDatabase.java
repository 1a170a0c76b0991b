package io.github.rotatingdatasource.benchmarks.hotpath;

import com.zaxxer.hikari.HikariConfig;
import io.github.rotatingdatasource.benchmarks.support.PlainDataSource;
import java.sql.Connection;
import java.sql.SQLException;

/** A database that lets a pool fill up once, and then only as many logins in as it is told to. */
final class GatedDatabase extends PlainDataSource {
    static final int POOL = 2;

    private final StubDatabase behind = new StubDatabase();
    private long open = Integer.MAX_VALUE;

    /** Lets so many more in; the others wait. */
    synchronized void letIn(int more) {
        open = more;
        notifyAll();
    }

    @Override
    public synchronized Connection getConnection() throws SQLException {
        try {
            while (open == 0) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted at the gate", e);
        }
        open--;
        return behind.getConnection();
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        return getConnection();
    }

    HikariConfig pool() {
        HikariConfig config = behind.pool("gated");
        config.setDataSource(this);
        config.setMaximumPoolSize(POOL);
        return config;
    }
}
