package io.github.rotatingdatasource;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rotatingdatasource.RotationEvent.Outcome;
import io.github.rotatingdatasource.source.Credential;
import io.github.rotatingdatasource.source.Lease;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/**
 * A rotator whose loop is turned by hand: no thread, no database, and time passes when the test says so. Workers are quick, but
 * for reads and logins, which the test answers.
 */
final class RotatorRig {
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    static final Duration MOMENT = Duration.ofMillis(50);
    static final Duration GRACE = Duration.ofSeconds(2);
    static final Duration HOUR = Duration.ofHours(1);
    private static final Duration TICK = Duration.ofMillis(10);
    private static final Duration LOGIN_TOOK = Duration.ofMillis(9);
    private static final int MAXIMUM = 10;

    final FakeOrders orders = new FakeOrders();
    final Permits permits = new Permits(MAXIMUM + 2);
    final Rotator rotator;
    Instant now = NOON;
    boolean workersAreSlow;
    boolean isCheap;

    private RotatorRig(RotationPolicy policy, boolean cheap, Duration pace) {
        isCheap = cheap;
        Settings settings = new Settings("orders", policy, () -> isCheap, 30_000, MAXIMUM, MAXIMUM, pace);
        rotator = new Rotator(settings, orders, Inheritance.none("orders"), () -> 1.0, now);
        step();
    }

    /** Returns a rig whose source may be polled, as a file may. */
    static RotatorRig polling() {
        return polling(Duration.ZERO);
    }

    static RotatorRig polling(RotationPolicy policy) {
        return new RotatorRig(policy, true, Duration.ZERO);
    }

    /** Returns a rig whose source may be polled, and wants that to be no more often than each {@code pace}. */
    static RotatorRig polling(Duration pace) {
        return new RotatorRig(RotationPolicy.defaults(), true, pace);
    }

    /**
     * Lets time pass while the source gives {@code same} whenever it is asked and the database refuses each login.
     *
     * @return when the database was asked
     */
    List<Duration> refuseAll(Credential same, Duration time) {
        Instant start = now;
        List<Duration> trials = new ArrayList<>();
        while (Duration.between(start, now).compareTo(time) < 0) {
            if (orders.reading) {
                give(same);
            }
            if (orders.opening != null) {
                trials.add(Duration.between(start, now));
                refuse();
            }
            pass(TICK);
        }
        return trials;
    }

    /** Returns a rig whose source makes a new login each time it is asked. */
    static RotatorRig minting() {
        return minting(RotationPolicy.defaults().withRotationPoint(0.75, 0));
    }

    static RotatorRig minting(RotationPolicy policy) {
        return new RotatorRig(policy, false, Duration.ZERO);
    }

    /** Returns a login whose lease nobody knows. */
    static Credential login(String user) {
        return login(user, Lease.unknown());
    }

    static Credential login(String user, Lease lease) {
        return new Credential(user, "secret of " + user, lease);
    }

    /** Serves from this login with a pool of ten, some time after noon and long after the last rotation. */
    FakePool serve(Credential first) {
        give(first);
        FakePool pool = accept();
        for (int i = 0; i < 5; pass(Duration.ofSeconds(2)), i++) {
            if (orders.reading) {
                give(first);
            }
        }
        return pool;
    }

    FakePool serve(String user) {
        return serve(login(user));
    }

    /** Serves from "a", whose user the database then drops. */
    void lose() {
        serve("a");
        drop(current());
    }

    /** Loses the login in use, and lets the grace pass while the source has nothing newer. */
    void becomeUnavailable() {
        lose();
        refuseAll(login("a"), GRACE);
        assertThat(checkout()).isInstanceOf(Checkout.Unavailable.class);
    }

    /** Begins a hand-over to "b" in which no move is made before the workers are quick again. */
    FakePool beginHandOver() {
        workersAreSlow = true;
        change("b");
        pass(MOMENT);
        FakePool incoming = accept();
        assertThat(checkout()).isInstanceOf(Checkout.HandingOver.class);
        return incoming;
    }

    /** Checks that the hand-over to "b" is over. */
    void assertHandedOver() {
        assertThat(inUse()).isEqualTo("b");
        assertThat(checkout()).isInstanceOf(Checkout.Serving.class);
    }

    /** Does what is due now, and returns how long nothing more will be. */
    Duration step() {
        return rotator.step(now);
    }

    /** Lets time pass as the loop does: from one thing that is due to the next. */
    void pass(Duration time) {
        Instant end = now.plus(time);
        int stepsAtOnce = 0;
        for (Duration wait = turn(); !now.plus(wait).isAfter(end); wait = turn()) {
            now = now.plus(wait);
            stepsAtOnce = wait.isZero() ? stepsAtOnce + 1 : 0;
            if (stepsAtOnce > 100) {
                throw new AssertionError("the loop spins: something is due all the time, and never done");
            }
        }
        now = end;
        turn();
    }

    void passUntil(Instant time) {
        pass(Duration.between(now, time));
    }

