package io.github.rotatingdatasource.samples.quickstart;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.rotatingdatasource.RotatingDataSource;
import io.github.rotatingdatasource.RotationListener;
import io.github.rotatingdatasource.source.Credential;
import io.github.rotatingdatasource.source.CredentialSource;
import io.github.rotatingdatasource.testkit.FileRenderer;
import io.github.rotatingdatasource.testkit.LeaseServer;
import io.github.rotatingdatasource.testkit.RoleSettings;
import io.github.rotatingdatasource.testkit.Sidecar;
import io.github.rotatingdatasource.testkit.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an operator would provide: a PostgreSQL, a lease server that makes users in it and drops them when their lease
 * ends, and a sidecar that writes the user of the day to a file. Ours to tear down, the youngest first.
 */
final class Rig implements AutoCloseable {
    private static final int CONNECTIONS = 10;
    private static final Logger log = LoggerFactory.getLogger(Rig.class);

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final TestDatabase database;
    private final LeaseServer leases;
    private final Path file;

    /** Starts it all, which takes some seconds. */
    Rig(Duration lease) throws IOException, SQLException {
        try {
            database = opened(TestDatabase.start());
            database.createAccountsTable();
            RoleSettings role = RoleSettings.defaults().withName("quickstart").withTtl(lease);
            leases = opened(LeaseServer.on(database, role));
            file = directory().resolve("db-creds");
            opened(Sidecar.start(leases, FileRenderer.to(file).withMode("rw-------")));
        } catch (IOException | SQLException | RuntimeException failure) {
            close();
            throw failure;
        }
    }

    /** This is all there is to it: the pool's settings without a login, and where the login is to be found. */
    RotatingDataSource rotating(RotationListener listener) throws SQLException {
        return opened(RotatingDataSource.builder()
                .pool(pool("rotating"))
                .source(CredentialSource.file(file))
                .listener(listener)
                .build());
    }

    /** The same pool as people have it today: it logs in with what the file said when it started. */
    HikariDataSource plain(Credential credential) {
        HikariConfig config = pool("plain");
        config.setUsername(credential.username());
        config.setPassword(credential.password());
        return opened(new HikariDataSource(config));
    }

    /** Returns the credential that is in the file now. */
    Credential credential() throws Exception {
        try (CredentialSource source = CredentialSource.file(file)) {
            return source.read();
        }
    }

    /** Returns how many users the database has dropped so far, since their leases were over. */
    long droppedUsers() {
        return leases.revoked();
    }

    private HikariConfig pool(String name) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setJdbcUrl(database.url());
        config.setMaximumPoolSize(CONNECTIONS);
        config.setConnectionTimeout(Duration.ofSeconds(2).toMillis());
        // the shortest that HikariCP allows, so that the plain pool gets to log in again within the minute
        config.setMaxLifetime(Duration.ofSeconds(30).toMillis());
        config.setKeepaliveTime(0);
        return config;
    }

    private Path directory() throws IOException {
        Path directory = Files.createTempDirectory("quickstart");
        parts.push(() -> Files.delete(directory));
        parts.push(() -> Files.deleteIfExists(directory.resolve("db-creds")));
        return directory;
    }

    private <T extends AutoCloseable> T opened(T part) {
        parts.push(part);
        return part;
    }

    /** Closes everything, whatever fails on the way; it is the end anyway. */
    @Override
    public void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception failure) {
                log.warn("could not close a part of the rig", failure);
            }
        }
    }
}
