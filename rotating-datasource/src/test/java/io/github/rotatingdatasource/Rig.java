package io.github.rotatingdatasource;

import com.zaxxer.hikari.HikariConfig;
import io.github.rotatingdatasource.source.Credential;
import io.github.rotatingdatasource.source.CredentialSource;
import io.github.rotatingdatasource.source.Lease;
import io.github.rotatingdatasource.testkit.CountedSockets;
import io.github.rotatingdatasource.testkit.CredentialTemplate;
import io.github.rotatingdatasource.testkit.FileRenderer;
import io.github.rotatingdatasource.testkit.IssuedLease;
import io.github.rotatingdatasource.testkit.LeaseServer;
import io.github.rotatingdatasource.testkit.RoleSettings;
import io.github.rotatingdatasource.testkit.SocketCount;
import io.github.rotatingdatasource.testkit.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.sql.DataSource;

/** A real database, a lease server and a rendered file, and the rotating data source that reads it. */
final class Rig implements AutoCloseable {
    static final int POOL = 10;

    final TestDatabase database;
    final LeaseServer leases;
    final Queue<RotationEvent> events = new ConcurrentLinkedQueue<>();
    final String name = "rig-" + UUID.randomUUID().toString().substring(0, 8);
    final SocketCount sockets = CountedSockets.count(name);
    final Path file;
    final FileRenderer renderer;
    IssuedLease lease;

    Rig() throws SQLException, IOException {
        this(TestDatabase.shared(), RoleSettings.defaults());
    }

    Rig(TestDatabase database, RoleSettings role) throws SQLException, IOException {
        this.database = database;
        database.createAccountsTable();
        this.leases = LeaseServer.on(database, role);
        this.file = Files.createTempDirectory("rig").resolve("db-creds");
        this.renderer = FileRenderer.to(file)
                .withTemplate(CredentialTemplate.corrected())
                .withMode("rw-------");
        this.lease = leases.issue();
        renderer.render(lease);
    }

    /** Returns the settings of a pool of ten whose connections are counted. */
    HikariConfig pool() {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setJdbcUrl(database.url());
        config.setMaximumPoolSize(POOL);
        CountedSockets.driverProperties(name).forEach(config::addDataSourceProperty);
        return config;
    }

    /** Returns a policy that rotates as soon as a new file is there. */
    RotationPolicy policy() {
        return RotationPolicy.defaults().withDistance(Duration.ZERO).withPoll(Duration.ofMillis(100), Duration.ZERO);
    }

    RotatingDataSourceBuilder builder() {
        return RotatingDataSource.builder()
                .pool(pool())
                .source(CredentialSource.file(file))
                .policy(policy())
                .listener((name, event) -> events.add(event));
    }

    RotatingDataSource start() throws SQLException {
        return builder().build();
    }

    /** Issues a new lease and renders it, as an agent does. Returns the lease before, which is still good. */
    IssuedLease rotate() throws SQLException, IOException {
        IssuedLease before = lease;
        lease = leases.issue();
        renderer.render(lease);
        return before;
    }

    /** Waits until the data source serves from the generation of this number, alone. */
    void awaitGeneration(RotatingDataSource dataSource, int number) {
        Await.until(() -> {
            RotationStatus status = dataSource.status();
            return status.generation() == number && status.phase() == RotationStatus.Phase.SERVING;
        });
    }

    /** Returns the settings of a pool over a data source of the user's own. */
    HikariConfig poolOf(DataSource underneath, int maximum, int minimumIdle) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setDataSource(underneath);
        config.setMaximumPoolSize(maximum);
        config.setMinimumIdle(minimumIdle);
        return config;
    }

    Credential credential() {
        return new Credential(lease.username(), lease.password(), Lease.unknown());
    }

    /** Renders a file whose user exists and whose password is not his. */
    void renderWrongPassword() throws SQLException, IOException {
        IssuedLease other = leases.issue();
        renderer.render("DB_USER=" + other.username() + "\nDB_PASS=not-his\nDB_LEASE_ID=a\nDB_TTL=3600\n");
    }

    String userOf(DataSource dataSource) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return Sql.ask(connection, "SELECT session_user");
        }
    }

    /** Returns the users of so many connections that are out at the same time. */
    List<String> usersOf(DataSource dataSource, int connections) throws SQLException {
        List<Connection> out = new ArrayList<>();
        List<String> users = new ArrayList<>();
        try {
            for (int i = 0; i < connections; i++) {
                out.add(dataSource.getConnection());
                users.add(Sql.ask(out.get(i), "SELECT session_user"));
            }
            return users;
        } finally {
            for (Connection connection : out) {
                connection.close();
            }
        }
    }

    <T extends RotationEvent> Optional<T> event(Class<T> type) {
        return events.stream().filter(type::isInstance).map(type::cast).findFirst();
    }

    boolean saw(Class<? extends RotationEvent> type) {
        return event(type).isPresent();
    }

    long count(Class<? extends RotationEvent> type) {
        return events.stream().filter(type::isInstance).count();
    }

    @Override
    public void close() {
        leases.close();
    }
}
