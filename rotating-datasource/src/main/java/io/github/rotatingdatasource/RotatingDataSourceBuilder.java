package io.github.rotatingdatasource;

import static java.util.Objects.requireNonNull;

import com.zaxxer.hikari.HikariConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.rotatingdatasource.source.CredentialSource;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Collects what a {@link RotatingDataSource} needs, and checks all of it in {@link #build()}. Not safe for use by several
 * threads.
 */
public final class RotatingDataSourceBuilder {
    private final List<RotationListener> listeners = new ArrayList<>();
    private @Nullable HikariConfig pool;
    private @Nullable CredentialSource source;
    private RotationPolicy policy = RotationPolicy.defaults();
    private AuthFailures judge = AuthFailures.STANDARD;
    private Function<String, Breaker> breaker = Breaker::standard;

    RotatingDataSourceBuilder() {}

    /**
     * Sets how each pool is made. Required. All of HikariCP's settings count, but those of the login: it must have none. The
     * configuration is copied at {@link #build()} and never changed.
     */
    public RotatingDataSourceBuilder pool(HikariConfig pool) {
        this.pool = requireNonNull(pool, "pool");
        return this;
    }

    /** Sets where credentials come from. Required. The data source closes it when it is closed itself. */
    public RotatingDataSourceBuilder source(CredentialSource source) {
        this.source = requireNonNull(source, "source");
        return this;
    }

    /** Sets when to rotate and how. {@link RotationPolicy#defaults()} by default. */
    public RotatingDataSourceBuilder policy(RotationPolicy policy) {
        this.policy = requireNonNull(policy, "policy");
        return this;
    }

    /**
     * Sets what tells a refused login from every other failure, for databases and proxies that the library does not know. By
     * default {@link AuthFailureClassifier#standard()}, which one of your own should end in.
     */
    public RotatingDataSourceBuilder authFailures(AuthFailureClassifier classifier) {
        this.judge = new AuthFailures(classifier);
        return this;
    }

    /**
     * Sets the breaker that shows how the supply of logins stands: open while every checkout fails. By default
     * one of the library's own, which {@link RotatingDataSource#circuitBreaker()} returns.
     *
     * <p>The breaker follows the supply and not the other way round: its thresholds and waits delay no failure and no trial. Only
     * an operator's {@code FORCED_OPEN} forbids all trials while every checkout fails. A breaker is for one data source.
     */
    public RotatingDataSourceBuilder circuitBreaker(CircuitBreaker circuitBreaker) {
        requireNonNull(circuitBreaker, "circuitBreaker");
        this.breaker = name -> Breaker.of(circuitBreaker);
        return this;
    }

    /** Takes the breaker of {@link #circuitBreaker(CircuitBreaker)} from {@code registry}, under the pool's name. */
    public RotatingDataSourceBuilder circuitBreakers(CircuitBreakerRegistry registry) {
        requireNonNull(registry, "registry");
        this.breaker = name -> Breaker.of(registry, name);
        return this;
    }

    /** Adds somebody who is told what happens, on a worker. There is none by default beside the log and the flight recorder. */
    public RotatingDataSourceBuilder listener(RotationListener listener) {
        listeners.add(requireNonNull(listener, "listener"));
        return this;
    }

    /**
     * Builds the data source, which logs in before this returns, unless {@code initializationFailTimeout} is
     * negative; if it is zero, one attempt is made, which may fail.
     *
     * @throws IllegalArgumentException if something is missing or cannot be right; the message names it and its value
     * @throws SQLException {@link CredentialsUnavailableException} if there is no credential within the policy's start limit, or
     *     the database does not accept it; with SQLState 08001 if the database cannot be reached
     */
    public RotatingDataSource build() throws SQLException {
        HikariConfig template = PoolSettings.checked(given(pool, "pool"));
        Supply supply = new Supply(given(source, "source"));
        Settings settings = settings(template, supply);
        Permits permits = new Permits(template.getMaximumPoolSize() + headroom(template));
        HikariPools pools = new HikariPools(template, Connector.of(template), permits, judge);
        LogWriter logWriter = new LogWriter();
        Breaker guard = breaker.apply(settings.name());
        Engine engine =
                new Engine(settings, supply, pools, guard, all(logWriter), template.getInitializationFailTimeout());
        RotatingDataSource dataSource =
                new RotatingDataSource(template, engine, pools, guard, logWriter, policy.startLimit());
        return started(dataSource);
    }

    private static RotatingDataSource started(RotatingDataSource dataSource) throws SQLException {
        try {
            dataSource.resume();
            return dataSource;
        } catch (SQLException | RuntimeException | Error e) {
            dataSource.close();
            throw e;
        }
    }

    private Settings settings(HikariConfig template, Supply supply) {
        return new Settings(
                template.getPoolName(),
                policy,
                supply::isCheap,
                template.getConnectionTimeout(),
                template.getMinimumIdle(),
                template.getMaximumPoolSize(),
                supply.pace());
    }

    private List<RotationListener> all(LogWriter logWriter) {
        List<RotationListener> all = new ArrayList<>(List.of(new RotationLog(), new RotationJfr(), logWriter));
        all.addAll(listeners);
        return all;
    }

    /** The default headroom fits a pool of one, too; a headroom that was asked for has to fit as it is. */
    private int headroom(HikariConfig template) {
        int maximum = template.getMaximumPoolSize();
        if (policy.headroom() > maximum
                && policy.headroom() != RotationPolicy.defaults().headroom()) {
            throw new IllegalArgumentException("headroom must be from 1 to maximumPoolSize, which is " + maximum
                    + ", but is " + policy.headroom());
        }
        return Math.min(policy.headroom(), maximum);
    }

    private static <T> T given(@Nullable T value, String name) {
        if (value == null) {
            throw new IllegalArgumentException("a rotating data source needs a " + name + ", but none was set");
        }
        return value;
    }
}
