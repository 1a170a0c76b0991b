package io.github.rotatingdatasource.testkit.drill;

import io.github.rotatingdatasource.testkit.LeaseServer;
import io.github.rotatingdatasource.testkit.RoleSettings;
import io.github.rotatingdatasource.testkit.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * A PostgreSQL whose logins come and go, a sidecar that hands them out, and acts that do to them what happens in production,
 * while {@link #load} puts your application under load.
 *
 * <p>An act returns when the application has moved to the next login, or when the overlap of {@link DrillSettings} is over, which
 * is for {@link #rotate()} over HTTP the lease and the overlap. Acts are called by one thread, all else by any.
 */
public final class Drill implements AutoCloseable {
    /** A login that is rendered ends when an act says so, as if the sidecar had renewed its lease until then. */
    private static final Duration LONGER_THAN_A_TEST = Duration.ofDays(1);

    private final DrillSettings settings;
    private final TestDatabase database;
    private final Owner owner;
    private final Delivery delivery;
    private final Acts acts;
    private final Undoing undoing;

    private Drill(DrillSettings settings, TestDatabase database, Owner owner, Undoing undoing) throws IOException {
        this.settings = settings;
        this.database = database;
        this.owner = owner;
        this.undoing = undoing;
        RoleSettings role = settings.role().withStatement("GRANT " + Owner.GROUP + " TO \"{{name}}\"");
        LeaseServer rendered = LeaseServer.on(database, role.withTtl(LONGER_THAN_A_TEST));
        this.delivery = new Delivery(rendered, LeaseServer.on(database, role), settings.template());
        undoing.add(delivery::close);
        this.acts = new Acts(settings, new Logins(database, new Secrets()), delivery);
    }

    /**
     * Starts the database, makes your tables and the first login, and renders it. Nothing stays if that fails.
     *
     * @throws IllegalStateException if the database does not start, or does not check passwords
     * @throws SQLException if one of your statements fails
     */
    public static Drill start(DrillSettings settings) throws SQLException, IOException {
        TestDatabase database = settings.database().map(yours -> yours.get()).orElseGet(TestDatabase::start);
        Undoing undoing = new Undoing();
        try {
            Owner owner = new Owner(database);
            undoing.add(settings.database().isPresent() ? owner::drop : database::close);
            owner.create();
            owner.execute(settings.setUp());
            Drill drill = new Drill(settings, database, owner, undoing);
            drill.acts.begin();
            return drill;
        } catch (SQLException | IOException | RuntimeException failure) {
            undoing.closeAfter(failure);
            throw failure;
        }
    }

    /** Returns the JDBC URL of the database, without user and password. */
    public String url() {
        return database.url();
    }

    /** Returns the credential file, which has a login from the start. */
    public Path file() {
        return delivery.file();
    }

    /**
     * Returns where a sidecar answers as Vault Agent does, such as {@code http://127.0.0.1:40123}, and starts it at the first
     * call. From then on it is up to the application to ask for the next login, at {@code v1/database/creds/} and
     * {@link #role()}, so leases must be short for {@link #rotate()}.
     */
    public URI address() {
        return delivery.address();
    }

    /** Returns the name of the database role, {@code drill} by default. */
    public String role() {
        return settings.role().name();
    }

    /** Returns the user who owns the application's tables and whose login stays, as for migrations. */
    public String owner() {
        return Owner.NAME;
    }

    /** Returns the owner's password. */
    public String ownerPassword() {
        return owner.password();
    }

    /** Runs SQL statements as the owner, one by one. All other logins may use what they make. */
    public void execute(String... statements) throws SQLException {
        owner.execute(List.of(statements));
    }

    /** Returns the database, for what your test wants to know or to do beside. */
    public TestDatabase database() {
        return database;
    }

    /**
     * Prepares a load of so many threads that send {@code request} again and again, with 1 to 4 ms in between.
     *
     * @param threads from 1 on
     */
    public DrillLoad load(int threads, Request request) {
        return new DrillLoad(this, threads, request);
    }

    /**
     * The login is replaced in time: the next one is rendered, and the old lease ends when the application has moved, or the
     * overlap is over.
     *
     * @throws IllegalStateException if the application asks over HTTP and leases are longer than two minutes
     */
    public void rotate() throws SQLException, IOException {
        acts.rotate();
    }

    /** The role is dropped and its sessions are ended at once; then the sidecar has the next login. */
    public void revokeKilled() throws SQLException, IOException {
        acts.revokeKilled();
    }

    /** The role is dropped and its sessions live on without rights; then the sidecar has the next login. */
    public void dropAlive() throws SQLException, IOException {
        acts.dropAlive();
    }

    /**
     * The password of the same user is changed and, as in a fail-over, its sessions are ended, because nobody would notice
     * otherwise; then the sidecar has the new password.
     */
    public void changePassword() throws SQLException, IOException {
        acts.changePassword();
    }

    /** The sidecar stops. The file stays as it is, the address refuses connections, and nobody renders the next login. */
    public void stopSidecar() {
        acts.stopSidecar();
    }

    /**
     * The stopped sidecar starts again. As it knows nothing of before, it renders another login, and the old lease, if there is
     * one still, ends as with {@link #rotate()}. An application that asks over HTTP keeps its login until it asks by itself: no
     * lease is ended, as Vault ends none when an agent starts.
     */
    public void startSidecar() throws SQLException, IOException {
        acts.startSidecar();
    }

    /** Makes the next act's login late: the sidecar has it only so long after the act began. */
    public Drill delayNext(Duration late) {
        acts.delayNext(late);
        return this;
    }

    /**
     * Makes the next act's login early: the sidecar has it, and the database refuses it for so long, as a replica that lags. For
     * the file only.
     */
    public Drill refuseNext(Duration early) {
        acts.refuseNext(early);
        return this;
    }

    /** Makes a login good again after a test that failed half way: for the next test. */
    void heal() throws SQLException, IOException {
        acts.heal();
    }

    Acts acts() {
        return acts;
    }

    /** Drops what the drill has made, and stops the database if it is the drill's own. Does nothing the second time. */
    @Override
    public void close() throws SQLException, IOException {
        undoing.close();
    }

    @Override
    public String toString() {
        return "Drill[" + url() + "]";
    }
}
