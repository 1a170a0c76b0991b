package io.github.rotatingdatasource;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * A database of a few lines: it answers a login as it was told to, counts the logins, and knows which of its connections
 * are open.
 */
final class StubDatabase implements DataSource {
    private final AtomicInteger logins = new AtomicInteger();
    private final Set<StubConnection> open = ConcurrentHashMap.newKeySet();
    private final List<String> executed = new CopyOnWriteArrayList<>();
    private final List<String> users = new CopyOnWriteArrayList<>();
    private final Gate closes = new Gate();
    private final Gate accepts = new Gate();
    private volatile Answer answer = () -> {};
    private volatile Answer statements = () -> {};
    private volatile Answer aborts = () -> {};

    /** What the database does when it is asked for something, before it grants it. */
    @FunctionalInterface
    interface Answer {
        void give() throws SQLException;

        static Answer after(Duration time) {
            return () ->
                    LockSupport.parkNanos(time.toNanos()); // the slowness of a database, not the patience of a test
        }

        static Answer refusal(String state) {
            return () -> {
                throw new SQLException("no, app-user-1", state);
            };
        }
    }

    /** A door that may be shut for a while. */
    private static final class Gate {
        private final AtomicInteger waiting = new AtomicInteger();
        private volatile CountDownLatch shut = new CountDownLatch(0);

        void shut() {
            shut = new CountDownLatch(1);
        }

        void open() {
            shut.countDown();
        }

        void pass() {
            waiting.incrementAndGet();
            while (!isPassed()) {
                Thread.onSpinWait();
            }
            waiting.decrementAndGet();
        }

        private boolean isPassed() {
            try {
                shut.await();
                return true;
            } catch (InterruptedException e) {
                return false; // as a socket does
            }
        }

        int waiting() {
            return shut.getCount() == 0 ? 0 : waiting.get();
        }
    }

    /** Answers logins from now on like this. */
    void answer(Answer answer) {
        this.answer = answer;
    }

    void accept() {
        answer(() -> {});
    }

    void refuse() {
        answer(Answer.refusal("28P01"));
    }

    /** Leaves logins from now on without any answer. */
    void hang() {
        accepts.shut();
    }

    /** Answers the logins that hang. */
    void wakeUp() {
        accepts.open();
    }

    /** Returns how many logins hang. */
    int hanging() {
        return accepts.waiting();
    }

    /** Answers statements from now on like this. */
    void answerStatements(Answer answer) {
        statements = answer;
    }

    void answerAborts(Answer answer) {
        aborts = answer;
    }

    /** Lets closes hang. */
    void holdCloses() {
        closes.shut();
    }

    void letCloses() {
        closes.open();
    }

    /** Returns how many logins were asked for. */
    int logins() {
        return logins.get();
    }

    /** Returns how many connections are open. */
    int open() {
        return open.size();
    }

    /** Returns what was executed, in order, a change of a connection's settings included. */
    List<String> executed() {
        return executed;
    }

    List<String> users() {
        return users;
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        logins.incrementAndGet();
        users.add(username);
        Answer now = answer;
        accepts.pass();
        now.give();
        StubConnection connection = new StubConnection(this);
        open.add(connection);
        return connection.asConnection();
    }

    void execute(String sql) throws SQLException {
        executed.add(sql);
        statements.give();
    }

    void close(StubConnection connection) {
        closes.pass();
        open.remove(connection);
    }

    void abort(StubConnection connection) throws SQLException {
        aborts.give();
        open.remove(connection);
    }

    boolean isOpen(StubConnection connection) {
        return open.contains(connection);
    }

    @Override
    public Connection getConnection() throws SQLException {
        throw new SQLException("no login was given", "28000");
    }

    @Override
    public PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(PrintWriter out) {}

    @Override
    public void setLoginTimeout(int seconds) {}

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("not a " + type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
