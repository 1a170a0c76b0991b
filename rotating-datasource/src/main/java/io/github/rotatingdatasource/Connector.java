package io.github.rotatingdatasource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.util.DriverDataSource;
import com.zaxxer.hikari.util.PropertyElf;
import com.zaxxer.hikari.util.UtilityElf;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;

/** Makes a physical connection with the login it is given, and never with any other. */
@FunctionalInterface
interface Connector {
    /** Logs in. May block for as long as the driver lets it. */
    Connection connect(String username, String password) throws SQLException;

    /**
     * Returns the connector that the pool's settings describe, found in the order in which HikariCP looks: a data source, the
     * class of one, a JDBC URL, a JNDI name. Unlike HikariCP it leaves {@link java.sql.DriverManager}'s login time-out alone,
     * which belongs to the whole process.
     *
     * @throws IllegalArgumentException if the class, the driver or the name cannot be found
     */
    static Connector of(HikariConfig config) {
        if (config.getDataSource() != null) {
            return of(config.getDataSource(), config);
        }
        try {
            return made(config);
        } catch (IllegalArgumentException e) {
            throw e;
        } catch (RuntimeException e) { // of HikariCP, which says what is missing
            throw new IllegalArgumentException(
                    "dataSourceClassName, driverClassName, jdbcUrl or dataSourceProperties lead to no connection: "
                            + e.getMessage(),
                    e);
        }
    }

    private static Connector made(HikariConfig config) {
        if (config.getDataSourceClassName() != null) {
            DataSource dataSource = UtilityElf.createInstance(config.getDataSourceClassName(), DataSource.class);
            PropertyElf.setTargetFromProperties(dataSource, config.getDataSourceProperties());
            return of(dataSource, config);
        }
        if (config.getJdbcUrl() != null) {
            return new DriverDataSource(
                            config.getJdbcUrl(),
                            config.getDriverClassName(),
                            config.getDataSourceProperties(),
                            null,
                            null)::getConnection;
        }
        return of(lookUp(config.getDataSourceJNDI()), config);
    }

    private static Connector of(DataSource dataSource, HikariConfig config) {
        try {
            dataSource.setLoginTimeout(
                    (int) Math.max(1, TimeUnit.MILLISECONDS.toSeconds(config.getConnectionTimeout())));
        } catch (SQLException | UnsupportedOperationException notSupported) {
            return dataSource::getConnection; // the login has our own limit anyway
        }
        return dataSource::getConnection;
    }

    @SuppressWarnings("BanJNDI") // the name is the user's own setting, as in HikariCP
    private static DataSource lookUp(String name) {
        try {
            return (DataSource) new InitialContext().lookup(name);
        } catch (NamingException | ClassCastException e) {
            throw new IllegalArgumentException("dataSourceJNDI must name a data source, but " + name + " does not", e);
        }
    }
}
