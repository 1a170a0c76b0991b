package io.github.rotatingdatasource;

import static io.github.rotatingdatasource.SimWorld.check;

import io.github.rotatingdatasource.RotationEvent.Outcome;
import io.github.rotatingdatasource.SimCensus.Happening;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The whole core in a world that is simulated: a {@link Rotator} and all it owns, with the clock, the workers, the pools, the
 * source, the database and the callers of a model. The loop steps when the rotator said, or was told something, and at no other
 * time, so that a step which is due and not asked for is missed.
 */
final class Simulation {
    final SimWorld world;
    final SimCensus census = new SimCensus();
    final Settings settings;
    final SimDatabase database;
    final SimSource source;
    final Permits permits;
    final SimTrials trials;
    final SimOrders orders;
    final SimChecks checks;
    final Rotator rotator;
    final List<CompletableFuture<Outcome>> demands = new ArrayList<>();
    final List<SimSession> leaked = new ArrayList<>();
    private final Map<SimPool, Candidate> pools = new LinkedHashMap<>();
    private final Map<SimPool, Generation> generations = new LinkedHashMap<>();
    private List<SimCaller> callers = new ArrayList<>();
    private long wake;
    private int idleTurns;
    private boolean closed;

    Simulation(long seed) {
        this.world = new SimWorld(seed);
        this.settings = settings(world);
        this.database = new SimDatabase(world);
        this.source = new SimSource(world, database, settings.cheap());
        this.permits = new Permits(settings.maximum() + settings.policy().headroom());
        this.trials = new SimTrials(this);
        this.orders = new SimOrders(this, trials);
        this.checks = new SimChecks(this);
        this.rotator = new Rotator(settings, orders, Inheritance.none("orders"), world::chance, world.clock());
        world.tell("cheap: " + settings.cheap() + ", maximum " + settings.maximum() + ", " + settings.policy());
        step();
    }

    private static Settings settings(SimWorld world) {
        int maximum = 1 + world.any(6);
        RotationPolicy policy = RotationPolicy.defaults()
                .withHeadroom(1 + world.any(Math.min(2, maximum)))
                .withGrace(world.oneIn(4) ? Duration.ZERO : Duration.ofSeconds(2))
                .withDrainLimit(Duration.ofSeconds(world.oneIn(3) ? 3 : 30));
        long timeout = world.oneIn(3) ? 1_000 : 10_000;
        return new Settings("orders", policy, world.oneIn(2), timeout, world.any(maximum + 1), maximum);
    }

    /** Tells the rotator something, in a moment, as the loop does; then it makes a step. */
    void tell(Consumer<Instant> happened) {
        world.after(world.millis(1), () -> {
            happened.accept(world.clock());
            step();
        });
    }

    private void step() {
        Duration wait = rotator.step(world.clock());
        idleTurns = wait.isZero() ? idleTurns + 1 : 0;
        check(idleTurns < 100, "the loop spins: something is due all the time, and never done");
        long mine = ++wake;
        if (wait.compareTo(Duration.ofDays(2)) < 0) {
            world.after(wait, () -> {
                if (mine == wake) {
                    step();
                }
            });
        }
        remember();
        checks.afterStep();
    }

    private void remember() {
        Snapshot snapshot = rotator.snapshot();
        remember(snapshot.current());
        remember(snapshot.incoming());
        for (SimPool pool : pools.keySet()) {
            if (pool.login.retired == 0 && pool.mark().isRetired()) {
                pool.login.retired = world.tick();
                pool.login.retiredAt = world.time();
                pool.login.closedBy = checks.deadline(generations.get(pool));
            }
        }
    }

    private void remember(@Nullable Generation generation) {
        if (generation != null) {
            generations.putIfAbsent((SimPool) generation.pool(), generation);
        }
    }

    /** The clock jumps, which is told before anything else. */
    void jump(Duration jump, boolean isSuspended) {
        world.tell((isSuspended ? "suspended for " : "wall clock set forward by ") + jump);
        if (isSuspended) {
            world.suspend(jump);
        } else {
            world.setForward(jump);
        }
        census.cameIn(
                rotator.published().checkout(),
                Happening.CLOCK_JUMP_IN_A_HAND_OVER,
                Happening.CLOCK_JUMP_WITHOUT_SERVICE,
                Happening.CLOCK_JUMP_WITHOUT_SERVICE);
        rotator.clockJumped(jump);
        step();
        settle();
    }

