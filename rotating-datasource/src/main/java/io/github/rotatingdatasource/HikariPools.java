package io.github.rotatingdatasource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.SQLExceptionOverride;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import com.zaxxer.hikari.util.UtilityElf.DefaultThreadFactory;
import io.github.rotatingdatasource.source.Credential;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes the pools of a data source, one for each login, all as the user's {@link HikariConfig} says; with
 * {@link OneLoginPool} and the builder the only code that knows HikariCP.
 *
 * <p>Safe for use by several threads.
 */
final class HikariPools implements AutoCloseable {
    private final HikariConfig template;
    private final Connector connector;
    private final Permits permits;
    private final AuthFailures judge;
    private final List<OneLoginPool> open = new CopyOnWriteArrayList<>();
    private final PoolMetrics metrics;
    private final PoolHealth health;
    private final @Nullable PoolBean bean;
    private final @Nullable ScheduledThreadPoolExecutor ownHouseKeeping;
    private volatile @Nullable OneLoginPool serving;
    private volatile int loginTimeoutSeconds;

    /**
     * Creates the maker of pools.
     *
     * @param template the user's settings, checked and without a login; not changed
     * @param judge tells a refused login from other failures
     */
    HikariPools(HikariConfig template, Connector connector, Permits permits, AuthFailures judge) {
        this.judge = judge;
        this.template = template;
        this.connector = connector;
        this.permits = permits;
        this.metrics = new PoolMetrics(template, open);
        this.health = new PoolHealth(template);
        this.bean = template.isRegisterMbeans() ? registered() : null;
        this.ownHouseKeeping = template.getScheduledExecutor() == null ? houseKeeping() : null;
    }

    private @Nullable PoolBean registered() {
        try {
            return PoolBean.register(template, open);
        } catch (IllegalArgumentException e) {
            metrics.close();
            throw e;
        }
    }

    /**
     * Logs in with {@code credential} once and builds a pool around that connection. Blocks for as long as that takes.
     *
     * @param witness told what the login and its sessions show, now or later, from any thread
     * @throws TrialFailed if the login is refused or cannot be tried, or the pool cannot be built
     */
    OneLoginPool open(Credential credential, Consumer<Evidence> witness) throws TrialFailed {
        Login login = new Login(connector, credential, setup(), permits, witness);
        try {
            login.tryOut();
            OneLoginPool pool = pool(login, witness);
            open.add(pool);
            if (bean != null && bean.isSuspended()) {
                pool.hikari().suspendPool();
                if (!bean.isSuspended()) {
                    pool.hikari().resumePool(); // somebody was quicker
                }
            }
            return pool;
        } catch (PoolInitializationException e) {
            throw failed(login, Redaction.of(causeOf(e), credential));
        } catch (SQLException e) {
            throw failed(login, e);
        } catch (RuntimeException | Error e) {
            login.cut();
            throw e;
        }
    }

    private OneLoginPool pool(Login login, Consumer<Evidence> witness) {
        Mark mark = new Mark();
        Doubt doubt = new Doubt(mark, judge, template.getValidationTimeout(), evidence -> {
            if (evidence != Evidence.DOUBTED) {
                login.park(); // what is dead would only be refused
            }
            witness.accept(evidence);
        });
        HikariConfig config = configOf(login);
        config.setExceptionOverride(new Overheard(doubt, template.getExceptionOverride()));
        return new OneLoginPool(this, config, login, mark, doubt);
    }

    private static TrialFailed failed(Login login, SQLException why) {
        login.cut(); // also what comes late
        return new TrialFailed(why, login.isRefused(), login.isCrowdedOut() || AuthFailures.isFull(why));
    }

    private LoginSetup setup() {
        return new LoginSetup(template.getSchema(), template.getConnectionInitSql(), this::loginLimitNanos, judge);
    }

    private long loginLimitNanos() {
        int seconds = loginTimeoutSeconds;
        return seconds > 0 ? TimeUnit.SECONDS.toNanos(seconds) : TimeUnit.MILLISECONDS.toNanos(timeoutMillis());
    }

