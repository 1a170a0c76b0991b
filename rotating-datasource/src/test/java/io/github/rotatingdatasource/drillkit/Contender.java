package io.github.rotatingdatasource.drillkit;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.rotatingdatasource.RotatingDataSource;
import io.github.rotatingdatasource.RotationPolicy;
import io.github.rotatingdatasource.source.CredentialSource;
import io.github.rotatingdatasource.testkit.drill.Drill;
import io.github.rotatingdatasource.testkit.drill.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/** An application of ten lines: a pool of six, and one statement. */
final class Contender {
    static final int THREADS = 6;
    static final String TABLE = "CREATE TABLE item (id int PRIMARY KEY, amount int)";
    static final String ROWS = "INSERT INTO item SELECT id, 0 FROM generate_series(1, 100) id";
    private static final int TIMEOUT_MILLIS = 1_000;

    private Contender() {}

    static RotatingDataSource ours(Drill drill) throws SQLException {
        return ours(drill, RotationPolicy.defaults());
    }

    /** Takes the next login at once, and not only five seconds after the last one. */
    static RotatingDataSource oursWithoutDistance(Drill drill) throws SQLException {
        return ours(drill, RotationPolicy.defaults().withDistance(Duration.ZERO));
    }

    private static RotatingDataSource ours(Drill drill, RotationPolicy policy) throws SQLException {
        return RotatingDataSource.builder()
                .pool(pool(drill))
                .source(CredentialSource.file(drill.file()))
                .policy(policy)
                .build();
    }

    /** HikariCP with the first login, for ever. */
    static HikariDataSource plain(Drill drill) throws IOException {
        Map<String, String> login = Files.readAllLines(drill.file()).stream()
                .filter(line -> line.contains("="))
                .map(line -> line.split("=", 2))
                .collect(Collectors.toMap(line -> line[0], line -> line[1]));
        HikariConfig pool = pool(drill);
        pool.setUsername(login.get("DB_USER"));
        pool.setPassword(login.get("DB_PASS"));
        return new HikariDataSource(pool);
    }

    static HikariConfig pool(Drill drill) {
        HikariConfig pool = new HikariConfig();
        pool.setJdbcUrl(drill.url());
        pool.setMaximumPoolSize(THREADS);
        pool.setConnectionTimeout(TIMEOUT_MILLIS);
        return pool;
    }

    static Request request(DataSource dataSource) {
        return () -> {
            try (Connection connection = dataSource.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.executeUpdate("UPDATE item SET amount = amount + 1 WHERE id = 1");
            }
        };
    }
}
