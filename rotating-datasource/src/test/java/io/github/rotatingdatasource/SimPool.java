package io.github.rotatingdatasource;

import static io.github.rotatingdatasource.SimWorld.check;

import io.github.rotatingdatasource.source.Credential;
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

    final SimLogin login;
    final SimTurns turns;
    final SimQueue queue;
    private final SimWorld world;
    private final Settings settings;
    private final Mark mark = new Mark();
    private final SimDoubt doubt;
    private final Deque<SimSession> idle = new ArrayDeque<>();
    private final Set<SimSession> out = new LinkedHashSet<>();
    private int size = 1;
    private int minimum = 1;
    private boolean adding;
    private int failures;
    private Instant pausedUntil = Instant.MIN;
    private boolean closed;
    private int proofs;

    /** Creates a pool whose trial login was accepted, and has taken a permit. */
    SimPool(SimWorld world, SimDatabase database, Settings settings, SimLogin login) {
        this.world = world;
        this.settings = settings;
        this.login = login;
        this.turns = new SimTurns(world);
        this.queue = new SimQueue(world);
        this.doubt = new SimDoubt(world, database, mark, login);
        hand(login.open());
    }

    private void hand(SimSession session) {
        session.lastUsed = world.time();
        (queue.give(session.connection) ? out : idle).add(session);
    }

    /** Does what the adder does: it adds one after the other as long as one is wanted, and pauses when that fails. */
    void look() {
        adding |= sessions() == 0 && idle.size() < minimum;
        adding &= !closed && total() < size && (idle.size() < minimum || queue.size() > idle.size());
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

    void enqueue(SimQueue.Waiter waiter) {
        check(!closed, "5: %s is closed, and lets somebody wait", this);
        queue.add(waiter);
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

    /** Returns how often the login was tried although the pool needed no connection. */
    int proofs() {
        return proofs;
    }

    boolean hasUsersSettings() {
        return !login.opensNothing() && size == settings.maximum() && minimum == settings.minimumIdle();
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
            throw new SimQueue.Queued(this);
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
        return queue.size();
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
        boolean evicted = !queue.isTurnTaken() && evictIdle();
        if (!evicted && !queue.isTurnTaken()) {
            queue.takeTurn(millis, this::evicted);
        }
        return evicted;
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
        boolean needed = waiting() > 0;
        if (needed) {
            size = total() + 1;
        }
        queue.wantStandIn(needed);
    }

    @Override
    public boolean isStandIn(Connection connection) {
        boolean standsIn = connection instanceof StandIn;
        if (standsIn) {
            queue.give(connection);
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
    public boolean use(Credential newer) {
        return login.use(newer);
    }

    @Override
    public void prove() {
        proofs++;
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
        return "pool of " + login.user + " (" + idle.size() + " idle, " + out.size() + " out, " + waiting()
                + " waiting, " + sessions() + " sessions, " + size + " at most" + (login.isShut() ? ", shut)" : ")");
    }
}
