package io.github.rotatingdatasource;

import static io.github.rotatingdatasource.SimWorld.check;

import io.github.rotatingdatasource.RotationEvent.Rotated;
import io.github.rotatingdatasource.source.Credential;
import io.github.rotatingdatasource.source.Lease;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What holds at all times, as far as a simulation can see it. A failure begins with the number that the invariant has in
 * {@code docs/design.md}.
 */
final class SimChecks {
    /** How long workers and the timer may take for what is done at once. */
    private static final Duration LAST_TRIAL = Duration.ofMillis(250);

    private static final Duration SOON = Duration.ofSeconds(1);

    /** HikariCP may look again only after so long whether a database is back. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(6);

    /** Longer takes no hand-over while the database is well. */
    private static final Duration HAND_OVER = Duration.ofSeconds(15);

    private final Simulation run;
    private final SimWorld world;
    private @Nullable Checkout before;
    private @Nullable Generation outgoing;
    private Instant checkoutSince;
    private Instant lastOutage;
    private Instant lastExhausted = Instant.MIN;
    private int orderedAtClose = -1;
    private int lastRotated;

    SimChecks(Simulation run) {
        this.run = run;
        this.world = run.world;
        this.checkoutSince = world.clock();
        this.lastOutage = world.time();
    }

    private Checkout checkout() {
        return run.rotator.published().checkout();
    }

    /** Looks at what the rotator has decided. */
    void afterStep() {
        Snapshot snapshot = run.rotator.snapshot();
        Generation serving = serving(snapshot);
        if (before == null || !run.rotator.published().isCurrent(before)) {
            changed(before, checkout(), snapshot);
            if (outgoing != null && snapshot.incoming() == null) {
                run.census.handedOver(outgoing, serving, run.settings.policy(), world.clock());
            }
            before = checkout();
            checkoutSince = world.clock();
        }
        outgoing = snapshot.incoming() == null ? null : snapshot.current();
        if (run.isClosed()) {
            isQuiet();
            return;
        }
        boolean nobodyServes = checkout() instanceof Checkout.Waiting || checkout() instanceof Checkout.Unavailable;
        check(nobodyServes == (serving == null), "4: %s is published while %s serves", checkout(), serving);
        boolean handsOver = checkout() instanceof Checkout.HandingOver;
        check(!handsOver || snapshot.incoming() != null, "4: a hand-over is published that is none");
        check(!run.orders.isMoving() || snapshot.incoming() != null, "a move without a hand-over");
        check(run.orders.opening() == null || snapshot.incoming() == null, "a trial during a hand-over");
        check(
                !snapshot.draining().contains(serving) && !snapshot.draining().contains(snapshot.incoming()),
                "7: what drains, serves");
        numbersDiffer(snapshot, serving);
        loginsAreOfTheirPools(snapshot, serving);
        graceEnds();
        timesAreKept(serving, snapshot.incoming());
        breakerFollows(serving);
    }

    private static @Nullable Generation serving(Snapshot snapshot) {
        Generation current = snapshot.current();
        return current == null || current.isRetired() ? null : current;
    }

    private void isQuiet() {
        check(checkout() instanceof Checkout.Closed, "14: closed, but %s is published", checkout());
        orderedAtClose = orderedAtClose < 0 ? run.orders.count : orderedAtClose;
        check(run.orders.count == orderedAtClose, "14: something was ordered after the close");
    }

    private void numbersDiffer(Snapshot snapshot, @Nullable Generation serving) {
        List<Integer> numbers = Stream.concat(
                        Stream.of(serving, snapshot.incoming()).filter(Objects::nonNull), snapshot.draining().stream())
                .map(Generation::number)
                .toList();
        check(numbers.stream().distinct().count() == numbers.size(), "a generation is there twice: %s", numbers);
    }

