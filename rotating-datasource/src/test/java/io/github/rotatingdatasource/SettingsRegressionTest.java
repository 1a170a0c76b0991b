package io.github.rotatingdatasource;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings that were once taken for what they are not. */
class SettingsRegressionTest {
    private final HikariConfig config = new HikariConfig();

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', delimiter = '|', textBlock = """
            jdbc:oracle:thin:scott/tiger@db:1521:app
            jdbc:oracle:thin:scott/tiger@//db:1521/app
            jdbc:oracle:oci:scott/tiger@app
            jdbc:oracle:thin:scott/"ti@ger"@//db:1521/app
            jdbc:mysql://address=(host=db)(user=scott)(password=tiger)/app
            jdbc:mysql://(host=db,port=3306,user=scott,password=tiger)/app
            jdbc:sqlserver://db; user=scott; password=tiger
            jdbc:sqlserver://db;databaseName=app;accessToken=tiger
            jdbc:teradata://db/USER=scott,PASSWORD=tiger
            jdbc:mysql://db/app?password1=tiger
            """)
    void refusesALoginInTheUrl(String url) {
        config.setJdbcUrl(url);
        assertThatThrownBy(() -> PoolSettings.checked(config)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', delimiter = '|', textBlock = """
            jdbc:oracle:thin:@db:1521:app
            jdbc:oracle:thin:@//db:1521/app
            jdbc:oracle:thin:@tcps://db:2484/app
            jdbc:oracle:oci:@app
            jdbc:postgresql://db/app?ApplicationName=a:b@c
            jdbc:postgresql:app?ApplicationName=a:b@c
            jdbc:sqlserver://db:1433;applicationName=a:b@c
            jdbc:sqlserver://db;applicationName=//a@c
            jdbc:h2:file:/data/a:b@c
            """)
    void acceptsAUrlThatOnlyLooksAsIfItHadOne(String url) {
        config.setJdbcUrl(url);
        assertThatCode(() -> PoolSettings.checked(config)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "url, jdbc:postgresql://db/app?user=scott&password=tiger",
        "URL, jdbc:mysql://scott:tiger@db/app",
        "accessToken, tiger",
        "authenticationPluginClassName, org.acme.StaticPassword"
    })
    void refusesALoginInsideAPropertyOfTheDataSource(String key, String value) {
        config.setDataSourceClassName("org.postgresql.ds.PGSimpleDataSource");
        config.addDataSourceProperty(key, value);
        assertThatThrownBy(() -> PoolSettings.checked(config)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesAnIsolationThatDoesNotExist() {
        config.setJdbcUrl("jdbc:postgresql://db/app");
        config.setTransactionIsolation("WRONG");
        assertThatThrownBy(() -> PoolSettings.checked(config)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void saysWhichSettingIsWrong() {
        config.setDataSourceClassName("org.acme.Missing");
        assertThatThrownBy(() -> Connector.of(config))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("dataSourceClassName")
                .hasMessageContaining("org.acme.Missing");
    }

    @Test
    void saysWhichPropertyIsWrong() {
        config.setDataSourceClassName("org.postgresql.ds.PGSimpleDataSource");
        config.addDataSourceProperty("noSuchThing", "x");
        assertThatThrownBy(() -> Connector.of(config))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("noSuchThing");
    }

    @Test
    void saysThatNoDriverTakesTheUrl() {
        config.setJdbcUrl("jdbc:acme://db/app");
        assertThatThrownBy(() -> Connector.of(config)).isInstanceOf(IllegalArgumentException.class);
    }
}