    /** Lets time pass, and everything happen that is to happen in it. */
    void pass(Duration time) {
        Instant end = world.time().plus(time);
        settle();
        while (world.happen(end)) {
            settle();
        }
        settle();
    }

    /** Lets time pass until a login is tried or a hand-over is under way, or this much of it. */
    void passUntilRotation(Duration longest) {
        Instant end = world.time().plus(longest);
        settle();
        while (orders.opening() == null && rotator.snapshot().incoming() == null && world.happen(end)) {
            settle();
        }
    }

    private void settle() {
        callers.removeIf(SimCaller::isOver);
        List.copyOf(callers).forEach(SimCaller::look);
        pools.keySet().forEach(SimPool::look);
        checks.afterEvent(callers);
        pools.keySet().removeIf(pool -> pool.isClosed() && pool.sessions() == 0 && pool.waiting() == 0);
    }

    /** Returns when something was that the wall clock dates, by our own clock. */
    Instant timeOf(@Nullable Instant began) {
        return began == null ? world.clock() : Times.earlier(began, world.clock());
    }

    SimPool newPool(Candidate candidate) {
        SimLogin login =
                new SimLogin(this, candidate.credential(), evidence -> tell(now -> learned(candidate, evidence, now)));
        SimPool pool = new SimPool(world, database, settings, login);
        pools.put(pool, candidate);
        return pool;
    }

    private void learned(Candidate candidate, Evidence evidence, Instant now) {
        boolean isRefusal = evidence == Evidence.REFUSED || evidence == Evidence.DEAD;
        if (isRefusal && isInService(candidate)) {
            trials.refusedInService(candidate);
        }
        if (evidence == Evidence.SESSION_ENDED && rotator.snapshot().incoming() != null) {
            census.add(Happening.SESSION_ENDED_IN_A_HAND_OVER);
        }
        rotator.learned(candidate, evidence, now);
    }

    private boolean isInService(Candidate candidate) {
        return generations.values().stream()
                .anyMatch(generation -> generation.isFrom(candidate) && !generation.isRetired());
    }

    /** A caller comes. */
    SimCaller call(Duration holds, boolean leaks) {
        boolean mustFail = rotator.published().checkout() instanceof Checkout.Unavailable;
        SimCaller caller = new SimCaller(this, holds, leaks);
        callers.add(caller);
        caller.call();
        check(
                !mustFail || caller.failure() instanceof CredentialsUnavailableException,
                "8: a caller does not fail at once: %s",
                caller.failure());
        return caller;
    }

    void demand() {
        world.tell("demand");
        CompletableFuture<Outcome> answer = new CompletableFuture<>();
        demands.add(answer);
        tell(now -> {
            trials.demand();
            news();
            rotator.demand(answer, now);
        });
    }

    void changed() {
        tell(now -> {
            news();
            rotator.changed(now);
        });
    }

    private void news() {
        census.cameIn(
                rotator.published().checkout(),
                Happening.NEWS_IN_A_HAND_OVER,
                Happening.NEWS_WHILE_WAITING,
                Happening.NEWS_WHILE_UNAVAILABLE);
    }

    /** Ends it, as the loop does. */
    void close() {
        world.tell("close");
        census.cameIn(
                rotator.published().checkout(),
                Happening.CLOSED_IN_A_HAND_OVER,
                Happening.CLOSED_WITHOUT_SERVICE,
                Happening.CLOSED_WITHOUT_SERVICE);
        List<Generation> left = rotator.close();
        closed = true;
        remember();
        left.forEach(generation -> orders.closeNow((SimPool) generation.pool(), 0));
        settle();
    }

    boolean isClosed() {
        return closed;
    }

    SimPool poolOf(SimSession session) {
        return pools.keySet().stream()
                .filter(pool -> pool.login == session.login)
                .findFirst()
                .orElseThrow();
    }

    /** What was leaked out of pools that serve is found after all: a leak is for ever, and starves a pool by itself. */
    void findLeaked() {
        for (SimSession session : leaked) {
            if (session.open && session.login.retired == 0) {
                poolOf(session).back(session);
            }
        }
        leaked.clear();
    }

    Iterable<SimPool> pools() {
        return pools.keySet();
    }

    Iterable<SimCaller> callers() {
        return callers;
    }

    @Nullable
    Generation generationOf(SimPool pool) {
        return generations.get(pool);
    }
}
