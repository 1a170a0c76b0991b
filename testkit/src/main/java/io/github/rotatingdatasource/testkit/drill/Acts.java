package io.github.rotatingdatasource.testkit.drill;

import io.github.rotatingdatasource.testkit.IssuedLease;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * What a {@link Drill} does to logins, and what it sees of it: when a login was good again, and who was left behind.
 *
 * <p>One thread acts; since when a login is good, who was left behind and the timeline are what others see.
 */
final class Acts {
    private static final Duration POLL = Duration.ofMillis(20);
    private static final Duration LONGEST_LEASE_TO_WAIT_FOR = Duration.ofMinutes(2);
    private static final Duration USE_LIMIT = Duration.ofSeconds(3);

    private final DrillSettings settings;
    private final Logins logins;
    private final Delivery delivery;
    private final Timeline timeline = new Timeline();
    private final LeaseEnds ends;
    private volatile OptionalLong goodSince = OptionalLong.empty();
    private final AtomicLong notMoved = new AtomicLong();
    private Duration delay = Duration.ZERO;
    private Duration refusal = Duration.ZERO;

    Acts(DrillSettings settings, Logins logins, Delivery delivery) {
        this.settings = settings;
        this.logins = logins;
        this.delivery = delivery;
        this.ends = new LeaseEnds(logins, timeline);
    }

    Timeline timeline() {
        return timeline;
    }

    Logins logins() {
        return logins;
    }

    /** Returns since when there is a login that works, as of {@link System#nanoTime()}, if there is one now. */
    OptionalLong goodSince() {
        return goodSince;
    }

    /** Returns how many sessions all in all were still open when the lease of their login ended. */
    long leftBehind() {
        return ends.leftBehind();
    }

    /** Returns after how many acts all in all the application was not with the next login when its time was over. */
    long notMoved() {
        return notMoved.get();
    }

    /** Looks at what the application has asked for by itself, and at the leases of it that have ended. Called by any thread. */
    void look() throws SQLException {
        if (delivery.isServing()) {
            ends.look(current(), Instant.now());
        }
    }

    /**
     * Waits until the application has a session with a login of the drill's.
     *
     * @throws AssertionError if it has none for some seconds: then nothing that is done to these logins could be felt
     */
    void awaitUse() throws SQLException {
        if (!comesWithin(USE_LIMIT, () -> logins.sessions(current()) > 0)) {
            throw new AssertionError(
                    "the application must use the drill's login before a drill begins, but no session has"
                            + " one: does it use the url and the file or the address of the drill, and no other login?");
        }
    }

    void begin() throws SQLException, IOException {
        deliver(List.of(issued()));
    }

    void rotate() throws SQLException, IOException {
        requireShortLeases();
        List<IssuedLease> old = current();
        timeline.add("rotate: the next login is due");
        next();
        move(old, delivery.isServing() ? settings.role().ttl().plus(settings.overlap()) : settings.overlap());
        endLeases(old);
    }

    void revokeKilled() throws SQLException, IOException {
        List<IssuedLease> old = begun();
        timeline.add("revoke: the role is dropped, its sessions are killed");
        for (IssuedLease lease : old) {
            delivery.leases().revokeAndKill(lease);
        }
        next();
        move(old);
    }

    void dropAlive() throws SQLException, IOException {
        List<IssuedLease> old = begun();
        timeline.add("drop: the role is dropped, its sessions live on without rights");
        for (IssuedLease lease : old) {
            delivery.leases().revoke(lease);
        }
        next();
        move(old);
    }

    void changePassword() throws SQLException, IOException {
        timeline.add("password: it is changed in place, and the sessions are ended");
        List<IssuedLease> changed = new ArrayList<>();
        for (IssuedLease lease : begun()) {
            changed.add(delivery.leases().changePassword(lease));
        }
        for (IssuedLease lease : changed) {
            logins.remember(lease);
            logins.killSessions(lease);
        }
        next(delivery.isServing() ? List.of() : changed);
        move(List.of());
    }

    void stopSidecar() {
        delivery.stop();
        timeline.add("sidecar: it is stopped");
    }

    void startSidecar() throws SQLException, IOException {
        List<IssuedLease> old = current();
        delivery.startAgain();
        timeline.add("sidecar: it is started again");
        next();
        if (!delivery.isServing()) {
            move(old);
            endLeases(old);
        }
    }

    void delayNext(Duration late) {
        delay = late;
    }

    void refuseNext(Duration early) {
        if (delivery.isServing()) {
            throw new IllegalStateException("wanted an application that reads the file, found one that asks over HTTP");
        }
        refusal = early;
    }

    void heal() throws SQLException, IOException {
        delay = Duration.ZERO;
        refusal = Duration.ZERO;
        if (delivery.isStopped()) {
            delivery.startAgain();
        }
        delivery.release();
        if (goodSince.isEmpty()) {
            deliver(delivery.isServing() ? List.of() : List.of(issued()));
        }
    }

