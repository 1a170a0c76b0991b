package io.github.rotatingdatasource;

import static io.github.rotatingdatasource.SimWorld.check;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A model of {@link OneLoginPool} and HikariCP: it adds connections as they do, one at a time, counts one that is being closed no
 * more though its permit is still out, hands out what was killed without noticing, and wakes who waits by nothing but a
 * connection.
 */
final class SimPool implements Pool {
    private static final Duration UNVALIDATED = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    /** Whoever waits for a connection. */
    interface Waiter {
        void receive(Connection connection);
    }

    /** Says that the caller has to wait: a real one would be blocked. */
    static final class Queued extends SQLException {
        private static final long serialVersionUID = 1L;
        final transient SimPool pool;

        Queued(SimPool pool) {
            this.pool = pool;
        }
    }

    final SimLogin login;
    final SimTurns turns;
    private final SimWorld world;
    private final Settings settings;
    private final Mark mark = new Mark();
    private final SimDoubt doubt;
    private final Deque<SimSession> idle = new ArrayDeque<>();
    private final Set<SimSession> out = new LinkedHashSet<>();
    private final Deque<Waiter> waiters = new ArrayDeque<>();
    private int size = 1;
    private int minimum = 1;
    private boolean adding;
    private int failures;
    private Instant pausedUntil = Instant.MIN;
    private boolean standInWanted;
    private boolean closed;
    private @Nullable Waiter turn;
    private Runnable afterTurn = () -> {};

    /** Creates a pool whose trial login was accepted, and has taken a permit. */
    SimPool(SimWorld world, SimDatabase database, Settings settings, SimLogin login) {
        this.world = world;
        this.settings = settings;
        this.login = login;
        this.turns = new SimTurns(world);
        this.doubt = new SimDoubt(world, database, mark, login);
        hand(login.open());
    }

    private void hand(SimSession session) {
        Waiter first = waiters.poll();
        session.lastUsed = world.time();
        if (first == null) {
            idle.add(session);
        } else {
            out.add(session);
            give(first, session.connection);
        }
    }

    private void give(Waiter waiter, Connection connection) {
        world.after(Duration.ZERO, () -> waiter.receive(connection));
    }

    /** Does what the adder does: it adds one after the other as long as one is wanted, and pauses when that fails. */
    void look() {
        adding |= sessions() == 0 && idle.size() < minimum;
        adding &= !closed && total() < size && (idle.size() < minimum || waiters.size() > idle.size());
        if (!adding || world.time().isBefore(pausedUntil)) {
            return;
        }
        if (login.isShut()) {
            pause();
        } else {
            login.attempt(this::added);
        }
    }

    private void added(@Nullable SimSession session) {
        if (session == null) {
            pause();
        } else {
            failures = 0;
            hand(session);
        }
    }

    private void pause() {
        Duration pause = Times.doubled(Duration.ofMillis(10), Math.min(++failures, 15), LONGEST_PAUSE);
        pausedUntil = world.time().plus(pause);
        world.after(pause, () -> {});
    }

    /** A caller runs a statement with what he got; returns whether it worked. */
    boolean use(SimSession session) {
        return doubt.use(session);
    }

    /** A caller gives a connection back. */
    void back(SimSession session) {
        if (!out.remove(session) || !session.open) {
            return;
        }
        if (session.evictWhenBack) {
            login.close(session);
        } else {
            hand(session);
        }
    }

    void enqueue(Waiter waiter) {
        check(!closed, "5: %s is closed, and lets somebody wait", this);
        waiters.add(waiter);
    }

    /** Ends a wait, and returns whether it had not ended before. */
    boolean leave(Waiter waiter) {
        return waiters.remove(waiter);
    }

    /** Returns how many connections callers have. */
    int lent() {
        return out.size();
    }

    /** Returns whether it has connections that are not being closed. */
    boolean holds() {
        return !idle.isEmpty() || out.stream().anyMatch(session -> session.open);
    }

    boolean isClosed() {
        return closed;
    }

    boolean hasUsersSettings() {
        return !login.opensNothing() && size == settings.maximum() && minimum == settings.minimumIdle();
    }

    /** Does {@code then} when the turn in the queue has ended which is being taken here, if one is. */
    void afterTurn(Runnable then) {
        if (turn == null) {
            then.run();
        } else {
            afterTurn = then;
        }
    }

    @Override
    public Mark mark() {
        return mark;
    }

    @Override
    public Connection connect() throws SQLException {
        return connect(0);
    }

