package io.github.rotatingdatasource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.rotatingdatasource.source.CredentialSource;
import io.github.rotatingdatasource.source.CredentialUnavailable;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Asks for connections in a JVM of its own, where environment variables and the driver's defaults are real, and prints what
 * came. Arguments: what to do, the JDBC URL, the source's file.
 */
final class LoginProbe {
    /** What comes before each line that counts, among those of a log. */
    static final String MARK = "probe: ";

    /** System properties that make the template a data source with a login of its own. */
    static final String OWN_USER = "probe.user";

    static final String OWN_PASSWORD = "probe.password";

    /** The port that TCP reserves for what hardly any machine serves. */
    private static final URI NOBODY = URI.create("http://127.0.0.1:1");

    private static final CredentialSource THROWING = () -> {
        throw new CredentialUnavailable("there is nothing");
    };

    private final String url;
    private final Path file;

    private LoginProbe(String url, Path file) {
        this.url = url;
        this.file = file;
    }

    public static void main(String[] arguments) {
        LoginProbe probe = new LoginProbe(arguments[1], Path.of(arguments[2]));
        if (arguments[0].equals("nothing")) {
            probe.askWhoeverHasNothing();
        } else {
            print("driver", () -> probe.userWithoutUs());
            print("source", () -> user(probe.withCredential()));
        }
    }

    /** All at the same time, to save time. */
    private void askWhoeverHasNothing() {
        Map<String, CredentialSource> sources = Map.of(
                "missing file",
                CredentialSource.file(file),
                "source that throws",
                THROWING,
                "missing volume",
                CredentialSource.volume(file),
                "nothing offered",
                CredentialSource.offered(),
                "sidecar that is gone",
                CredentialSource.sidecarSource(NOBODY).databaseRole("app").build(),
                "AWS agent that is gone",
                CredentialSource.awsAgentSource("app")
                        .address(NOBODY.toString())
                        .build());
        List<Thread> askers = new CopyOnWriteArrayList<>();
        sources.forEach((name, source) -> Stream.of(-1, 1).forEach(failTimeout -> {
            Thread asker = new Thread(() -> print(name + ", " + failTimeout, () -> user(without(source, failTimeout))));
            askers.add(asker);
            asker.start();
        }));
        askers.forEach(LoginProbe::join);
    }

    private RotatingDataSource without(CredentialSource source, int failTimeout) throws SQLException {
        HikariConfig pool = pool();
        pool.setInitializationFailTimeout(failTimeout);
        pool.setConnectionTimeout(300);
        RotationPolicy policy = RotationPolicy.defaults().withStartLimit(Duration.ofMillis(300));
        return RotatingDataSource.builder()
                .pool(pool)
                .source(source)
                .policy(policy)
                .build();
    }

    private RotatingDataSource withCredential() throws SQLException {
        return RotatingDataSource.builder()
                .pool(pool())
                .source(CredentialSource.file(file))
                .build();
    }

    private HikariConfig pool() {
        HikariConfig pool = new HikariConfig(); // which reads the file that hikaricp.configurationFile names
        pool.setMaximumPoolSize(1);
        if (System.getProperty(OWN_USER) != null) {
            pool.setDataSource(withLoginOfItsOwn());
        } else {
            pool.setJdbcUrl(url);
        }
        return pool;
    }

    private DataSource withLoginOfItsOwn() {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setURL(url);
        dataSource.setUser(System.getProperty(OWN_USER));
        dataSource.setPassword(System.getProperty(OWN_PASSWORD));
        return dataSource;
    }

    /** Returns the user that the same settings log in as where this library is not. */
    private String userWithoutUs() throws SQLException {
        if (System.getProperty(OWN_USER) != null) {
            return user(withLoginOfItsOwn().getConnection());
        }
        if (System.getProperty("hikaricp.configurationFile") != null) {
            try (HikariDataSource dataSource = new HikariDataSource(pool())) {
                return user(dataSource.getConnection());
            }
        }
        return user(DriverManager.getConnection(url));
    }

    private static String user(RotatingDataSource dataSource) throws SQLException {
        try (dataSource) {
            return user(dataSource.getConnection());
        }
    }

    private static String user(Connection connection) throws SQLException {
        try (connection) {
            return Sql.ask(connection, "SELECT session_user");
        }
    }

    private static void print(String what, Callable<String> asked) {
        String answer;
        try {
            answer = asked.call();
        } catch (Exception e) {
            answer = e.getClass().getSimpleName();
        }
        System.out.println(MARK + what + ": " + answer);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts a probe", e);
        }
    }
}