    /** Returns the logins of now, none of which will work; a sidecar that answers has no next one until the delay is over. */
    private List<IssuedLease> begun() throws SQLException {
        List<IssuedLease> now = current();
        if (now.isEmpty()) {
            throw new IllegalStateException("wanted a login to harm, found none: it is revoked already");
        }
        goodSince = OptionalLong.empty();
        if (!delay.isZero()) {
            delivery.hold();
        }
        return now;
    }

    /** An application that asks over HTTP takes its next login itself. */
    private void next() throws SQLException, IOException {
        if (delivery.isServing() || delivery.isStopped()) {
            next(List.of());
            return;
        }
        pause(delay);
        delay = Duration.ZERO;
        next(List.of(issued()));
    }

    private void next(List<IssuedLease> rendered) throws SQLException, IOException {
        pause(delay);
        delay = Duration.ZERO;
        if (delivery.isStopped()) {
            timeline.add("sidecar: it is stopped, so there is no next login");
        } else {
            delivery.release();
            deliver(rendered);
        }
    }

    private void deliver(List<IssuedLease> rendered) throws SQLException, IOException {
        goodSince = OptionalLong.empty();
        for (IssuedLease lease : rendered) {
            renderAndAccept(lease);
        }
        timeline.add("sidecar: it has the next login");
        goodSince = OptionalLong.of(System.nanoTime());
    }

    /** Renders a password that the database does not know yet, if the login shall be refused at first. */
    private void renderAndAccept(IssuedLease lease) throws SQLException, IOException {
        if (refusal.isZero()) {
            delivery.render(shown(lease, lease.password()));
            return;
        }
        IssuedLease early = shown(lease, Owner.randomPassword());
        logins.remember(early);
        delivery.render(early);
        timeline.add("database: it refuses the login that the sidecar has");
        pause(refusal);
        refusal = Duration.ZERO;
        logins.setPassword(early, early.password());
        timeline.add("database: it accepts that login");
    }

    private IssuedLease shown(IssuedLease lease, String password) {
        Duration ttl = settings.role().ttl();
        return new IssuedLease(lease.id(), lease.username(), password, ttl, lease.issuedAt(), lease.expiresAt());
    }

    private IssuedLease issued() throws SQLException {
        IssuedLease lease = delivery.leases().issue();
        logins.remember(lease);
        return lease;
    }

    private List<IssuedLease> current() throws SQLException {
        return logins.current(delivery.leases());
    }

    private void move(List<IssuedLease> old) throws SQLException {
        move(old, settings.overlap());
    }

    /** Waits until the application has sessions, and none with the old logins. Who is given no time cannot be late. */
    private void move(List<IssuedLease> old, Duration patience) throws SQLException {
        if (delivery.isStopped()) {
            return;
        }
        if (comesWithin(patience, () -> hasMoved(old))) {
            timeline.add("application: all its sessions are with the next login");
        } else {
            timeline.add(standing(old, patience));
            notMoved.addAndGet(patience.isZero() ? 0 : 1);
        }
    }

    private boolean hasMoved(List<IssuedLease> old) throws SQLException {
        return logins.sessions(old) == 0 && logins.sessions(others(old)) > 0;
    }

    private String standing(List<IssuedLease> old, Duration patience) throws SQLException {
        return "application: after " + patience.toMillis() / 1000.0 + " s it has " + logins.sessions(others(old))
                + " sessions with the next login, and " + logins.sessions(old) + " with the old one";
    }

    private List<IssuedLease> others(List<IssuedLease> old) throws SQLException {
        List<IssuedLease> others = new ArrayList<>(current());
        others.removeIf(lease -> old.stream().anyMatch(one -> one.id().equals(lease.id())));
        return others;
    }

    /** Ends leases as the lease server does: the role goes, and its sessions live on without rights. */
    private void endLeases(List<IssuedLease> old) throws SQLException {
        timeline.add("database: the old lease ends");
        ends.end(old);
        List<IssuedLease> next = others(old);
        for (IssuedLease lease : current()) {
            if (!next.contains(lease)) {
                delivery.leases().revoke(lease);
            }
        }
        if (delivery.isStopped()) {
            goodSince = OptionalLong.empty();
        }
    }

    private void requireShortLeases() {
        Duration lease = settings.role().ttl();
        if (delivery.isServing() && lease.compareTo(LONGEST_LEASE_TO_WAIT_FOR) > 0) {
            throw new IllegalStateException("rotate() waits until the application asks by itself, so leases must last "
                    + LONGEST_LEASE_TO_WAIT_FOR + " at most, but last " + lease);
        }
    }

    private static boolean comesWithin(Duration limit, Sight sight) throws SQLException {
        long until = System.nanoTime() + limit.toNanos();
        while (!sight.isSeen()) {
            if (System.nanoTime() - until > 0 || Thread.currentThread().isInterrupted()) {
                return false; // a test's time limit interrupts
            }
            pause(POLL);
        }
        return true;
    }

    private static void pause(Duration length) {
        long until = System.nanoTime() + length.toNanos();
        while (System.nanoTime() - until < 0 && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(until - System.nanoTime());
        }
    }

    /** Something that the database shows. */
    private interface Sight {
        boolean isSeen() throws SQLException;
    }
}
