package io.github.rotatingdatasource.testkit;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes database users and takes them away again, as Vault's database secrets engine does: with its statements, at the
 * end of a lease, at the latest at the role's max TTL, or on command.
 *
 * <p>Leases end on a daemon thread, some milliseconds late, as Vault's do. Revoking a user never ends its sessions,
 * unless asked to. What the engine cannot revoke (a user who owns a table: 2BP01) stays listed, stripped of its rights
 * but able to log in, and is tried again every {@value #RETRY_SECONDS} seconds.
 *
 * <p>Thread-safe: one lock per database is held while roles and grants change, and guards every field.
 */
public final class LeaseServer implements AutoCloseable {
    static final int RETRY_SECONDS = 10;

    /** Vault lets a user log in this much longer than its lease. */
    private static final Duration VALID_UNTIL_MARGIN = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(LeaseServer.class);

    private final RoleSettings role;
    private final Grants grants;
    private final TestDatabase database;
    private final Map<String, IssuedLease> leases = new HashMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(LeaseServer::daemon);
    private final List<IssuedLease> everIssued = new ArrayList<>();
    private long issued;
    private long revoked;

    private LeaseServer(TestDatabase database, RoleSettings role) {
        this.database = database;
        this.role = role;
        this.grants = new Grants(database);
    }

    /** Returns a lease server for the default role: leases of one hour, 24 hours at most. */
    public static LeaseServer on(TestDatabase database) {
        return on(database, RoleSettings.defaults());
    }

    /** Returns a lease server for {@code role}. It logs in with the first lease. */
    public static LeaseServer on(TestDatabase database, RoleSettings role) {
        return new LeaseServer(database, role);
    }

    /** Makes a user, in one transaction, and returns it with its lease. */
    public IssuedLease issue() throws SQLException {
        return issue("approle");
    }

    /** Makes a user for a token with this display name, which is a part of the user's name. */
    IssuedLease issue(String displayName) throws SQLException {
        return changed(admin -> {
            Instant now = Instant.now();
            IssuedLease lease = new IssuedLease(
                    "database/creds/" + role.name() + "/" + RandomText.alphanumeric(24),
                    username(displayName, now),
                    RandomText.password(),
                    role.ttl(),
                    now,
                    now.plus(role.ttl()));
            grants.create(admin, lease, role.creationStatements(), validUntil(lease));
            issued++;
            return keep(lease);
        });
    }

    /** Renews a lease for the role's TTL, less what would exceed its max TTL, and returns it with its new end. */
    public IssuedLease renew(IssuedLease lease) throws SQLException {
        return renew(lease, role.ttl());
    }

    /**
     * Renews a lease so that it ends {@code increment} from now, which may be sooner than before, but no later than the
     * role's max TTL allows, and returns it with its new end.
     *
     * @throws IllegalStateException if the lease is gone or past the max TTL
     */
    public IssuedLease renew(IssuedLease lease, Duration increment) throws SQLException {
        return changed(admin -> {
            IssuedLease known = known(lease);
            Instant now = Instant.now();
            Instant last = known.issuedAt().plus(role.maxTtl());
            Instant end = earlier(now.plus(increment), last);
            if (!end.isAfter(now)) {
                throw new IllegalStateException("past the max TTL, cannot renew: " + known);
            }
            IssuedLease renewed = known.extended(Duration.between(now, end), end);
            grants.alter(admin, lease.username(), "VALID UNTIL '" + validUntil(renewed) + "'");
            return keep(renewed);
        });
    }

    /**
     * Revokes a lease now, with Vault's statements: rights first, then the user. Sessions live on without rights.
     *
     * @throws SQLException if the user cannot be dropped; the lease stays, and is tried again
     */
    public void revoke(IssuedLease lease) throws SQLException {
        changed(admin -> drop(admin, known(lease)));
    }

    /**
     * Revokes a lease now, in one transaction, then ends the user's sessions, all at once, and waits until they are gone.
     *
     * @throws SQLException if the user cannot be dropped; nothing has changed then
     */
    public void revokeAndKill(IssuedLease lease) throws SQLException {
        changed(admin -> {
            grants.revokeAndKill(admin, known(lease).username());
            return forgotten(lease);
        });
    }

    /** Changes the user's password, as for a static role, and returns the same user with it. */
    public IssuedLease changePassword(IssuedLease lease) throws SQLException {
        return changed(admin -> {
            IssuedLease changed = known(lease).withPassword(RandomText.password());
            grants.alter(admin, lease.username(), "PASSWORD '" + changed.password() + "'");
            return keep(changed);
        });
    }

    /** Forbids the user to log in: the next login gets 28000. Sessions live on, with their rights. */
    public void noLogin(IssuedLease lease) throws SQLException {
        changed(admin -> {
            grants.alter(admin, known(lease).username(), "NOLOGIN");
            return lease;
        });
    }

    /** Puts the user's VALID UNTIL into the past, as if Vault were down at the end of the lease: it is not dropped. */
    public void lapse(IssuedLease lease) throws SQLException {
        changed(admin -> {
            grants.alter(admin, known(lease).username(), "VALID UNTIL '2000-01-01 00:00:00+0000'");
            return lease;
        });
    }

    /** Returns what users are made of. */
    public RoleSettings role() {
        return role;
    }

    /** Returns where users are made. */
    TestDatabase database() {
        return database;
    }

    /** Returns the leases that are not revoked, the oldest first. */
    public List<IssuedLease> leases() {
        database.grants().lock();
        try {
            List<IssuedLease> sorted = new ArrayList<>(leases.values());
            sorted.sort(Comparator.comparing(IssuedLease::issuedAt));
            return List.copyOf(sorted);
        } finally {
            database.grants().unlock();
        }
    }

    /** Returns all leases as they were issued, renewed or given another password, whether revoked or not. */
    public List<IssuedLease> everIssued() {
        database.grants().lock();
        try {
            return List.copyOf(everIssued);
        } finally {
            database.grants().unlock();
        }
    }

    /** Returns how many leases have been issued. */
    public long issued() {
        database.grants().lock();
        try {
            return issued;
        } finally {
            database.grants().unlock();
        }
    }

    /** Returns how many leases have been revoked, for whatever reason. */
    public long revoked() {
        database.grants().lock();
        try {
            return revoked;
        } finally {
            database.grants().unlock();
        }
    }

    /** Revokes every lease, drops what their users own, and logs out. Does nothing the second time. */
    @Override
    public void close() {
        timer.shutdownNow();
        awaitTheLastExpiry();
        leases().forEach(this::dropWithWhatItOwns);
        database.grants().lock();
        try {
            grants.close();
        } finally {
            database.grants().unlock();
        }
    }

    private void awaitTheLastExpiry() {
        try {
            if (!timer.awaitTermination(1, TimeUnit.MINUTES)) {
                LOG.warn("a revocation at {} did not end within a minute", database);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void dropWithWhatItOwns(IssuedLease lease) {
        try {
            locked(admin -> {
                grants.dropOwned(admin, lease.username());
                return drop(admin, lease);
            });
        } catch (SQLException failure) {
            LOG.warn("could not revoke {} at the end", lease, failure);
        }
    }

    private IssuedLease keep(IssuedLease lease) {
        leases.put(lease.id(), lease);
        everIssued.add(lease);
        expireLater(lease, Duration.between(Instant.now(), lease.expiresAt()));
        return lease;
    }

    private IssuedLease drop(Connection admin, IssuedLease lease) throws SQLException {
        grants.revoke(admin, lease.username());
        return forgotten(lease);
    }

    private IssuedLease forgotten(IssuedLease lease) {
        leases.remove(lease.id());
        revoked++;
        return lease;
    }

    private void expireLater(IssuedLease lease, Duration wait) {
        try {
            ScheduledFuture<?> unused = timer.schedule(() -> expire(lease), wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException closing) {
            LOG.debug("{} ends with the server", lease);
        }
    }

    private void expire(IssuedLease lease) {
        try {
            locked(admin -> {
                IssuedLease current = leases.get(lease.id());
                boolean due = current != null && !current.expiresAt().isAfter(lease.expiresAt());
                return due ? drop(admin, lease) : lease;
            });
        } catch (SQLException | RuntimeException failure) {
            LOG.warn("could not revoke {}, next try in {} s", lease, RETRY_SECONDS, failure);
            expireLater(lease, Duration.ofSeconds(RETRY_SECONDS));
        }
    }

    private IssuedLease known(IssuedLease lease) {
        IssuedLease current = leases.get(lease.id());
        if (current == null) {
            throw new IllegalStateException("lease not found: " + lease.id());
        }
        return current;
    }

    /** Makes a change that somebody asked for, unless {@link #close()} has begun, which would not see it any more. */
    private IssuedLease changed(Change change) throws SQLException {
        database.grants().lock();
        try {
            if (timer.isShutdown()) {
                throw new IllegalStateException("the lease server of " + database + " is closed");
            }
            return locked(change);
        } finally {
            database.grants().unlock();
        }
    }

    private IssuedLease locked(Change change) throws SQLException {
        database.grants().lock();
        try {
            return change.make(grants.admin());
        } finally {
            database.grants().unlock();
        }
    }

    /** Returns a name as Vault's template {@code v-<display name>-<role>-<random>-<unix time>} makes them. */
    private String username(String displayName, Instant now) {
        String name =
                "v-" + first(8, displayName) + "-" + first(8, role.name()) + "-" + RandomText.alphanumeric(20) + "-";
        return first(63, name + now.getEpochSecond());
    }

    private static String validUntil(IssuedLease lease) {
        Instant end = lease.expiresAt().plus(VALID_UNTIL_MARGIN).truncatedTo(ChronoUnit.SECONDS);
        return end.toString().replace('T', ' ').replace("Z", "+0000");
    }

    private static String first(int length, String text) {
        return text.substring(0, Math.min(length, text.length()));
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "testkit-leases");
        thread.setDaemon(true);
        return thread;
    }

    /** What is done under the lock. */
    private interface Change {
        IssuedLease make(Connection admin) throws SQLException;
    }
}
