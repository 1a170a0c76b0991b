package io.github.rotatingdatasource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.pool.HikariPool;
import io.github.rotatingdatasource.source.Credential;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A HikariCP pool with one login for its whole life, or the newest token of one user.
 *
 * <p>What is done here to move capacity rests on how HikariCP works inside, as far as its public methods let one use it; each
 * of these facts has a test in {@code OneLoginPoolTest}, run against every supported version:
 *
 * <ul>
 *   <li>a connection is added when a caller <em>arrives</em>, when the housekeeper runs (each 30 s), or when
 *       {@link HikariPool#addBagItem(int)} is called, and then only while fewer are idle than {@code minimumIdle};
 *   <li>{@code maximumPoolSize} and {@code minimumIdle} of a running pool may be changed, but its queues keep the size they
 *       were born with, so a pool is born with the user's maximum;
 *   <li>{@code getConnection(0)} takes an idle connection without waiting.
 * </ul>
 */
final class OneLoginPool implements Pool {
    private final HikariPools family;
    private final HikariConfig config;
    private final HikariPool pool;
    private final Login login;
    private final Mark mark;
    private final Doubt doubt;
    private final Executor turns = Workers.inTurn();
    private final int maximum;
    private final int minimumIdle;

    /** Builds the pool, whose first connection is the one that {@code login} was tried out with. */
    OneLoginPool(HikariPools family, HikariConfig config, Login login, Mark mark, Doubt doubt) {
        this.family = family;
        this.config = config;
        this.login = login;
        this.mark = mark;
        this.doubt = doubt;
        this.maximum = config.getMaximumPoolSize();
        this.minimumIdle = config.getMinimumIdle();
        config.setMinimumIdle(1); // a pool with less closes the connection it is born with
        this.pool = new HikariPool(config);
        config.setMaximumPoolSize(1);
    }

    @Override
    public Mark mark() {
        return mark;
    }

    @Override
    public Connection connect() throws SQLException {
        return pool.getConnection();
    }

    @Override
    public Connection connect(long millis) throws SQLException {
        return pool.getConnection(millis);
    }

    @Override
    public @Nullable Connection tryConnect() {
        return pool.getIdleConnections() == 0 ? null : family.metrics().withoutTimeOuts(() -> connectOrNull(0));
    }

    private @Nullable Connection connectOrNull(long millis) {
        try {
            return pool.getConnection(millis);
        } catch (SQLException nothingIdle) {
            return null;
        }
    }

    @Override
    public int total() {
        return pool.getTotalConnections();
    }

    @Override
    public int idle() {
        return pool.getIdleConnections();
    }

    @Override
    public int waiting() {
        return pool.getThreadsAwaitingConnection();
    }

    @Override
    public int sessions() {
        return login.sessions();
    }

    @Override
    public boolean isGrowing() {
        return total() < config.getMaximumPoolSize();
    }

    @Override
    public boolean isCrowdedOut() {
        return login.isCrowdedOut();
    }

    @Override
    public void inTurn(Runnable work) {
        turns.execute(work);
    }

    @Override
    public void openNothing() {
        login.openNothing();
        config.setMinimumIdle(0);
        shrinkToFit();
    }

    @Override
    public void serve() {
        login.openAgain();
        config.setMaximumPoolSize(maximum);
        config.setMinimumIdle(minimumIdle);
        fill();
        family.serves(this);
    }

    @Override
    public void grow() {
        int size = Math.min(maximum, total() + 1);
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(size);
        login.forgetCrowd();
        login.wakeAdder(); // it may be in a pause after a login that failed
        pool.addBagItem(1);
    }

    @Override
    public void fill() {
        int waiting = waiting();
        if (waiting > 0) {
            login.wakeAdderForPermit();
        }
        int missing = Math.min(maximum - total(), Math.max(minimumIdle, waiting) - idle());
        for (int i = 0; i < missing; i++) {
            pool.addBagItem(missing); // orders one each time, and none beyond so many
        }
    }

    @Override
    public boolean evictIdle() {
        return evicted(idle() == 0 ? null : family.metrics().withoutCounting(() -> connectOrNull(0)));
    }

    @Override
    public boolean evictNext(long millis) {
        return evicted(family.metrics().withoutCounting(() -> connectOrNull(millis)));
    }

    private boolean evicted(@Nullable Connection connection) {
        if (connection == null) {
            return false;
        }
        config.setMaximumPoolSize(Math.max(1, total() - 1)); // first, lest another is made in its place
        pool.evictConnection(connection);
        shrinkToFit();
        return true;
    }

    @Override
    public void evictAll() {
        pool.resumePool(); // who waits for a suspended pool must not wait for one that goes
        pool.softEvictConnections();
        shrinkToFit();
    }

    /** Leaves no room for a connection that HikariCP would try to add in place of one that went. */
    private void shrinkToFit() {
        config.setMaximumPoolSize(Math.max(1, total()));
    }

    @Override
    public void moveWaiters() {
        int waiting = waiting();
        if (waiting > 0) {
            config.setMaximumPoolSize(total() + 1);
        }
        login.wantStandIn(waiting > 0);
        pool.addBagItem(waiting);
    }

    @Override
    public boolean isStandIn(Connection connection) {
        try {
            if (!connection.isWrapperFor(StandIn.class)) {
                return false;
            }
            passOn(connection);
            return true;
        } catch (SQLException closedMeanwhile) {
            return false;
        }
    }

    private void passOn(Connection standIn) throws SQLException {
        if (waiting() > 0) {
            standIn.close(); // HikariCP hands it to the next who waits
        } else {
            pool.evictConnection(standIn);
        }
    }

    @Override
    public boolean isTrusted(Connection connection) {
        try {
            return doubt.trusts(connection.unwrap(Session.class));
        } catch (SQLException closedMeanwhile) {
            return false;
        }
    }

    @Override
    public void evict(Connection connection) {
        pool.evictConnection(connection);
    }

    @Override
    public boolean use(Credential newer) {
        return login.use(newer);
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
        return login.cut();
    }

    @Override
    public void close() {
        login.close();
        login.wakeAdder();
        family.gone(this);
        try {
            pool.shutdown();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        login.cut();
    }

    /** Returns how long the trial login took, without what was waited for before. */
    Duration loginTook() {
        return login.took();
    }

    HikariPool hikari() {
        return pool;
    }
}
