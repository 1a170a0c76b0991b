package io.github.rotatingdatasource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.metrics.dropwizard.CodahaleHealthChecker;
import com.zaxxer.hikari.pool.HikariPool;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * HikariCP's own health checks, under the stable name of the data source, for the pool that serves now.
 *
 * <p>By reflection, because few users have Dropwizard's health checks on their class path.
 */
final class PoolHealth {
    private final HikariConfig config;
    private final @Nullable Object registry;

    /** Creates the checks that {@code config} asks for. */
    PoolHealth(HikariConfig config) {
        this.config = config;
        this.registry = config.getHealthCheckRegistry();
    }

    /** Lets the checks ask {@code pool} from now on. */
    void watch(HikariPool pool) {
        if (registry == null) {
            return;
        }
        close();
        for (Method method : CodahaleHealthChecker.class.getMethods()) {
            if (method.getName().equals("registerHealthChecks")) {
                call(method, null, pool, config, registry);
            }
        }
    }

    /** Takes the checks out of the registry. */
    void close() {
        if (registry == null) {
            return;
        }
        for (String check : new String[] {"ConnectivityCheck", "Connection99Percent"}) {
            unregister(registry, config.getPoolName() + ".pool." + check);
        }
    }

    private static void unregister(Object registry, String name) {
        try {
            call(registry.getClass().getMethod("unregister", String.class), registry, name);
        } catch (NoSuchMethodException e) {
            throw new IllegalArgumentException(
                    "healthCheckRegistry is a " + registry.getClass().getName() + ", which has no unregister(String)",
                    e);
        }
    }

    private static void call(Method method, @Nullable Object target, Object... arguments) {
        try {
            method.invoke(target, arguments);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("healthCheckRegistry does not accept HikariCP's health checks", e);
        }
    }
}
