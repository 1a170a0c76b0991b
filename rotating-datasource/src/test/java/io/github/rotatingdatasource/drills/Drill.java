package io.github.rotatingdatasource.drills;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.rotatingdatasource.RotatingDataSource;
import io.github.rotatingdatasource.RotationEvent;
import io.github.rotatingdatasource.RotationEvent.Outcome;
import io.github.rotatingdatasource.RotationPolicy;
import io.github.rotatingdatasource.RotationStatus;
import io.github.rotatingdatasource.source.Credential;
import io.github.rotatingdatasource.source.Lease;
import io.github.rotatingdatasource.testkit.IssuedLease;
import io.github.rotatingdatasource.testkit.LeaseServer;
import io.github.rotatingdatasource.testkit.RoleSettings;
import io.github.rotatingdatasource.testkit.TestDatabase;
import io.github.rotatingdatasource.testkit.Work;
import io.github.rotatingdatasource.testkit.WorkReport;
import io.github.rotatingdatasource.testkit.Workers;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.slf4j.LoggerFactory;

/**
 * A contestant under load, a database whose log counts its logins, and a source that does what the drill says.
 *
 * <p>By default: a pool of ten that is full, eight workers in short transactions, a connection time-out of 5 s, one login
 * whose lease nobody knows, and a policy that asks the source only when something makes it.
 */
final class Drill implements AutoCloseable {
    static final int POOL = 10;
    static final Duration TIMEOUT = Duration.ofSeconds(5);
    static final RotationPolicy QUIET = RotationPolicy.defaults()
            .withDistance(Duration.ZERO)
            .withPoll(Duration.ofMinutes(1), RotationPolicy.defaults().debounce());
    private static final int WARM = 1_000;
    /** Prints a stack trace for each session that is killed: tens per drill, while time is measured. */
    private static final Logger QUIETER = (Logger) LoggerFactory.getLogger("com.zaxxer.hikari.pool.ProxyConnection");

    final Contestant contestant;
    final TestDatabase database = Shared.DATABASE;
    final LeaseServer leases = LeaseServer.on(database);
    final HikariConfig pool = new HikariConfig();
    final Queue<RotationEvent> events = new ConcurrentLinkedQueue<>();
    final AtomicLong done = new AtomicLong();
    int threads = 8;
    RotationPolicy policy = QUIET;
    DrillSource source = DrillSource.minting();
    IssuedLease lease;
    private final List<Connection> held = new ArrayList<>();
    private final LeaseServer first;
    private final List<Consumer<RotationEvent>> listeners = new CopyOnWriteArrayList<>();
    private boolean brief;
    private DataSource dataSource;
    private Workers workers;
    private WorkReport report;

    Drill(Contestant contestant) throws SQLException {
        this(contestant, RoleSettings.defaults());
    }

    /** A drill whose first login is a lease of {@code role}; those that follow are good for an hour. */
    Drill(Contestant contestant, RoleSettings role) throws SQLException {
        this.contestant = contestant;
        database.createAccountsTable();
        first = LeaseServer.on(database, role);
        lease = first.issue();
        source.has(credential(lease));
        pool.setPoolName("drill");
        pool.setJdbcUrl(database.url());
        pool.setMaximumPoolSize(POOL);
        pool.setConnectionTimeout(TIMEOUT.toMillis());
    }

    /** Gives the drill another source, which has the first login already. */
    Drill with(DrillSource another) {
        source = another;
        source.has(credential(lease));
        return this;
    }

    /** Opens the data source, and leaves the load to the drill. */
    Drill open() throws Exception {
        QUIETER.setLevel(Level.ERROR);
        dataSource = contestant.open(this);
        return this;
    }

    /** Opens the data source, puts load on it, and returns when everything is warm. */
    Drill start() throws Exception {
        open();
        workers = Workers.start(dataSource, load(threads, counted(Work.shortTransaction())));
        Watch.until("the load is warm", () -> done.get() >= WARM);
        int full = pool.getMinimumIdle() < 0 ? pool.getMaximumPoolSize() : pool.getMinimumIdle();
        Watch.until("the pool is full", () -> connections() >= full);
        return this;
    }

    private int connections() throws SQLException {
        boolean isOurs = dataSource instanceof RotatingDataSource;
        return isOurs ? status().connections() : database.sessionsOf(lease.username());
    }

