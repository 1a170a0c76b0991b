package io.github.rotatingdatasource.benchmarks.many;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.rotatingdatasource.RotatingDataSource;
import io.github.rotatingdatasource.benchmarks.hotpath.StubDatabase;
import io.github.rotatingdatasource.source.CredentialSource;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;
import javax.sql.DataSource;

/** What there are many of. */
enum Kind {
    /** Bare HikariCP. */
    BARE,
    /** Ours, which reads a file. */
    ROTATING;

    static final int POOL = 2;

    /** Returns a pool of two on a database that costs nothing. */
    DataSource open(String name, Path file) throws SQLException {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setMaximumPoolSize(POOL);
        config.setDataSource(new StubDatabase());
        return this == BARE
                ? new HikariDataSource(config)
                : RotatingDataSource.builder()
                        .pool(config)
                        .source(CredentialSource.file(file))
                        .build();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
