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

    /** One generation stands alone. */
    static final class Serving extends Checkout {
        private final Generation generation;
        private final Pool pool;

        Serving(Generation generation) {
            this.generation = generation;
            this.pool = generation.pool();
        }

        Pool pool() {
            return pool;
        }

        boolean isMarked() {
            return generation.isMarked();
        }

        /** Returns {@code connection}, which came out of the pool, unless it is a stand-in. */
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

    /** No generation serves, but one is on its way. */
    static final class Waiting extends Checkout {
        private final CountDownLatch over = new CountDownLatch(1);
        private final long timeoutMillis;
        private volatile @Nullable Checkout next;

        Waiting(long timeoutMillis) {
            this.timeoutMillis = timeoutMillis;
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
                throw new SQLException("interrupted while waiting for the first credential", e);
            }
            throw new CredentialsUnavailableException(
                    "no credential was to be had within " + millis + " ms; the data source goes on asking its source",
                    Part.SOURCE,
                    null);
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
