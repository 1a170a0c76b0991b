package io.github.rotatingdatasource;

import com.zaxxer.hikari.HikariConfig;
import io.github.resilience4j.circuitbreaker.event.CircuitBreakerEvent;
import io.github.resilience4j.circuitbreaker.event.CircuitBreakerOnErrorEvent;
import io.github.rotatingdatasource.source.Credential;
import io.github.rotatingdatasource.source.CredentialSource;
import io.github.rotatingdatasource.source.Lease;
import io.github.rotatingdatasource.testkit.RoleSettings;
import io.github.rotatingdatasource.testkit.TestDatabase;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/** A rig that keeps everything its data sources let out, and searches it for every secret that there was. */
final class LeakRig implements AutoCloseable {
    static final int POOL = 4;

    final Rig rig;
    final Secrets secrets = new Secrets();
    final Output output;
    private final List<RotatingDataSource> dataSources = new ArrayList<>();
    private Consumer<RotationEvent> listener = event -> {};
    private CredentialSource source;

    LeakRig(TestDatabase database) throws SQLException, IOException, ParseException {
        this(database, new Output());
    }

    LeakRig(TestDatabase database, Output output) throws SQLException, IOException {
        this.output = output;
        this.rig = new Rig(database, RoleSettings.defaults());
        this.source = CredentialSource.file(rig.file);
    }

    /** Lets the data source read from there, and not from the file. */
    void readsFrom(CredentialSource another) {
        source = another;
    }

    void tellsOnEvent(Consumer<RotationEvent> another) {
        listener = another;
    }

    /** Returns the settings of a small pool that shows all it can and gives up soon. */
    HikariConfig pool() {
        HikariConfig config = rig.pool();
        config.setMaximumPoolSize(POOL);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(500);
        config.setInitializationFailTimeout(20_000); // a loaded machine may need more than one attempt
        config.setRegisterMbeans(true);
        return config;
    }

    private RotationPolicy policy() {
        return rig.policy().withDrainLimit(Duration.ofMillis(200)).withArrival(2, Duration.ofMillis(200));
    }

    RotatingDataSource start() throws SQLException {
        return start(pool());
    }

    RotatingDataSource start(HikariConfig pool) throws SQLException {
        return start(pool, policy());
    }

    /** Starts with settings that do not wait for what will not come. */
    RotatingDataSource startInVain(HikariConfig pool) throws SQLException {
        pool.setInitializationFailTimeout(1);
        return start(pool, policy().withStartLimit(Duration.ofMillis(500)));
    }

    private RotatingDataSource start(HikariConfig pool, RotationPolicy policy) throws SQLException {
        RotatingDataSourceBuilder builder = rig.builder()
                .pool(pool)
                .source(source)
                .policy(policy)
                .listener((name, event) -> output.add("an event", event.toString()))
                .listener((name, event) -> listener.accept(event));
        output.add("a printed source", source.toString());
        Reachable.from(builder, output::add);
        try {
            RotatingDataSource dataSource = builder.build();
            dataSource.setLogWriter(output.logWriter());
            dataSource.circuitBreaker().getEventPublisher().onEvent(this::told);
            dataSources.add(dataSource);
            return dataSource;
        } catch (SQLException | RuntimeException e) {
            output.thrown(e);
            throw e;
        }
    }

    private void told(CircuitBreakerEvent event) {
        output.add("an event of the breaker", event.toString());
        if (event instanceof CircuitBreakerOnErrorEvent error) {
            output.thrown(error.getThrowable());
        }
    }

    /** Asks for a connection and for something over it, and returns whether there was one. */
    boolean ask(RotatingDataSource dataSource) {
        try (Connection connection = dataSource.getConnection()) {
            answers(connection);
            return true;
        } catch (SQLException e) {
            output.thrown(e);
            return false;
        }
    }

    /** What a statement throws is the driver's own affair. */
    private static boolean answers(Connection connection) {
        try {
            Sql.run(connection, "SELECT balance FROM account");
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    /** Takes so many connections at the same time, as far as they come, and returns what came. */
    List<Connection> take(RotatingDataSource dataSource, int count) {
        List<Connection> taken = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            try {
                taken.add(dataSource.getConnection());
            } catch (SQLException e) {
                output.thrown(e);
            }
        }
        return taken;
    }

    void giveBack(List<Connection> taken) throws SQLException {
        for (Connection connection : taken) {
            connection.close();
        }
    }

    /** Renders a file that nobody has been given a lease for. */
    void render(String content) throws IOException {
        secrets.addLinesOf(content);
        rig.renderer.render(content);
    }

    /** Renders a user who exists, with a password that is not his. */
    void renderWrongPassword() throws SQLException, IOException {
        String username = rig.leases.issue().username();
        render("DB_USER=" + username + "\nDB_PASS=" + made() + "\nDB_LEASE_ID=database/creds/" + made()
                + "\nDB_TTL=3600\n");
    }

    /** Returns a secret that nobody else has. */
    String made() {
        String secret = "s3cret-" + UUID.randomUUID();
        secrets.add("a text that was made up", secret);
        return secret;
    }

    /** Closes everything, and returns where a secret came out. */
    List<String> leaks() {
        dataSources.forEach(this::lookAt);
        output.look();
        close();
        rig.leases.everIssued().forEach(lease -> {
            secrets.add(lease);
            Credential credential = new Credential(lease.username(), lease.password(), Lease.unknown());
            output.add("a printed credential", credential.toString());
        });
        return output.leaks(secrets);
    }

    private void lookAt(RotatingDataSource dataSource) {
        output.add("a printed data source", dataSource.toString());
        output.add("a printed status", dataSource.status().toString());
        output.add("a url", String.valueOf(dataSource.getUrl()));
        Reachable.from(dataSource, output::add);
    }

    @Override
    public void close() {
        dataSources.forEach(RotatingDataSource::close);
        rig.close();
        output.close();
    }
}