    private void loginsAreOfTheirPools(Snapshot snapshot, @Nullable Generation serving) {
        for (Generation one : new Generation[] {serving, snapshot.incoming()}) {
            if (one != null) {
                SimPool pool = (SimPool) one.pool();
                String user = one.credential().username();
                check(pool.login.user.equals(user), "1: %s has the credential of %s", pool, user);
                check(run.database.user(user).accepted > 0, "2: %s serves, and was never accepted", user);
                check(!pool.isClosed() && !one.isRetired(), "7: %s is in service, and retired or closed", pool);
            }
        }
    }

    /** A login that is being tried when it ends is waited for a little longer. */
    private void graceEnds() {
        RotationPolicy policy = run.settings.policy();
        Duration limit = run.rotator.snapshot().current() == null ? policy.startLimit() : policy.grace();
        Instant until = checkoutSince.plus(limit).plus(LAST_TRIAL);
        boolean over = world.clock().isAfter(until) && world.isSteadyFor(SOON);
        check(!(over && checkout() instanceof Checkout.Waiting), "8: callers wait longer than the grace");
    }

    /** A firm end has no grace, a hand-over ends before it, and a lower bound that has passed is looked into. */
    private void timesAreKept(@Nullable Generation serving, @Nullable Generation incoming) {
        boolean isLong = checkoutSince.isBefore(world.clock().minus(HAND_OVER))
                && world.isSteadyFor(HAND_OVER)
                && run.database.wasWellSince(world.time().minus(HAND_OVER));
        check(incoming == null || !isLong, "3: a hand-over without end to %s", incoming);
        if (serving == null || serving.term().ends() == null || !world.isSteadyFor(SOON)) {
            return;
        }
        Lease lease = serving.term().lease();
        Instant ends = serving.term().ends();
        Instant late = world.clock().minus(SOON);
        if (incoming != null) {
            Duration margin = run.settings.policy().margin(lease.length());
            boolean over = lease.end() == Lease.End.FIRM && ends.minus(margin).isBefore(late);
            check(!over || checkoutSince.isAfter(late), "8: a hand-over goes on in the margin of %s", serving.pool());
            return;
        }
        boolean over = lease.end() == Lease.End.FIRM && ends.plus(world.jumps()).isBefore(late);
        check(!over || checkoutSince.isAfter(late), "8: the firm lease of %s is over, and it serves", serving.pool());
        boolean isProven = ((SimPool) serving.pool()).proofs() > 0 || serving.isRefused();
        boolean endsSessions = !serving.credential().isLoginOnly();
        Instant asked =
                run.settings.cheap() ? late.minusSeconds(3) : late; // what may be polled is asked before any login
        boolean isSuspect = endsSessions && ends.isBefore(asked) && checkoutSince.isBefore(asked);
        check(!isSuspect || isProven, "8: the lease of %s may be over, and nobody looks", serving.pool());
    }

    private void breakerFollows(@Nullable Generation serving) {
        boolean fails = checkout() instanceof Checkout.Unavailable;
        check(
                fails != run.orders.breaker.equals("closed"),
                "8: %s while the breaker is %s",
                checkout(),
                run.orders.breaker);
        boolean told = serving == null || run.rotator.snapshot().unavailable() == null;
        check(told, "8: %s serves, and the status says unavailable", serving);
    }

    private void changed(@Nullable Checkout from, Checkout to, Snapshot snapshot) {
        boolean served = from instanceof Checkout.Serving || from instanceof Checkout.HandingOver;
        boolean fails = to instanceof Checkout.Waiting || to instanceof Checkout.Unavailable;
        if (served && fails) {
            Generation lost = Objects.requireNonNull(snapshot.current());
            check(
                    isLost(lost) || hasEnded(lost, to),
                    "5: nobody serves, but %s still could, %s",
                    lost.pool(),
                    lost.term());
        }
        if (fails) {
            lastOutage = world.time();
        }
    }

