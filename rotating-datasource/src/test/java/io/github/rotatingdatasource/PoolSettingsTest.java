package io.github.rotatingdatasource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No value that HikariCP would silently replace gets through, and no other is complained about. */
@Tag("hikari")
class PoolSettingsTest {
    private final HikariConfig config = new HikariConfig();

    PoolSettingsTest() {
        config.setJdbcUrl("jdbc:postgresql://db.internal/app");
    }

    private void assertRefused(String message) {
        assertThatThrownBy(() -> PoolSettings.checked(config))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    private void assertAccepted() {
        assertThatCode(() -> PoolSettings.checked(config)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 1, 20_000, 29_999})
    void refusesALifetimeThatWouldBecomeHalfAnHour(long millis) {
        config.setMaxLifetime(millis);
        assertRefused("maxLifetime must be at least 30000 ms, or 0 for off, but is " + millis + " ms");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 30_000, 60_000, 119_999, 120_000, 600_000, 1_800_000, 86_400_000})
    void acceptsEverySensibleLifetimeWithTheOtherDefaults(long millis) {
        config.setMaxLifetime(millis);
        config.setMinimumIdle(2);
        assertAccepted();
    }

    @ParameterizedTest
    @CsvSource({
        "29999, 1800000, at least 30000 ms",
        "-1, 1800000, at least 30000 ms",
        "60000, 60000, at most 59999 ms",
        "90000, 60000, at most 59999 ms"
    })
    void refusesAKeepaliveThatWouldBeTurnedOff(long millis, long lifetime, String message) {
        config.setMaxLifetime(lifetime);
        config.setKeepaliveTime(millis);
        assertRefused("keepaliveTime must be " + message);
    }

    @ParameterizedTest
    @CsvSource({"0, 1800000", "30000, 1800000", "59999, 60000", "90000, 0"})
    void keepsAKeepaliveThatFits(long millis, long lifetime) {
        config.setMaxLifetime(lifetime);
        config.setKeepaliveTime(millis);
        assertThat(PoolSettings.checked(config).getKeepaliveTime()).isEqualTo(millis);
    }

    @ParameterizedTest
    @CsvSource({"5000, 1800000, at least 10000 ms", "60000, 60000, at most 59000 ms", "59001, 60000, at most 59000 ms"})
    void refusesAnIdleTimeoutThatWouldBeReplaced(long millis, long lifetime, String message) {
        config.setMinimumIdle(2);
        config.setMaxLifetime(lifetime);
        config.setIdleTimeout(millis);
        assertRefused("idleTimeout must be " + message);
    }

    @ParameterizedTest
    @CsvSource({"0, 1800000, 2", "10000, 1800000, 2", "59000, 60000, 2", "5000, 60000, 10", "90000, 0, 2"})
    void keepsAnIdleTimeoutThatFits(long millis, long lifetime, int minimumIdle) {
        config.setMinimumIdle(minimumIdle);
        config.setMaxLifetime(lifetime);
        config.setIdleTimeout(millis);
        assertThat(PoolSettings.checked(config).getIdleTimeout()).isEqualTo(millis);
    }

    @ParameterizedTest
    @CsvSource({"1, 1800000, at least 2000 ms", "1999, 1800000, at least 2000 ms", "60001, 60000, at most 60000 ms"})
    void refusesALeakDetectionThatWouldBeTurnedOff(long millis, long lifetime, String message) {
        config.setMaxLifetime(lifetime);
        config.setLeakDetectionThreshold(millis);
        assertRefused("leakDetectionThreshold must be " + message);
    }

    @ParameterizedTest
    @CsvSource({"0, 1800000", "2000, 1800000", "60000, 60000", "90000, 0"})
    void keepsALeakDetectionThatFits(long millis, long lifetime) {
        config.setMaxLifetime(lifetime);
        config.setLeakDetectionThreshold(millis);
        assertThat(PoolSettings.checked(config).getLeakDetectionThreshold()).isEqualTo(millis);
    }

    @Test
    void refusesAMinimumAboveTheMaximum() {
        config.setMaximumPoolSize(5);
        config.setMinimumIdle(6);
        assertRefused("minimumIdle must be at most maximumPoolSize, which is 5, but is 6");
    }

    @Test
    void refusesAPoolThatIsNotToldOfADatabase() {
        config.setJdbcUrl(null);
        assertRefused("dataSource or dataSourceClassName or jdbcUrl is required");
    }

    @Test
    void completesItsCopyWithTheDefaultsOfHikariCp() {
        HikariConfig checked = PoolSettings.checked(config);

        assertThat(checked.getMinimumIdle()).isEqualTo(10);
        assertThat(checked.getConnectionTimeout()).isEqualTo(TimeUnit.SECONDS.toMillis(30));
        assertThat(checked.getPoolName()).startsWith("HikariPool-");
    }

    @Test
    void leavesTheConfigurationOfItsUserAsItIs() {
        config.setMaximumPoolSize(4);

        PoolSettings.checked(config).setMaximumPoolSize(1);

        assertThat(config.getMaximumPoolSize()).isEqualTo(4);
        assertThat(config.getMinimumIdle()).isEqualTo(-1);
        assertThat(config.getPoolName()).isNull();
    }
}
