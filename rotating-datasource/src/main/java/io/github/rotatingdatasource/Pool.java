package io.github.rotatingdatasource;

import io.github.rotatingdatasource.source.Credential;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The pool of one generation, as the rest of the library sees it.
 *
 * <p>Any thread may check out. What moves capacity, from {@link #openNothing()} on, is called on workers, in
 * the order in which it was decided, and may block for a moment.
 */
interface Pool {
    /** Returns what callers must know of this pool's generation. */
    Mark mark();

    /** Returns a connection, waiting for one as long as the pool's connection time-out says. */
    Connection connect() throws SQLException;

    /** Returns a connection, waiting for one for {@code millis} milliseconds. */
    Connection connect(long millis) throws SQLException;

    /** Returns an idle connection without waiting, or {@code null} if there is none. */
    @Nullable
    Connection tryConnect();

    /** Returns how many connections the pool has, used and idle. */
    int total();

    /** Returns how many connections are idle. */
    int idle();

    /** Returns how many callers wait. */
    int waiting();

    /** Returns how many physical connections exist, those included that are being closed. */
    int sessions();

    /** Returns whether a connection that was ordered by {@link #grow()} has not come yet. */
    boolean isGrowing();

    /** Returns whether the database has no room for another connection just now, as it said at the last login. */
    boolean isCrowdedOut();

    /** Does {@code work} on a worker, after what was ordered here before. */
    void inTurn(Runnable work);

    /** From now on makes no new connection. */
    void openNothing();

    /** Takes {@link #openNothing()} back, and a size that was changed. */
    void serve();

    /** Orders one more connection, up to the size that the user set. */
    void grow();

    /** Orders the connections that are missing to the minimum that the user set. */
    void fill();

    /** Closes one idle connection, and makes the pool smaller by one; returns whether there was one. */
    boolean evictIdle();

    /** Waits in the queue like any caller for at most {@code millis}, and closes the connection that comes. */
    boolean evictNext(long millis);

    /** Closes idle connections, and each used one when it comes back. */
    void evictAll();

    /** Sees to it that a caller who waits here gets a stand-in, which tells him to look elsewhere. */
    void moveWaiters();

    /** Returns whether {@code connection}, which came out of this pool, is a stand-in; if so it is passed on to the next. */
    boolean isStandIn(Connection connection);

    /** Asks the session behind {@code connection} whether it is alive, and its user still there; blocks for a moment. */
    boolean isTrusted(Connection connection);

    /** Closes {@code connection}, which came out of this pool. */
    void evict(Connection connection);

    /**
     * Has each new connection log in with a newer token, and returns whether that comes in time: not if the database has refused
     * the one before.
     */
    boolean use(Credential newer);

    /** Logs in once more, to learn whether the login is still good; blocks for as long as that takes. */
    void prove();

    /** Lets connections be made again after a session has ended, which puts that off. */
    void unpark();

    /** Returns why the database refused this login, or {@code null} if it did not. */
    @Nullable
    SQLException refusal();

    /** Cuts all connections off and returns how many there were. */
    int cut();

    /** Closes the pool; may take some seconds. */
    void close();
}
