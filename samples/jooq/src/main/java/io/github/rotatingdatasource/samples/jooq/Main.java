package io.github.rotatingdatasource.samples.jooq;

import static java.util.Objects.requireNonNull;

import com.zaxxer.hikari.HikariConfig;
import io.github.rotatingdatasource.RotatingDataSource;
import io.github.rotatingdatasource.source.CredentialSource;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/** Makes ten transfers, each in a transaction of four seconds, some of which see the login change. */
public final class Main {
    private Main() {}

    /** Wants the JDBC URL in {@code DB_URL}, without a login, and the path of the file with the login in {@code DB_CREDENTIAL_FILE}. */
    public static void main(String[] args) throws SQLException {
        try (RotatingDataSource dataSource = open(setting("DB_URL"), Path.of(setting("DB_CREDENTIAL_FILE")))) {
            Transfers transfers = new Transfers(DSL.using(dataSource, SQLDialect.POSTGRES));
            for (int i = 1; i <= 10; i++) {
                int began = dataSource.status().generation();
                transfers.transfer(1, 2, 1, () -> TimeUnit.SECONDS.sleep(4));
                System.out.println("transfer " + i + " began with generation " + began + ", committed when generation "
                        + dataSource.status().generation() + " served; the sum of all accounts is "
                        + transfers.total());
            }
        }
    }

    static RotatingDataSource open(String url, Path credentials) throws SQLException {
        HikariConfig pool = new HikariConfig();
        pool.setPoolName("app");
        pool.setJdbcUrl(url);
        pool.setMaximumPoolSize(4);
        return RotatingDataSource.builder()
                .pool(pool)
                .source(CredentialSource.file(credentials))
                .build();
    }

    private static String setting(String name) {
        return requireNonNull(System.getenv(name), name + " must be set in the environment");
    }
}