    private boolean isLost(Generation generation) {
        SimPool pool = (SimPool) generation.pool();
        boolean userIsGone = pool.mark().isDead() && run.database.user(pool.login.user).wasEverGone;
        return userIsGone || (pool.refusal() != null && pool.sessions() == 0);
    }

    /** What the wall clock dates may seem to end early, if that clock was set; what a source did not date ends when it ends. */
    private boolean hasEnded(Generation generation, Checkout next) {
        Lease lease = generation.term().lease();
        Instant ends = run.database.user(generation.credential().username()).leaseEndsAsTold;
        boolean ended = !world.time().isBefore(ends.minusSeconds(1)) || (lease.began() != null && world.wasSet());
        return lease.end() == Lease.End.FIRM && ended && next instanceof Checkout.Unavailable;
    }

    /** Returns when a generation that is retired now must have no session any more. */
    Instant deadline(Generation retired) {
        RotationPolicy policy = run.settings.policy();
        Instant limit = world.clock().plus(policy.drainLimit());
        Generation current = Objects.requireNonNull(run.rotator.snapshot().current());
        boolean isReplaced = current.number() > retired.number();
        Instant seen = isReplaced ? current.origin().seen() : world.clock();
        Instant told = isReplaced ? retired.sessionsEnd(current.credential()) : retired.sessionsEnd();
        Instant ends = retired.endsForSure().equals(Times.NEVER) ? told : retired.endsForSure();
        Instant deadline = ends == null ? null : policy.deadline(retired.term().lease(), ends, seen);
        return deadline == null ? limit : Times.earlier(limit, deadline);
    }

    /** Looks at what is told. */
    void told(RotationEvent event) {
        if (event instanceof Rotated rotated) {
            check(rotated.generation() > lastRotated, "generations out of order: %s", rotated);
            lastRotated = rotated.generation();
            run.trials.serves();
        }
    }

    /** Looks at what workers and callers have done. */
    void afterEvent(List<SimCaller> callers) {
        int lent = 0;
        check(run.database.sessions() <= run.permits.total(), "8: more sessions than permits");
        for (SimPool pool : run.pools()) {
            lent += pool.lent();
            check(pool.total() <= run.settings.maximum(), "8: %s is too large", pool);
            check(pool.login.retired == 0 || isDraining(pool), "7: %s is retired, and goes on", pool);
            check(pool.login.retired > 0 || isInService(pool), "7: %s neither serves nor drains", pool);
        }
        lastExhausted = lent >= run.settings.maximum() ? world.time() : lastExhausted;
        if (checkout() instanceof Checkout.Waiting || checkout() instanceof Checkout.Unavailable) {
            lastOutage = world.time();
        }
        if (!run.isClosed()) {
            inService();
        }
        for (SimCaller caller : callers) {
            SimPool queue = caller.queue();
            boolean isForgotten = queue != null && queue.login.retired > 0 && isLate(later(caller, queue));
            check(!isForgotten, "5: a caller is forgotten in the retired %s", queue);
        }
    }

    private static Instant later(SimCaller caller, SimPool queue) {
        return Times.later(caller.queuedAt(), queue.login.retiredAt);
    }

    private boolean isLate(Instant since) {
        return since.isBefore(world.time().minus(SOON)) && world.isSteadyFor(SOON);
    }

    private boolean isInService(SimPool pool) {
        Generation generation = run.generationOf(pool);
        Snapshot snapshot = run.rotator.snapshot();
        return run.isClosed()
                || generation == null
                || generation.equals(serving(snapshot))
                || generation.equals(snapshot.incoming());
    }

    private boolean isDraining(SimPool pool) {
        SimLogin login = pool.login;
        boolean isOpen = isLate(login.retiredAt) && !login.opensNothing();
        boolean isOverdue = login.closedBy.isBefore(world.clock().minus(SOON)) && isLate(login.retiredAt);
        return !isOpen && !(isOverdue && pool.holds());
    }

