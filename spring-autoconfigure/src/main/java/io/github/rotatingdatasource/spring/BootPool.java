package io.github.rotatingdatasource.spring;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.rotatingdatasource.RotatingDataSource;
import io.github.rotatingdatasource.source.Credential;
import io.github.rotatingdatasource.source.CredentialSource;
import io.github.rotatingdatasource.source.Lease;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * The settings of a pool as Spring Boot takes them: from {@code spring.datasource.*}, but URL and driver from a service
 * connection if there is one, whatever the keys say.
 *
 * <p>They are bound to an object that is no bean, so that neither JMX nor the configuration report shows it.
 */
final class BootPool {
    static final String PREFIX = "spring.datasource.hikari";
    static final String DEFAULT_NAME = "rotating-datasource";

    private final Environment environment;
    private final DataSourceProperties properties;
    private final ObjectProvider<JdbcConnectionDetails> details;

    BootPool(Environment environment, DataSourceProperties properties, ObjectProvider<JdbcConnectionDetails> details) {
        this.environment = environment;
        this.properties = properties;
        this.details = details;
    }

    /**
     * Returns the settings of the application's data source.
     *
     * @throws StartRefused if they hold a login, or ask for another kind of data source
     */
    HikariConfig main() {
        refuseOtherKinds();
        LoginKeys.refuse(environment);
        HikariConfig config = settings();
        if (config.getPoolName() == null) {
            config.setPoolName(StringUtils.hasText(properties.getName()) ? properties.getName() : DEFAULT_NAME);
        }
        JdbcConnectionDetails service = details.getIfAvailable();
        if (service != null) {
            place(config, service.getJdbcUrl());
            setDriver(config, service.getDriverClassName());
        } else if (isNowhere(config)) {
            locate(config);
        }
        return config;
    }

    private static boolean isNowhere(HikariConfig config) {
        return config.getJdbcUrl() == null
                && config.getDataSourceClassName() == null
                && config.getDataSourceJNDI() == null;
    }

    /** Returns the settings of the same name for another data source, which says itself what it is called and where it is. */
    HikariConfig another(String name, String url) {
        LoginKeys.refuseOfPools(environment);
        HikariConfig config = settings();
        config.setPoolName(name);
        place(config, url);
        return config;
    }

    /** Has the pool connect to {@code url}, whatever it was told before. */
    private static void place(HikariConfig config, String url) {
        config.setJdbcUrl(url);
        config.setDriverClassName(null);
        config.setDataSourceClassName(null);
        config.setDataSourceJNDI(null);
    }

    private HikariConfig settings() {
        HikariConfig config = new HikariConfig();
        Binder.get(environment).bind(PREFIX, Bindable.ofInstance(config));
        config.setUsername(blankToNull(config.getUsername()));
        config.setPassword(blankToNull(config.getPassword()));
        return config;
    }

    /** A profile cannot take a key away, only empty it. */
    private static @Nullable String blankToNull(@Nullable String value) {
        return StringUtils.hasText(value) ? value : null;
    }

    private void locate(HikariConfig config) {
        config.setJdbcUrl(properties.determineUrl());
        if (config.getDriverClassName() == null) {
            setDriver(config, driver());
        }
    }

    private @Nullable String driver() {
        try {
            return properties.determineDriverClassName();
        } catch (IllegalStateException e) {
            throw StartRefused.of(
                    "The driver that 'spring.datasource.driver-class-name' names cannot be used: " + e.getMessage(),
                    "Add the driver to the class path, or remove the key: most drivers are found by the URL.");
        }
    }

    private static void setDriver(HikariConfig config, @Nullable String driver) {
        if (driver != null) {
            config.setDriverClassName(driver);
        }
    }

    private void refuseOtherKinds() {
        Class<?> type = properties.getType();
        if (type != null && type != HikariDataSource.class && type != RotatingDataSource.class) {
            throw otherKind("spring.datasource.type", type.getName());
        }
        if (StringUtils.hasText(properties.getJndiName())) {
            throw otherKind("spring.datasource.jndi-name", properties.getJndiName());
        }
    }

    private static StartRefused otherKind(String key, String value) {
        return StartRefused.of(
                "'" + key + "' asks for " + value + ", but logins are rotated over HikariCP pools of our own.",
                "Remove '" + key
                        + "', or set 'rotating-datasource.enabled' to false to use that data source as it is.");
    }

    /**
     * Returns a source that gives the login of the service connection.
     *
     * @throws StartRefused if there is none
     */
    CredentialSource serviceConnectionLogin() {
        JdbcConnectionDetails service = details.getIfAvailable();
        if (service == null) {
            throw StartRefused.of(
                    "'rotating-datasource.source.service-connection-login' is set, but there is no service connection"
                            + " (no JdbcConnectionDetails bean) to take a login from.",
                    "Start the container as a service connection, or configure a source.");
        }
        return new ServiceLogin(service);
    }

    /** Asks the service connection each time, though most of them never change. */
    private record ServiceLogin(JdbcConnectionDetails service) implements CredentialSource {
        @Override
        public Credential read() {
            return new Credential(
                    StringUtils.hasText(service.getUsername()) ? service.getUsername() : "",
                    service.getPassword() == null ? "" : service.getPassword(),
                    Lease.unknown());
        }

        @Override
        public boolean isCheap() {
            return true;
        }

        @Override
        public String toString() {
            return "service connection";
        }
    }
}
