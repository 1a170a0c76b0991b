package io.github.rotatingdatasource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.ToIntFunction;
import javax.management.InstanceAlreadyExistsException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * HikariCP's own management bean, once per data source and under its stable name, over the pools of all generations.
 *
 * <p>HikariCP's bean of the pool's <em>configuration</em> is not offered: what is changed there would be gone with the next
 * generation, and it has a setter for the password.
 */
final class PoolBean implements HikariPoolMXBean, AutoCloseable {
    private final Iterable<OneLoginPool> pools;
    private final ObjectName name;
    private final boolean suspendable;
    private volatile boolean suspended;

    private PoolBean(boolean suspendable, Iterable<OneLoginPool> pools, ObjectName name) {
        this.suspendable = suspendable;
        this.pools = pools;
        this.name = name;
    }

    /**
     * Registers the bean under the name that HikariCP would give it, and returns it. Returns {@code null} if somebody else has
     * the name, such as another application in this JVM: as with HikariCP that is worth a warning, and no reason not to start.
     *
     * @throws IllegalArgumentException if the name is not fit for JMX
     */
    static @Nullable PoolBean register(HikariConfig config, Iterable<OneLoginPool> pools) {
        String poolName = config.getPoolName();
        try {
            PoolBean bean = new PoolBean(
                    config.isAllowPoolSuspension(),
                    pools,
                    new ObjectName("com.zaxxer.hikari:type=Pool (" + poolName + ")"));
            server().registerMBean(bean, bean.name);
            return bean;
        } catch (InstanceAlreadyExistsException e) {
            RotationLog.managementBeanExists(poolName);
            return null;
        } catch (JMException e) {
            throw new IllegalArgumentException("poolName must be fit for JMX, but is " + poolName, e);
        }
    }

    @Override
    public void close() {
        try {
            server().unregisterMBean(name);
        } catch (JMException e) {
            return; // somebody took it away before
        }
    }

    @Override
    public int getIdleConnections() {
        return sum(OneLoginPool::idle);
    }

    @Override
    public int getActiveConnections() {
        return getTotalConnections() - getIdleConnections();
    }

    @Override
    public int getTotalConnections() {
        return sum(OneLoginPool::total);
    }

    @Override
    public int getThreadsAwaitingConnection() {
        return sum(OneLoginPool::waiting);
    }

    @Override
    public void softEvictConnections() {
        pools.forEach(pool -> pool.hikari().softEvictConnections());
    }

    /** Suspends the pools that are open and those that are opened from now on. */
    @Override
    public void suspendPool() {
        if (!suspendable) {
            throw new IllegalStateException("allowPoolSuspension is not set");
        }
        suspended = true;
        pools.forEach(pool -> pool.hikari().suspendPool());
    }

    boolean isSuspended() {
        return suspended;
    }

    @Override
    public void resumePool() {
        suspended = false;
        pools.forEach(pool -> pool.hikari().resumePool());
    }

    private int sum(ToIntFunction<OneLoginPool> count) {
        int sum = 0;
        for (OneLoginPool pool : pools) {
            sum += count.applyAsInt(pool);
        }
        return sum;
    }

    private static MBeanServer server() {
        return ManagementFactory.getPlatformMBeanServer();
    }
}