    static Workers.Load load(int threads, Work work) {
        return new Workers.Load(threads, work, Duration.ofMillis(1), Duration.ofMillis(4));
    }

    private Work counted(Work work) {
        return (connection, random) -> {
            work.run(connection, random);
            done.incrementAndGet();
        };
    }

    IssuedLease issue() throws SQLException {
        return leases.issue();
    }

    static Credential credential(IssuedLease lease) {
        return new Credential(lease.username(), lease.password(), Lease.unknown());
    }

    /** Returns a login that ends when the server says that it does. */
    static Credential firm(IssuedLease lease) {
        return new Credential(lease.username(), lease.password(), Lease.firm(lease.issuedAt(), lease.ttl()));
    }

    void revoke() throws SQLException {
        first.revoke(lease);
    }

    void revokeAndKill() throws SQLException {
        first.revokeAndKill(lease);
    }

    /** Changes the password of the login in use, and returns the same user with it. */
    IssuedLease changePassword() throws SQLException {
        return first.changePassword(lease);
    }

    void kill() throws SQLException {
        database.terminateSessionsOf(lease.username());
    }

    /** Takes so many connections out, until {@link #release()}. */
    void hold(int connections) throws SQLException {
        for (int i = 0; i < connections; i++) {
            held.add(dataSource.getConnection());
        }
    }

    /** Gives back what was held; what was cut off meanwhile is gone anyway. */
    void release() throws SQLException {
        for (Connection connection : held) {
            connection.close();
        }
        held.clear();
    }

    /** Waits until somebody is served again, or the drill gives up on it. */
    void awaitService(Duration limit) throws Exception {
        long before = done.get();
        Watch.within(contestant.watched(limit), () -> done.get() > before + threads);
    }

    DataSource dataSource() {
        return dataSource;
    }

    CircuitBreaker breaker() {
        return ((RotatingDataSource) dataSource).circuitBreaker();
    }

    RotationStatus status() {
        return ((RotatingDataSource) dataSource).status();
    }

    Outcome rotateNow() throws InterruptedException {
        return ((RotatingDataSource) dataSource).rotateNow();
    }

    /** Watches a rival no longer than ours: for a comparison. */
    Drill briefly() {
        brief = true;
        return this;
    }

    /** Watches for as long as ours needs, and a rival for long enough to say that it never comes back. */
    void watch(Duration length) {
        Watch.pass(brief ? length : contestant.watched(length));
    }

    Mark mark() throws IOException {
        return markAt(System.nanoTime());
    }

    /** Returns a mark of a moment that is now, or was not long ago. */
    Mark markAt(long nanoTime) throws IOException {
        long refused = 0;
        long accepted = 0;
        for (String user : users()) {
            refused += database.refusedLogins(user);
            accepted += database.acceptedLogins(user);
        }
        return new Mark(nanoTime, refused, accepted, source.reads());
    }

    private Set<String> users() {
        return Stream.of(first, leases)
                .flatMap(server -> server.everIssued().stream())
                .map(IssuedLease::username)
                .collect(Collectors.toSet());
    }

    WorkReport report() {
        if (report == null) {
            report = workers.stop();
        }
        return report;
    }

    /** Stops the load, and returns and writes down what was measured between two marks. */
    Measured measured(String title, Mark from, Mark to) throws IOException {
        Measured measured = Measured.between(report(), from, to);
        Figures.of(contestant.name()).add(title, measured);
        return measured;
    }

    void onEvent(Consumer<RotationEvent> listener) {
        listeners.add(listener);
    }

    void tell(RotationEvent event) {
        events.add(event);
        listeners.forEach(listener -> listener.accept(event));
    }

    long count(Class<? extends RotationEvent> type) {
        return events.stream().filter(type::isInstance).count();
    }

    @Override
    public void close() {
        source.throwing(new IOException("the drill is over")); // ends a read that hangs
        if (workers != null) {
            report();
        }
        closeDataSource();
        first.close();
        leases.close();
        QUIETER.setLevel(null);
    }

    /** Closes the data source only: what it asked and logged in at is still there. */
    void closeDataSource() {
        if (dataSource instanceof RotatingDataSource rotating) {
            rotating.close();
        } else if (dataSource instanceof HikariDataSource hikari) {
            hikari.close();
        }
    }

    /** Started by the first drill; everybody's logins are in its log. */
    private static final class Shared {
        static final TestDatabase DATABASE = TestDatabase.start(Map.of("log_connections", "on"));
    }
}
