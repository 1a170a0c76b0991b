package io.github.rotatingdatasource.samples.plainjava;

import static java.util.Objects.requireNonNull;

import com.zaxxer.hikari.HikariConfig;
import io.github.rotatingdatasource.RotatingDataSource;
import io.github.rotatingdatasource.RotationStatus;
import io.github.rotatingdatasource.source.CredentialSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/** Asks the database something once a second, until Ctrl-C. */
public final class Main {
    private Main() {}

    /** Wants the JDBC URL in {@code DB_URL}, without a login, and the path of the file with the login in {@code DB_CREDENTIAL_FILE}. */
    public static void main(String[] args) throws Exception {
        CountDownLatch stop = new CountDownLatch(1);
        try (RotatingDataSource dataSource = open(setting("DB_URL"), Path.of(setting("DB_CREDENTIAL_FILE")))) {
            stopAtExit(stop, Thread.currentThread());
            while (!stop.await(1, TimeUnit.SECONDS)) {
                System.out.println(answerOf(dataSource) + "; " + loginOf(dataSource));
            }
        } // here the work is over, so that nothing is cut off
        System.out.println("closed");
    }

    private static RotatingDataSource open(String url, Path credentials) throws SQLException {
        HikariConfig pool = new HikariConfig();
        pool.setPoolName("app");
        pool.setJdbcUrl(url);
        pool.setMaximumPoolSize(4);
        return RotatingDataSource.builder()
                .pool(pool)
                .source(CredentialSource.file(credentials))
                .build();
    }

    /** Work as ever: it knows nothing of rotation. */
    private static String answerOf(DataSource dataSource) {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT pg_backend_pid()")) {
            result.next();
            return "session " + result.getInt(1) + " answers";
        } catch (SQLException failure) {
            return "no answer, SQLState " + failure.getSQLState();
        }
    }

    /** The fingerprint, not the user's name, which is half of a secret. */
    private static String loginOf(RotatingDataSource dataSource) {
        RotationStatus status = dataSource.status();
        return "generation " + status.generation() + " serves with login " + status.fingerprint();
    }

    /** The JVM ends when its hooks do, so the hook waits for the worker. */
    private static void stopAtExit(CountDownLatch stop, Thread worker) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            stop.countDown();
            try {
                worker.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
    }

    private static String setting(String name) {
        return requireNonNull(System.getenv(name), name + " must be set in the environment");
    }
}
