package io.github.rotatingdatasource;

import io.github.rotatingdatasource.source.Credential;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Keeps what a rotator orders, until the test answers it. Of what may only be done once at a time it takes no second order. */
final class FakeOrders implements Orders {
    final List<RotationEvent> events = new ArrayList<>();
    final List<Generation> served = new ArrayList<>();
    final List<Pool> discarded = new ArrayList<>();
    final List<Credential> refused = new ArrayList<>();
    final List<Credential> retired = new ArrayList<>();
    final List<Sweep> sweeps = new ArrayList<>();
    final List<Drain> cuts = new ArrayList<>();
    final List<Drain> closes = new ArrayList<>();
    final List<String> breaker = new ArrayList<>();
    boolean forbidden;
    boolean reading;
    int reads;
    int brokenOff;
    int opens;
    int count;

    @Nullable
    Candidate opening;

    @Nullable
    Generation crowding;

    @Nullable
    HandOver moving;

    /** An order to sweep. */
    record Sweep(Drain drain, boolean hopeless, @Nullable Generation heir) {}

    @Override
    public void read() {
        mustBeFree(!reading, "read");
        reading = true;
        reads++;
    }

    @Override
    public void open(Candidate candidate, @Nullable Generation crowding) {
        mustBeFree(opening == null, "login");
        opening = candidate;
        this.crowding = crowding;
        opens++;
    }

    @Override
    public void move(HandOver handOver) {
        mustBeFree(moving == null, "move");
        moving = handOver;
    }

    private void mustBeFree(boolean free, String what) {
        count++;
        if (!free) {
            throw new AssertionError("a second " + what + " was ordered while one is under way");
        }
    }

    @Override
    public void serve(Generation generation) {
        count++;
        served.add(generation);
        generation.pool().serve();
    }

    @Override
    public void sweep(Drain drain, boolean hopeless, @Nullable Generation heir) {
        count++;
        sweeps.add(new Sweep(drain, hopeless, heir));
    }

    @Override
    public void cut(Drain drain) {
        count++;
        cuts.add(drain);
    }

    @Override
    public void close(Drain drain) {
        count++;
        closes.add(drain);
    }

    @Override
    public void breakOffRead() {
        brokenOff++;
    }

    @Override
    public void prove(Generation generation) {
        count++;
        generation.pool().prove();
    }

    @Override
    public void unpark(Generation generation) {
        count++;
        generation.pool().unpark();
    }

    @Override
    public void openBreaker(Duration wait) {
        breaker.add("open for " + wait);
    }

    @Override
    public void halfOpenBreaker() {
        breaker.add("half open");
    }

    @Override
    public void closeBreaker() {
        breaker.add("closed");
    }

    @Override
    public boolean isForbidden() {
        return forbidden;
    }

    @Override
    public void discard(Pool pool) {
        discarded.add(pool);
        pool.close();
    }

    @Override
    public void tellRefused(Credential credential) {
        count++;
        refused.add(credential);
    }

    @Override
    public void tellRetired(Credential credential) {
        count++;
        retired.add(credential);
    }

    @Override
    public void publish(RotationEvent event) {
        events.add(event);
    }

    /** Returns the events of one kind, in the order they came. */
    <E extends RotationEvent> List<E> events(Class<E> kind) {
        return eventsOf(kind).toList();
    }

    /** Returns the last event of one kind. */
    <E extends RotationEvent> E last(Class<E> kind) {
        return eventsOf(kind).reduce((before, next) -> next).orElseThrow(() -> new AssertionError("no " + kind));
    }

    private <E extends RotationEvent> Stream<E> eventsOf(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast);
    }
}
