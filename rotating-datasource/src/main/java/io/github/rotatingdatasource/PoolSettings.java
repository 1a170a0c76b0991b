package io.github.rotatingdatasource;

import com.zaxxer.hikari.HikariConfig;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes a user's {@link HikariConfig} over: refuses a login in any form, and each value that HikariCP would silently replace.
 */
final class PoolSettings {
    private static final Set<String> LOGIN_KEYS = Set.of("user", "username", "password", "pwd", "uid");
    /** A parameter of a JDBC URL: after ? or & with PostgreSQL and MySQL, after ; with SQL Server and Db2. */
    private static final Pattern PARAMETER = Pattern.compile("[?&;:]([A-Za-z]+)=");

    private static final Pattern USER_BEFORE_HOST = Pattern.compile("(//|:)[^/@?;&]*@.*");
    private static final long DEFAULT_KEEPALIVE = Duration.ofMinutes(2).toMillis();
    private static final long DEFAULT_IDLE_TIMEOUT = Duration.ofMinutes(10).toMillis();
    private static final long SHORTEST_LIFETIME = Duration.ofSeconds(30).toMillis();
    private static final long SHORTEST_IDLE_TIMEOUT = Duration.ofSeconds(10).toMillis();
    private static final long SHORTEST_LEAK_DETECTION = Duration.ofSeconds(2).toMillis();
    private static final long SHORTEST_TIMEOUT = 250;

    private PoolSettings() {}

    /**
     * Returns a checked copy of {@code config}, complete with HikariCP's defaults.
     *
     * @throws IllegalArgumentException if it holds a login, or a value that HikariCP would not use as it is
     */
    static HikariConfig checked(HikariConfig config) {
        refuseLogin(config);
        refuseWhatWouldBeCorrected(config);
        HikariConfig copy = new HikariConfig();
        config.copyStateTo(copy);
        if (copy.getKeepaliveTime() == DEFAULT_KEEPALIVE && copy.getKeepaliveTime() >= lifetimeOrForever(copy)) {
            copy.setKeepaliveTime(0); // as HikariCP would do, with a warning about a value that nobody set
        }
        copy.validate();
        return copy;
    }

    private static long lifetimeOrForever(HikariConfig config) {
        return config.getMaxLifetime() == 0 ? Long.MAX_VALUE : config.getMaxLifetime();
    }

    private static void refuseLogin(HikariConfig config) {
        refuseIf(config.getUsername() != null, "a username");
        refuseIf(config.getPassword() != null, "a password");
        for (Object key : config.getDataSourceProperties().keySet()) {
            refuseIf(isLoginKey(key.toString()), "dataSourceProperties with the key " + key);
        }
        refuseIf(calls(config, "getCredentialsProvider") != null, "a credentialsProvider");
        refuseIf(calls(config, "getCredentialsProviderClassName") != null, "a credentialsProviderClassName");
        if (config.getJdbcUrl() != null) {
            refuseLoginIn(config.getJdbcUrl());
        }
    }

    private static void refuseLoginIn(String url) {
        Matcher parameter = PARAMETER.matcher(url);
        while (parameter.find()) {
            refuseIf(isLoginKey(parameter.group(1)), "a jdbcUrl with the parameter " + parameter.group(1));
        }
        refuseIf(USER_BEFORE_HOST.matcher(url).find(), "a jdbcUrl with a login before the host");
    }

    private static boolean isLoginKey(String key) {
        return LOGIN_KEYS.contains(key.toLowerCase(Locale.ROOT));
    }

    private static void refuseIf(boolean found, String what) {
        if (found) {
            throw new IllegalArgumentException("the pool must have no login of its own, but has " + what
                    + ": the login comes from the source, and there is no other to fall back to");
        }
    }

    /** By reflection, because HikariCP before 7.0 has no such thing. */
    private static @Nullable Object calls(HikariConfig config, String getter) {
        try {
            return HikariConfig.class.getMethod(getter).invoke(config);
        } catch (NoSuchMethodException e) {
            return null;
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("cannot ask the pool's settings for " + getter, e);
        }
    }

    private static void refuseWhatWouldBeCorrected(HikariConfig config) {
        long lifetime = config.getMaxLifetime();
        int idle = config.getMinimumIdle();
        boolean shrinks = idle >= 0 && idle < config.getMaximumPoolSize();
        atLeast("maxLifetime", lifetime, SHORTEST_LIFETIME, true);
        atLeast("connectionTimeout", config.getConnectionTimeout(), SHORTEST_TIMEOUT, false);
        atLeast("validationTimeout", config.getValidationTimeout(), SHORTEST_TIMEOUT, false);
        atLeast("leakDetectionThreshold", config.getLeakDetectionThreshold(), SHORTEST_LEAK_DETECTION, true);
        atMost("leakDetectionThreshold", config.getLeakDetectionThreshold(), lifetime);
        if (config.getKeepaliveTime() != DEFAULT_KEEPALIVE) {
            atLeast("keepaliveTime", config.getKeepaliveTime(), SHORTEST_LIFETIME, true);
            atMost("keepaliveTime", config.getKeepaliveTime(), lifetime - 1);
        }
        if (shrinks && config.getIdleTimeout() != DEFAULT_IDLE_TIMEOUT) {
            atLeast("idleTimeout", config.getIdleTimeout(), SHORTEST_IDLE_TIMEOUT, true);
            atMost("idleTimeout", config.getIdleTimeout(), lifetime - 1_000);
        }
        if (idle > config.getMaximumPoolSize()) {
            throw new IllegalArgumentException("minimumIdle must be at most maximumPoolSize, which is "
                    + config.getMaximumPoolSize() + ", but is " + idle);
        }
    }

    private static void atLeast(String name, long millis, long least, boolean zeroIsOff) {
        if (millis < least && !(zeroIsOff && millis == 0)) {
            throw new IllegalArgumentException(
                    name + " must be at least " + least + " ms" + (zeroIsOff ? ", or 0 for off," : "") + " but is "
                            + millis + " ms; HikariCP would silently use another value");
        }
    }

    private static void atMost(String name, long millis, long mostBelowLifetime) {
        if (mostBelowLifetime > 0 && millis > mostBelowLifetime) {
            throw new IllegalArgumentException(name + " must be at most " + mostBelowLifetime
                    + " ms because of maxLifetime, but is " + millis + " ms; HikariCP would silently turn it off");
        }
    }
}
