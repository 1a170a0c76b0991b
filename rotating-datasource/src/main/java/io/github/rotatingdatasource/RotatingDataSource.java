package io.github.rotatingdatasource;

import com.zaxxer.hikari.HikariConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.rotatingdatasource.RotationEvent.Outcome;
import io.github.rotatingdatasource.RotationEvent.Part;
import io.github.rotatingdatasource.RotationEvent.Reason;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A data source that changes its login while in use.
 *
 * <p>It reads short-lived credentials from what a sidecar renders or serves, opens a fresh HikariCP pool when there is a new
 * one, proves it, hands capacity over one connection at a time while both pools serve, and drains the old one. Callers notice
 * nothing:
 *
 * <pre>{@code
 * HikariConfig pool = new HikariConfig();
 * pool.setJdbcUrl("jdbc:postgresql://db.internal/app"); // no username, no password
 *
 * RotatingDataSource dataSource = RotatingDataSource.builder()
 *         .pool(pool)
 *         .source(CredentialSource.file(Path.of("/etc/secrets/db-creds")))
 *         .build(); // logs in once; throws SQLException if it cannot
 * }</pre>
 *
 * <p>It never uses a login that its source did not give it. Safe for use by any number of threads. To be closed
 * at the end, like a HikariCP pool: connections that are out then are cut off.
 */
public final class RotatingDataSource implements DataSource, AutoCloseable {
    private final String name;
    private final @Nullable String url;
    private final Published published;
    private final Engine engine;
    private final HikariPools pools;
    private final Breaker breaker;
    private final LogWriter logWriter;
    private final Duration patience;

    RotatingDataSource(
            HikariConfig template,
            Engine engine,
            HikariPools pools,
            Breaker breaker,
            LogWriter logWriter,
            Duration patience) {
        this.name = template.getPoolName();
        this.url = template.getJdbcUrl();
        this.breaker = breaker;
        this.engine = engine;
        this.published = engine.published();
        this.pools = pools;
        this.logWriter = logWriter;
        this.patience = patience;
    }

    /** Returns a builder with everything at its default. */
    public static RotatingDataSourceBuilder builder() {
        return new RotatingDataSourceBuilder();
    }

    /**
     * Returns a connection of the pool that serves now, waiting for it as long as {@code connectionTimeout} says. A caller whose
     * pool was replaced while it waited waits that long once more, at most.
     *
     * @throws SQLException HikariCP's own if none came free in time; {@link CredentialsUnavailableException} if no login
     *     works, after the policy's grace or at once when that is over, and at once if this data source is suspended; with
     *     SQLState 08003 if it was closed
     */
    @Override
    public Connection getConnection() throws SQLException {
        Checkout seen = published.checkout();
        try {
            // the good day, spelled out: as one more virtual call it costs 5 % after the first rotation
            // (docs/performance.md)
            if (seen instanceof Checkout.Serving serving) {
                Connection connection = serving.pool().connect();
                return serving.isMarked() ? serving.examined(connection) : connection;
            }
            return seen.connect();
        } catch (SQLException failure) {
            return secondTry(seen, failure);
        }
    }