    private Duration turn() {
        Duration wait = step();
        while (!workersAreSlow && work()) {
            wait = step();
        }
        return wait;
    }

    /** Does what a worker does in a moment, and returns whether there was anything. */
    boolean work() {
        boolean worked = move();
        worked |= !orders.sweeps.isEmpty() || !orders.cuts.isEmpty() || !orders.closes.isEmpty();
        taken(orders.sweeps).forEach(this::sweep);
        taken(orders.cuts).forEach(this::cut);
        taken(orders.closes).forEach(this::close);
        return worked;
    }

    private static <T> List<T> taken(List<T> all) {
        List<T> copy = List.copyOf(all);
        all.clear();
        return copy;
    }

    /** Makes the move that was ordered, and returns whether one was. */
    boolean move() {
        HandOver handOver = orders.moving;
        orders.moving = null;
        if (handOver != null) {
            handOver.outgoing().pool().openNothing();
            handOver.move(permits);
            handOver.moved(handOver.size(), now);
        }
        return handOver != null;
    }

    private void sweep(FakeOrders.Sweep order) {
        Drain drain = order.drain();
        Drain.sweep(drain.generation().pool(), order.hopeless());
        if (order.heir() != null) {
            order.heir().pool().fill();
        }
        drain.ended(Drain.restOf(drain.generation().pool()), 0, now);
    }

    private void cut(Drain drain) {
        Pool pool = drain.generation().pool();
        int cut = pool.cut();
        Drain.sweep(pool, true);
        drain.ended(Drain.restOf(pool), cut, now);
    }

    private void close(Drain drain) {
        drain.generation().pool().close();
        rotator.drained(drain, now);
    }

    /** The source answers the read that is under way. */
    void give(Credential credential) {
        mustBeReading();
        Instant began = credential.lease().began();
        rotator.read(credential, began == null ? now : began, now);
        step();
    }

    void give(String user) {
        give(login(user));
    }

    /** The source fails the read that is under way. */
    void failToGive(String reason) {
        mustBeReading();
        rotator.readFailed(reason, Duration.ZERO, now);
        step();
    }

    private void mustBeReading() {
        if (!orders.reading) {
            throw new AssertionError("nobody asks the source at " + now);
        }
        orders.reading = false;
    }

    /** The source says that it has something new, and gives this when it is asked. */
    void change(Credential credential) {
        rotator.changed(now);
        step();
        give(credential);
    }

    void change(String user) {
        change(login(user));
    }

    /** The database accepts the login that is under way. Returns its pool, which has one connection. */
    FakePool accept() {
        return accept(LOGIN_TOOK);
    }

    FakePool accept(Duration took) {
        Candidate accepted = takeOpening();
        FakePool pool = new FakePool(accepted.credential().username(), permits, MAXIMUM);
        rotator.opened(accepted, pool, took, now);
        step();
        return pool;
    }

    void refuse() {
        openFailed("the database refused the login", true, false);
    }

    void fail() {
        openFailed("the database could not be used", false, false);
    }

    void beFull() {
        openFailed("the database could not be used", false, true);
    }

    private void openFailed(String message, boolean isRefusal, boolean isFull) {
        rotator.openFailed(takeOpening(), new Failure(message, isRefusal, isFull, null), now);
        step();
    }

    private Candidate takeOpening() {
        Candidate candidate = Objects.requireNonNull(orders.opening, "nobody logs in");
        if (orders.crowding != null) {
            orders.crowding.pool().openNothing();
            orders.crowding.pool().evictIdle();
            orders.crowding = null;
        }
        orders.opening = null;
        return candidate;
    }

    /** The database refuses a new connection of this generation. */
    void refuseAnother(Generation generation) {
        tell(generation, Evidence.REFUSED);
    }

    /** A generation shows something about its login. */
    void tell(Generation generation, Evidence evidence) {
        rotator.learned(generation.origin(), evidence, now);
        step();
    }

    /** The database has dropped the user of this generation, as one of its sessions shows. */
    void drop(Generation generation) {
        generation.pool().mark().declareDead();
        tell(generation, Evidence.DEAD);
    }

    /** Returns what a caller does now. */
    Checkout checkout() {
        return rotator.published().checkout();
    }

    CompletableFuture<Outcome> demand() {
        CompletableFuture<Outcome> answer = new CompletableFuture<>();
        rotator.demand(answer, now);
        step();
        return answer;
    }

    /** Returns whose connection a caller gets now, and gives it back. */
    String connect() throws SQLException {
        try (Connection connection = checkout().connect()) {
            return connection.getSchema();
        }
    }

    /** Returns whose login a login is under way with. */
    String tried() {
        return orders.opening == null ? "nobody" : orders.opening.credential().username();
    }

    Generation current() {
        return Objects.requireNonNull(rotator.snapshot().current());
    }

    Generation incoming() {
        return Objects.requireNonNull(rotator.snapshot().incoming());
    }

    /** Returns the user of the generation in use. */
    String inUse() {
        return current().credential().username();
    }
}