    private void inService() {
        Snapshot snapshot = run.rotator.snapshot();
        Generation serving = serving(snapshot);
        for (Generation one : new Generation[] {serving, snapshot.incoming()}) {
            if (one != null) {
                SimPool pool = (SimPool) one.pool();
                Instant parkedSince = pool.login.parkedSince();
                check(!isLate(pool.login.lostAt), "5: nothing is left of %s, and it serves", pool);
                check(
                        parkedSince == null || !isLate(parkedSince) || one.isRefused(),
                        "5: new connections are put off for good in %s",
                        pool);
            }
        }
        boolean isAlone = serving != null && snapshot.incoming() == null && run.orders.opening() == null;
        if (isAlone && serving.pool() instanceof SimPool pool && pool.turns.isQuiet()) {
            check(pool.hasUsersSettings(), "3: %s serves alone, but not as its user set it", pool);
        }
    }

    /** A caller got a connection. */
    void got(SimCaller caller, SimSession session) {
        SimPool pool = run.poolOf(session);
        long retired = pool.login.retired;
        check(retired == 0 || retired > caller.arrival(), "7: the retired %s serves somebody new", pool);
        check(!pool.mark().isDead(), "5: %s is dead, and serves", pool);
    }

    /** A connection comes back. */
    void comesBack(SimSession session) {
        boolean cut = !session.open && session.login.retired > 0 && !run.isClosed();
        boolean early = world.clock().isBefore(session.login.closedBy);
        check(!(cut && early), "6: a connection of %s was cut off before its time", session.user);
    }

    /** A caller got an exception. */
    void failed(SimCaller caller, SQLException failure) {
        world.tell("caller fails: " + failure.getMessage());
        if (failure instanceof CredentialsUnavailableException) {
            check(!lastOutage.isBefore(caller.began()), "5: a caller fails, though there was no outage: %s", failure);
        } else if ("08003".equals(failure.getSQLState())) {
            check(run.isClosed(), "14: a caller is told of a close that was not");
        } else {
            check(!(failure instanceof Moved), "5: a caller sees what is internal");
            check(failure instanceof SQLTransientConnectionException, "5: a caller fails: %s", failure);
            check(isReason(caller), "5: a caller timed out though nothing was wrong, of %s", run.pools());
        }
    }

    private boolean isReason(SimCaller caller) {
        return run.isClosed()
                || !run.database.wasWellSince(caller.began().minus(LONGEST_PAUSE))
                || isRefused()
                || !lastExhausted.isBefore(caller.began())
                || !lastOutage.isBefore(caller.began())
                || !world.isSteadyFor(Duration.between(caller.began(), world.time()));
    }

    /** What lives of a generation whose login is refused goes on, and may not be enough for all. */
    private boolean isRefused() {
        Generation serving = serving(run.rotator.snapshot());
        return serving != null && serving.pool().refusal() != null;
    }

    /** The source is told that a login will not be used again. */
    void isRetired(Credential credential) {
        String user = credential.username();
        Snapshot snapshot = run.rotator.snapshot();
        for (SimPool pool : run.pools()) {
            boolean isUsed = pool.login.user.equals(user) && pool.sessions() > 0 && !credential.isLoginOnly();
            check(!isUsed || run.isClosed(), "6: the source may revoke %s, which is in use by %s", user, pool);
        }
        Generation incoming = snapshot.incoming();
        check(incoming == null || !incoming.hasSameLoginAs(credential), "6: the source may revoke what takes over");
    }

    /** Looks whether anything is left a while after the close. */
    void afterClose() {
        check(run.database.sessions() == 0, "14: %s sessions are left", run.database.sessions());
        check(run.permits.free() == run.permits.total(), "14: permits are left");
        check(run.demands.stream().allMatch(demand -> demand.isDone()), "14: somebody waits for a rotation");
        run.callers().forEach(caller -> check(caller.isOver(), "14: a caller waits in %s", caller.queue()));
        run.pools().forEach(pool -> check(pool.isClosed(), "14: %s is left", pool));
    }
}