    /** Returns how long a caller waits for a connection at most. */
    long timeoutMillis() {
        return template.getConnectionTimeout();
    }

    int loginTimeoutSeconds() {
        return loginTimeoutSeconds;
    }

    void setLoginTimeoutSeconds(int seconds) {
        loginTimeoutSeconds = seconds;
    }

    private static SQLException causeOf(PoolInitializationException failed) {
        return failed.getCause() instanceof SQLException cause
                ? cause
                : new SQLTransientConnectionException("the pool could not be built", "08001", failed.getCause());
    }

    private HikariConfig configOf(Login login) {
        HikariConfig config = new HikariConfig();
        template.copyStateTo(config);
        config.setDataSource(login);
        config.setConnectionInitSql(null); // Login has run it
        config.setInitializationFailTimeout(1);
        config.setRegisterMbeans(false);
        config.setHealthCheckRegistry(null);
        if (config.getMetricRegistry() != null) {
            config.setMetricRegistry(null); // HikariCP takes one of the two only
        }
        config.setMetricsTrackerFactory(metrics.forOneGeneration());
        config.setScheduledExecutor(ownHouseKeeping == null ? template.getScheduledExecutor() : ownHouseKeeping);
        return config;
    }

    /** One thread for all generations, with what else HikariCP asks of it when it makes its own. */
    private ScheduledThreadPoolExecutor houseKeeping() {
        ThreadFactory factory = template.getThreadFactory() != null
                ? template.getThreadFactory()
                : new DefaultThreadFactory(template.getPoolName() + ":housekeeper");
        ScheduledThreadPoolExecutor executor =
                new ScheduledThreadPoolExecutor(1, factory, new ThreadPoolExecutor.DiscardPolicy());
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        executor.setRemoveOnCancelPolicy(true);
        return executor;
    }

    PoolMetrics metrics() {
        return metrics;
    }

    Permits permits() {
        return permits;
    }

    /** Notes that {@code pool} serves alone now. */
    void serves(OneLoginPool pool) {
        if (serving != pool) {
            serving = pool;
            health.watch(pool.hikari());
        }
    }

    /** Notes that {@code pool} counts no more. */
    void gone(OneLoginPool pool) {
        open.remove(pool);
    }

    /**
     * Gives up what all pools share and is not needed without one: a thread, and what knows the last login. The pools are closed by
     * then. Returns whether every connection is closed, for which it waits as long as {@code limit}.
     */
    boolean suspend(Duration limit) {
        serving = null;
        health.close();
        setHouseKeepers(0);
        return permits.await(() -> permits.free() == permits.total(), limit.toNanos());
    }

    /** Has again what pools share. */
    void resume() {
        setHouseKeepers(1);
    }

    private void setHouseKeepers(int threads) {
        if (ownHouseKeeping != null) {
            ownHouseKeeping.setCorePoolSize(threads); // with none, an idle thread ends
        }
    }

    /** Takes down what all pools share; the pools themselves are closed by then. */
    @Override
    public void close() {
        health.close();
        metrics.close();
        if (bean != null) {
            bean.close();
        }
        if (ownHouseKeeping != null) {
            ownHouseKeeping.shutdownNow();
        }
    }

    /** Hears of each statement that fails, and leaves it to the user's own override, or to HikariCP, what becomes of it. */
    private static final class Overheard implements SQLExceptionOverride {
        private final Doubt doubt;
        private final @Nullable SQLExceptionOverride users;

        Overheard(Doubt doubt, @Nullable SQLExceptionOverride users) {
            this.doubt = doubt;
            this.users = users;
        }

        @java.lang.Override
        public SQLExceptionOverride.Override adjudicate(SQLException failure) {
            doubt.hear(failure);
            return users == null ? SQLExceptionOverride.Override.CONTINUE_EVICT : users.adjudicate(failure);
        }
    }
}
