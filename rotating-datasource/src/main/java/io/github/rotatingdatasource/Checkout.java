package io.github.rotatingdatasource;

import io.github.rotatingdatasource.RotationEvent.Part;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a caller does to get a connection, as things are now: the state of the data source as an object, so that the good day
 * has no branch for the bad one. The rotator publishes a new one when things change; a caller reads it once per attempt.
 *
 * <p>Safe for use by several threads.
 */
abstract sealed class Checkout {
    /** Returns a connection, or throws what the caller is to see, or {@link Moved} if he is to look again. */
    abstract Connection connect() throws SQLException;

    /** The same within {@code millis} milliseconds: the second attempt of a caller who has waited before. */
    abstract Connection connect(long millis) throws SQLException;

    /** Returns what was thrown when it was last found that there is no login that works, if that is so and something was. */
    @Nullable
    Throwable whyNot() {
        return null;
    }

    /** One generation stands alone. */
    static final class Serving extends Checkout {
        private final Generation generation;
        private final Pool pool;
        private final Mark mark;

        Serving(Generation generation) {
            this.generation = generation;
            this.pool = generation.pool();
            this.mark = pool.mark();
        }

        Pool pool() {
            return pool;
        }

        boolean isMarked() {
            return mark.isSet();
        }

        /** Returns {@code connection}, which came out of a marked pool, if it may be used. */
        Connection examined(Connection connection) throws SQLException {
            return generation.examined(connection);
        }

        @Override
        Connection connect() throws SQLException {
            return generation.connect();
        }

        @Override
        Connection connect(long millis) throws SQLException {
            return generation.connect(millis);
        }
    }

    /** Two generations serve while capacity moves from one to the other: whatever is idle in the new one, then in the old. */
    static final class HandingOver extends Checkout {
        private final Generation outgoing;
        private final Generation incoming;
        private final long timeoutMillis;

        HandingOver(Generation outgoing, Generation incoming, long timeoutMillis) {
            this.outgoing = outgoing;
            this.incoming = incoming;
            this.timeoutMillis = timeoutMillis;
        }

        @Override
        Connection connect() throws SQLException {
            return connect(timeoutMillis);
        }

        @Override
        Connection connect(long millis) throws SQLException {
            Connection idle = incoming.tryConnect();
            if (idle == null) {
                idle = outgoing.tryConnect();
            }
            return idle != null ? idle : shorterQueue().connect(millis);
        }

        /** Where a caller gets on first: the queue that is shorter for its number of connections, the new one's if in doubt. */
        private Generation shorterQueue() {
            Pool from = outgoing.pool();
            Pool to = incoming.pool();
            long waitThere = (long) (from.waiting() + 1) * Math.max(1, to.total());
            long waitHere = (long) (to.waiting() + 1) * from.total();
            return waitHere <= waitThere || from.total() == 0 ? incoming : outgoing;
        }
    }

    /** No generation serves, but one may be on its way: for as long as the grace lasts. */
    static final class Waiting extends Checkout {
        private final CountDownLatch over = new CountDownLatch(1);
        private final String name;
        private final long timeoutMillis;
        private volatile Unavailability why;
        private volatile @Nullable Checkout next;

        /** Creates the state of the data source {@code name}; {@code why} is what callers are told who cannot wait longer. */
        Waiting(String name, Unavailability why, long timeoutMillis) {
            this.name = name;
            this.why = why;
            this.timeoutMillis = timeoutMillis;
        }

        /** Takes note of a newer reason. */
        void because(Unavailability newest) {
            why = newest;
        }

        @Override
        @Nullable
        Throwable whyNot() {
            return why.cause();
        }

        /** Sends everybody who waits on to {@code next}. */
        void end(Checkout next) {
            this.next = next;
            over.countDown();
        }

        @Override
        Connection connect() throws SQLException {
            return connect(timeoutMillis);
        }

        @Override
        Connection connect(long millis) throws SQLException {
            long start = System.nanoTime();
            Checkout then = await(Workers.runsForeignCode() ? 0 : millis);
            return then.connect(Math.max(1, millis - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)));
        }

        private Checkout await(long millis) throws SQLException {
            try {
                if (over.await(millis, TimeUnit.MILLISECONDS) && next != null) {
                    return next;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new SQLException("interrupted while waiting for a login that works", e);
            }
            throw why.exception(name);
        }
    }

    /** There is no login that works, and nobody waits for one: the data source goes on trying by itself. */
    static final class Unavailable extends Checkout {
        private final String name;
        private final Unavailability why;

        Unavailable(String name, Unavailability why) {
            this.name = name;
            this.why = why;
        }

        @Override
        @Nullable
        Throwable whyNot() {
            return why.cause();
        }

        @Override
        Connection connect() throws SQLException {
            throw why.exception(name);
        }

        @Override
        Connection connect(long millis) throws SQLException {
            return connect();
        }
    }

    /** The data source holds no login: nobody waits, since somebody must resume it first. */
    static final class Suspended extends Checkout {
        private final String name;

        Suspended(String name) {
            this.name = name;
        }

        @Override
        Connection connect() throws SQLException {
            throw new CredentialsUnavailableException(
                    "data source " + name + " is suspended, and has no login until it is resumed",
                    Part.SUSPENDED,
                    null);
        }

        @Override
        Connection connect(long millis) throws SQLException {
            return connect();
        }
    }

    /** The data source was closed. */
    static final class Closed extends Checkout {
        private final String name;

        Closed(String name) {
            this.name = name;
        }

        @Override
        Connection connect() throws SQLException {
            throw new SQLNonTransientConnectionException("data source " + name + " has been closed", "08003");
        }

        @Override
        Connection connect(long millis) throws SQLException {
            return connect();
        }
    }
}
