package io.github.rotatingdatasource;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Those who wait in a pool: callers, and whoever takes a turn among them to close a connection. */
final class SimQueue {
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

    private final SimWorld world;
    private final Deque<Waiter> waiters = new ArrayDeque<>();
    private @Nullable Waiter turn;
    private Runnable afterTurn = () -> {};
    private boolean standInWanted;

    SimQueue(SimWorld world) {
        this.world = world;
    }

    int size() {
        return waiters.size();
    }

    void add(Waiter waiter) {
        waiters.add(waiter);
    }

    /** Ends a wait, and returns whether it had not ended before. */
    boolean leave(Waiter waiter) {
        return waiters.remove(waiter);
    }

    /** Gives the first one a connection, and returns whether there is one. */
    boolean give(Connection connection) {
        Waiter first = waiters.poll();
        if (first != null) {
            world.after(Duration.ZERO, () -> first.receive(connection));
        }
        return first != null;
    }

    void wantStandIn(boolean wanted) {
        standInWanted = wanted;
        if (wanted) {
            world.after(world.millis(10), this::standIn);
        }
    }

    private void standIn() {
        standInWanted = standInWanted && !give(StandIn.create());
    }

    boolean isTurnTaken() {
        return turn != null;
    }

    /** Waits like a caller for so long at most, and tells {@code evict} of what comes, if anything does. */
    void takeTurn(long millis, Consumer<Connection> evict) {
        Waiter mine = connection -> {
            evict.accept(connection);
            turnEnds();
        };
        turn = mine;
        waiters.add(mine);
        world.after(Duration.ofMillis(millis), () -> {
            if (leave(mine)) {
                turnEnds();
            }
        });
    }

    private void turnEnds() {
        turn = null;
        Runnable then = afterTurn;
        afterTurn = () -> {};
        then.run();
    }

    /** Does {@code then} when the turn has ended that is being taken, if one is. */
    void afterTurn(Runnable then) {
        if (turn == null) {
            then.run();
        } else {
            afterTurn = then;
        }
    }
}
