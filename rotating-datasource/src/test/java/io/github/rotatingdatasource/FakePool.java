package io.github.rotatingdatasource;

import io.github.rotatingdatasource.source.Credential;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.jspecify.annotations.Nullable;

/**
 * A pool without a database and without threads: its connections are counted, and each holds a permit as long as it exists.
 * Who waits in it, and which of its connections are out, is told by the test.
 */
final class FakePool implements Pool {
    private final Mark mark = new Mark();
    private final String user;
    private final Permits permits;
    private final int maximum;
    private int idle;
    private int used;
    private int waiting;
    private int ordered;
    int moved;
    int turns;
    private int checkouts;
    private boolean slow;
    private boolean crowdedOut;
    private boolean opensNothing;
    private boolean evictsReturning;
    private boolean standsIn;
    private boolean closed;
    private boolean trusted = true;
    private int proofs;
    /** The newest token that it was given, and whether that came too late. */
    @Nullable
    Credential token;

    boolean refusesTokens;
    int unparked;

    /** Creates a pool as it is after its trial login: with one connection. */
    FakePool(String user, Permits permits, int maximum) {
        this.user = user;
        this.permits = permits;
        this.maximum = maximum;
        if (!permits.tryTake()) {
            throw new AssertionError("no trial login without a permit");
        }
        this.idle = 1;
    }

    /** Returns a pool of ten connections, all idle. */
    static FakePool ofTen(String user) {
        return new FakePool(user, new Permits(12), 10).withIdle(10);
    }

    /** Opens or closes connections until so many are idle. */
    FakePool withIdle(int wanted) {
        while (idle < wanted) {
            add();
        }
        while (idle > wanted) {
            evictIdle();
        }
        return this;
    }

    /** Lets callers take {@code count} of the idle connections. */
    FakePool lend(int count) {
        idle -= count;
        used += count;
        return this;
    }

    /** Lets callers return {@code count} connections. */
    FakePool takeBack(int count) {
        for (int i = 0; i < count; i++) {
            used--;
            comeBack();
        }
        return this;
    }

    FakePool withWaiting(int callers) {
        waiting = callers;
        return this;
    }

    /** From now on the database makes no new connection, though it does not refuse them either. */
    FakePool slow() {
        slow = true;
        return this;
    }

    FakePool crowdedOut(boolean full) {
        crowdedOut = full;
        return this;
    }

    /** From now on every connection that is handed out is a stand-in. */
    FakePool standingIn() {
        standsIn = true;
        return this;
    }

    /** From now on each session is found dead when it is asked. */
    FakePool distrusted() {
        trusted = false;
        return this;
    }

    int used() {
        return used;
    }

    /** Returns how often the login was tried again. */
    int proofs() {
        return proofs;
    }

    /** Returns how many connections it has handed out to callers. */
    int checkouts() {
        return checkouts;
    }

    boolean opensNothing() {
        return opensNothing;
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public Mark mark() {
        return mark;
    }

    @Override
    public boolean isTrusted(Connection connection) {
        return trusted;
    }

    @Override
    public void evict(Connection connection) {
        used--;
        permits.giveBack();
    }

    @Override
    public boolean use(Credential newer) {
        token = newer;
        return !refusesTokens;
    }

    @Override
    public void prove() {
        proofs++;
    }

    @Override
    public void unpark() {
        unparked++;
    }

    @Override
    public @Nullable SQLException refusal() {
        return null;
    }

    @Override
    public Connection connect() throws SQLException {
        return connect(0);
    }

    @Override
    public Connection connect(long millis) throws SQLException {
        Connection connection = tryConnect();
        if (connection == null) {
            throw new SQLTransientConnectionException(user + " - Connection is not available", "08001");
        }
        return connection;
    }

    @Override
    public @Nullable Connection tryConnect() {
        if (idle == 0) {
            return null;
        }
        lend(1);
        checkouts++;
        return standsIn ? StandIn.create() : connection();
    }

    /** Returns a connection that tells its user as its schema, and that can be closed. */
    private Connection connection() {
        return (Connection) Proxy.newProxyInstance(
                FakePool.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (self, method, arguments) -> answer(method.getName()));
    }

    private @Nullable Object answer(String method) {
        if (method.equals("getSchema")) {
            return user;
        }
        if (method.equals("close")) {
            takeBack(1);
            return null;
        }
        throw new UnsupportedOperationException(method);
    }

    private void comeBack() {
        if (evictsReturning) {
            permits.giveBack();
        } else if (waiting > 0) {
            waiting--;
            used++;
        } else {
            idle++;
        }
    }

    private void add() {
        if (permits.tryTake()) {
            idle++;
        }
    }

    @Override
    public int total() {
        return idle + used;
    }

    @Override
    public int idle() {
        return idle;
    }

    @Override
    public int waiting() {
        return waiting;
    }

    @Override
    public int sessions() {
        return total();
    }

    @Override
    public boolean isGrowing() {
        return total() < ordered;
    }

    @Override
    public boolean isCrowdedOut() {
        return crowdedOut;
    }

    @Override
    public void inTurn(Runnable work) {
        work.run();
    }

    @Override
    public void openNothing() {
        opensNothing = true;
    }

    @Override
    public void serve() {
        opensNothing = false;
        fill();
    }

    @Override
    public void grow() {
        ordered = Math.min(maximum, total() + 1);
        if (!slow && !opensNothing && isGrowing()) {
            add();
        }
    }

    @Override
    public void fill() {
        while (!slow && !opensNothing && total() < maximum && permits.free() > 0) {
            add();
        }
    }

    @Override
    public boolean evictIdle() {
        if (idle == 0) {
            return false;
        }
        idle--;
        permits.giveBack();
        return true;
    }

    @Override
    public boolean evictNext(long millis) {
        turns++;
        return evictIdle();
    }

    @Override
    public void evictAll() {
        evictsReturning = true;
        withIdle(0);
    }

    @Override
    public void moveWaiters() {
        moved += waiting;
        waiting = 0;
    }

    @Override
    public boolean isStandIn(Connection connection) {
        return connection instanceof StandIn;
    }

    @Override
    public int cut() {
        int all = total();
        withIdle(0);
        for (; used > 0; used--) {
            permits.giveBack();
        }
        return all;
    }

    @Override
    public void close() {
        cut();
        closed = true;
    }

    @Override
    public String toString() {
        return "pool of " + user + " with " + idle + " idle, " + used + " used, " + waiting + " waiting";
    }
}
