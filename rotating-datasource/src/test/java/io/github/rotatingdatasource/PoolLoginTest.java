package io.github.rotatingdatasource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A pool must have no login of its own, in whatever form, and a message about one must not show it. */
class PoolLoginTest {
    private final HikariConfig config = new HikariConfig();

    PoolLoginTest() {
        config.setJdbcUrl("jdbc:postgresql://db.internal/app");
    }

    private void assertRefused(String what) {
        assertThatThrownBy(() -> PoolSettings.checked(config))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the pool must have no login of its own, but has " + what
                        + ": the login comes from the source, and there is no other to fall back to");
    }

    private void assertRefusesUrl(String url) {
        config.setJdbcUrl(url);
        assertThatThrownBy(() -> PoolSettings.checked(config))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the pool must have no login of its own, but has a jdbcUrl with ")
                .message()
                .doesNotContain("scott")
                .doesNotContain("tiger");
    }

    @Test
    void acceptsAPoolWithoutALogin() {
        assertThat(PoolSettings.checked(config).getUsername()).isNull();
    }

    @Test
    void refusesAUsername() {
        config.setUsername("scott");
        assertRefused("a username");
    }

    @Test
    void refusesAPassword() {
        config.setPassword("tiger");
        assertRefused("a password");
    }

    @Test
    void refusesCredentials() {
        StaticLogin.giveTo(config);
        assertRefused("a username");
    }

    @Test
    void refusesAProviderOfCredentials() {
        StaticLogin.provideTo(config);
        assertRefused("a credentialsProvider");
    }

    @Test
    void refusesTheClassOfAProviderOfCredentials() {
        config.setCredentialsProviderClassName(StaticLogin.class.getName());
        assertRefused("a credentialsProvider");
    }

    @ParameterizedTest
    @ValueSource(strings = {"user", "User", "USER", "username", "userName", "password", "PASSWORD", "pwd", "uid"})
    void refusesALoginAmongThePropertiesOfTheDriver(String key) {
        config.addDataSourceProperty(key, "tiger");
        assertRefused("dataSourceProperties with the key " + key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sslpassword", "sslPassword", "userAgent", "ApplicationName", "trustStorePassword"})
    void acceptsOtherPropertiesOfTheDriver(String key) {
        config.addDataSourceProperty(key, "value");
        assertThatCode(() -> PoolSettings.checked(config)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', delimiter = '|', textBlock = """
            jdbc:postgresql://db/app?user=scott
            jdbc:postgresql://db/app?password=tiger
            jdbc:postgresql://db/app?ssl=true&user=scott&password=tiger
            jdbc:postgresql://db1,db2:5433/app?targetServerType=primary&password=tiger
            jdbc:postgresql:app?user=scott
            jdbc:postgresql:///?user=scott
            jdbc:mysql://db/app?user=scott
            jdbc:mysql://db/app?useSSL=true&password=tiger
            jdbc:mysql://scott:tiger@db:3306/app
            jdbc:mysql://scott@db/app
            jdbc:mysql://scott:@db/app
            jdbc:mysql://scott:tiger@[db1:1111,db2:2222]/app
            jdbc:mysql://db1:1111,scott:tiger@db2:2222/app
            mysql://scott:tiger@db/app
            jdbc:mysqlx://scott:tiger@db/app
            jdbc:mariadb://db/app?user=scott&password=tiger
            jdbc:sqlserver://db:1433;user=scott;password=tiger
            jdbc:sqlserver://db;databaseName=app;userName=scott
            jdbc:sqlserver://db;DatabaseName=app;UID=scott;PWD=tiger
            jdbc:sqlserver://;serverName=db;Password=tiger
            jdbc:db2://db:50000/app:user=scott;password=tiger;
            jdbc:h2:mem:app;USER=scott;PASSWORD=tiger
            jdbc:derby://db/app;user=scott
            """)
    void refusesALoginInTheUrl(String url) {
        assertRefusesUrl(url);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', delimiter = '|', textBlock = """
            jdbc:postgresql://db/app?applicationName=user@x
            jdbc:postgresql://db:5432/app?ApplicationName=scott@tiger
            jdbc:postgresql://db/app?options=-c%20role=app
            jdbc:postgresql://db/app?options=-c%20search_path=user,public
            jdbc:postgresql://db/app?currentSchema=user
            jdbc:postgresql://db/app?sslpassword=changeit&sslkey=/etc/key
            jdbc:postgresql://db/app?passfile=/dev/null
            jdbc:postgresql://db/app?service=app
            jdbc:postgresql://db1:5432,db2:5432/app?targetServerType=primary
            jdbc:postgresql://[::1]:5432/app
            jdbc:postgresql://db/user
            jdbc:postgresql:app
            jdbc:mysql://user/password
            jdbc:mysql://db:3306/app?connectionAttributes=user:x
            jdbc:mysql://db/app?trustCertificateKeyStorePassword=changeit
            jdbc:mariadb:replication://db1,db2/app
            jdbc:sqlserver://db;databaseName=app;trustStorePassword=changeit
            jdbc:sqlserver://db\\instance:1433;databaseName=a@b;encrypt=true
            jdbc:h2:mem:user;INIT=SET SCHEMA app
            jdbc:hsqldb:mem:app
            """)
    void acceptsAUrlThatOnlyLooksAsIfItHadOne(String url) {
        config.setJdbcUrl(url);
        assertThatCode(() -> PoolSettings.checked(config)).doesNotThrowAnyException();
    }
}