    @Override
    public Connection connect(long millis) throws SQLException {
        Connection taken = tryConnect();
        if (taken == null) {
            adding |= total() < size;
            throw new Queued(this);
        }
        return taken;
    }

    @Override
    public @Nullable Connection tryConnect() {
        while (!idle.isEmpty()) {
            SimSession session = idle.removeLast();
            if (session.alive || world.time().isBefore(session.lastUsed.plus(UNVALIDATED))) {
                out.add(session);
                return session.connection;
            }
            login.close(session);
            adding = true;
        }
        return null;
    }

    @Override
    public int total() {
        return idle.size() + out.size();
    }

    @Override
    public int idle() {
        return idle.size();
    }

    @Override
    public int waiting() {
        return waiters.size();
    }

    @Override
    public int sessions() {
        return login.sessions();
    }

    @Override
    public boolean isGrowing() {
        return total() < size;
    }

    @Override
    public boolean isCrowdedOut() {
        return login.isCrowdedOut();
    }

    @Override
    public void inTurn(Runnable work) {
        turns.add(done -> {
            work.run();
            done.run();
        });
    }

    @Override
    public void openNothing() {
        login.opensNothing(true);
        minimum = 0;
        shrinkToFit();
    }

    private void shrinkToFit() {
        size = Math.max(1, total());
    }

    @Override
    public void serve() {
        login.opensNothing(false);
        size = settings.maximum();
        minimum = settings.minimumIdle();
        fill();
    }

    @Override
    public void grow() {
        size = Math.min(settings.maximum(), total() + 1);
        minimum = size;
        login.forgetCrowd();
        adding = true;
        pausedUntil = world.time();
    }

    @Override
    public void fill() {
        int wanted = Math.max(settings.minimumIdle(), waiting()) - idle();
        adding |= Math.min(settings.maximum() - total(), wanted) > 0;
        if (waiting() > 0) {
            pausedUntil = world.time();
        }
    }

    @Override
    public boolean evictIdle() {
        return evicted(tryConnect());
    }

    @Override
    public boolean evictNext(long millis) {
        if (turn != null || evictIdle()) {
            return turn == null;
        }
        Waiter mine = this::turnEnds;
        turn = mine;
        waiters.add(mine);
        world.after(Duration.ofMillis(millis), () -> {
            if (waiters.remove(mine)) {
                turnEnds(null);
            }
        });
        return false;
    }

    private void turnEnds(@Nullable Connection connection) {
        turn = null;
        evicted(connection);
        Runnable then = afterTurn;
        afterTurn = () -> {};
        then.run();
    }

    private boolean evicted(@Nullable Connection connection) {
        if (connection != null && !(connection instanceof StandIn)) {
            evict(connection);
            shrinkToFit();
        }
        return connection != null;
    }

    @Override
    public void evictAll() {
        out.forEach(session -> session.evictWhenBack = true);
        idle.forEach(login::close);
        idle.clear();
        shrinkToFit();
    }

    @Override
    public void moveWaiters() {
        standInWanted = waiting() > 0;
        if (standInWanted) {
            size = total() + 1;
            world.after(world.millis(10), this::standIn);
        }
    }

    private void standIn() {
        Waiter first = standInWanted ? waiters.poll() : null;
        if (first != null) {
            standInWanted = false;
            give(first, StandIn.create());
        }
    }

    @Override
    public boolean isStandIn(Connection connection) {
        boolean standsIn = connection instanceof StandIn;
        if (standsIn && !waiters.isEmpty()) {
            give(waiters.remove(), connection);
        }
        return standsIn;
    }

    @Override
    public boolean isTrusted(Connection connection) {
        return doubt.trusts(SimSession.of(connection));
    }

    @Override
    public void evict(Connection connection) {
        SimSession session = SimSession.of(connection);
        if (out.remove(session)) {
            login.close(session);
            adding |= idle.size() < minimum;
        }
    }

    @Override
    public void prove() {
        login.prove();
    }

    @Override
    public void unpark() {
        login.unpark();
    }

    @Override
    public @Nullable SQLException refusal() {
        return login.refusal();
    }

    @Override
    public int cut() {
        login.close();
        List<SimSession> all = new ArrayList<>(out);
        all.addAll(idle);
        idle.clear();
        int open = login.sessions();
        all.forEach(login::gone);
        return open;
    }

    @Override
    public void close() {
        closed = true;
        cut();
    }

    @Override
    public String toString() {
        return "pool of " + login.user + " (" + idle.size() + " idle, " + out.size() + " out, " + waiters.size()
                + " waiting, " + sessions() + " sessions, " + size + " at most" + (login.isShut() ? ", shut)" : ")");
    }
}