    /** Looks again, for as long as there is something newer than what was tried: what a retired pool said matters no more. */
    private Connection secondTry(Checkout tried, SQLException failure) throws SQLException {
        long limit = pools.timeoutMillis();
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limit);
        Checkout before = tried;
        SQLException why = failure;
        while (isWorthAnotherTry(before, why)) {
            Checkout next = why == Moved.DEAD ? awaitOther(before, millisTo(until)) : published.checkout();
            long left = millisTo(until);
            try {
                return next.connect(Math.max(1, left));
            } catch (SQLException e) {
                before = next;
                why = e;
            }
            if (left <= 0 && why instanceof Moved) {
                throw new SQLTransientConnectionException(
                        name + " - Connection is not available, request timed out after " + limit + "ms", "08001");
            }
        }
        throw why instanceof Moved
                ? new SQLException("data source " + name + " - Interrupted during connection acquisition")
                : why;
    }

    private static long millisTo(long nanoTime) {
        return TimeUnit.NANOSECONDS.toMillis(nanoTime - System.nanoTime());
    }

    private Checkout awaitOther(Checkout tried, long millis) {
        try {
            return published.awaitOther(tried, millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // and with that another try is not worth it
            return tried;
        }
    }

    private boolean isWorthAnotherTry(Checkout tried, SQLException failure) {
        boolean isNewer = failure instanceof Moved || !published.isCurrent(tried);
        return isNewer && !Thread.currentThread().isInterrupted();
    }

    /**
     * Always refuses: the login of this data source is the business of its source.
     *
     * @throws SQLFeatureNotSupportedException always
     */
    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException(
                "data source " + name + " logs in with the credential of its source only; use getConnection()");
    }

    /**
     * Rotates now, for a drill, and waits for the end: asks the source, and opens a fresh pool even if the login is the same.
     * A rotation that is under way counts.
     *
     * @return what happened; if it takes longer than the policy's start limit, a failure that says so, while it goes on;
     *     if this data source is closed or suspended, a failure with {@link Part#CLOSED} or {@link Part#SUSPENDED}
     * @throws InterruptedException if the caller is interrupted; the rotation goes on
     */
    public Outcome rotateNow() throws InterruptedException {
        CompletableFuture<Outcome> answer = engine.rotateNow();
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return new RotationEvent.RotationFailed(
                    status().generation(),
                    Reason.DEMAND,
                    Part.SOURCE,
                    "no answer within " + patience + "; still under way",
                    null);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a rotation always ends in an outcome", e);
        }
    }

    /** Returns how things stand. Cheap, and never waits. */
    public RotationStatus status() {
        return engine.status();
    }

    /** Returns the breaker, for its events and metrics: open while every checkout fails, half-open during a trial. */
    public CircuitBreaker circuitBreaker() {
        return breaker.circuitBreaker();
    }

    /** Returns the name of this data source, which is its {@code poolName} and never changes. */
    public String getName() {
        return name;
    }

    /**
     * Returns the JDBC URL, without any login, or {@code null} if the pool was configured otherwise. Frameworks ask for it when
     * they derive another data source from this one, for migrations under another login.
     */
    public @Nullable String getUrl() {
        return url;
    }

    /**
     * Gives up every connection, the login and whatever the source holds open, until {@link #resume()}: before a checkpoint of the
     * process (CRaC), say, whose image must hold no socket and no credential. Checkouts fail with
     * {@link CredentialsUnavailableException} and {@link Part#SUSPENDED} from the first moment on, and nobody waits. Connections that
     * are out may come back until the policy's drain limit, or the firm end of their lease; then they are cut off. The source is told
     * that its logins are retired, and to let go of what it holds.
     *
     * <p>Returns when all of it is gone, which takes a second at least. What is not gone when it should be is waited for no longer than the
     * drain limit and 70 s in all; then there is a warning in the log, and it goes on ending by itself, also after a {@link #resume()}.
     * Does nothing if this data source is suspended or closed. A {@link #close()} meanwhile cuts it short. An interrupt does not, and is
     * kept for later.
     */
    public void suspend() {
        engine.suspend();
    }

    /**
     * Serves again after {@link #suspend()}: reads a credential anew, opens a pool with it and goes on rotating. Generations are numbered
     * on. Waits for the first login as {@code build()} does, as {@code initializationFailTimeout} says and no longer than the policy's
     * start limit. Does nothing if this data source is not suspended. For any thread, as {@code suspend()} is; if one of them is under way
     * in another thread, that is waited for.
     *
     * @throws SQLException as {@link RotatingDataSourceBuilder#build()} does if there is no login that works; but this data source is
     *     resumed then, goes on trying by itself, and serves as soon as one does. With SQLState 08003 if it was closed
     */
    public void resume() throws SQLException {
        engine.resume();
    }

    /**
     * Ends rotation, frees everybody who waits, and closes all pools. Checkouts fail with SQLState 08003 from the first moment
     * on. Connections that are out are cut off, as HikariCP does it. Returns when all pools are closed, or
     * after 30 s. Does nothing the second time.
     */
    @Override
    public void close() {
        engine.close();
    }

    /** Returns the limit of one login in seconds, or 0 if it is the pool's {@code connectionTimeout}. */
    @Override
    public int getLoginTimeout() {
        return pools.loginTimeoutSeconds();
    }

    /**
     * Sets the limit of a login that is made from now on.
     *
     * @param seconds 0 for the pool's {@code connectionTimeout}
     * @throws SQLException if it is negative
     */
    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        if (seconds < 0) {
            throw new SQLException("login timeout must not be negative, but is " + seconds);
        }
        pools.setLoginTimeoutSeconds(seconds);
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return logWriter.writer();
    }

    /** Sets where the events of rotation are printed beside the log, or {@code null}, the default, for nowhere. */
    @Override
    public void setLogWriter(@Nullable PrintWriter out) {
        logWriter.writeTo(out);
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("java.util.logging is not used here");
    }

    /** Unwraps to itself only: what is behind it changes with each rotation, and must not be held on to. */
    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw new SQLException(
                "data source " + name + " is a " + getClass().getName() + " and unwraps to nothing else, not to "
                        + type.getName() + ": the pool behind it changes with each rotation");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }

    @Override
    public String toString() {
        return "RotatingDataSource[" + name + ", generation " + status().generation() + "]";
    }
}
