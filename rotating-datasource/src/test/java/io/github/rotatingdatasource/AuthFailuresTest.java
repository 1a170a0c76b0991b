package io.github.rotatingdatasource;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which failures say that the login is refused, and which that the database is full. */
@Timeout(10)
class AuthFailuresTest {
    @ParameterizedTest
    @CsvSource({
        "28P01, true, false",
        "28000, true, false",
        "28001, true, false",
        "53300, false, true",
        "53400, false, false",
        "57P03, false, false",
        "57P01, false, false",
        "08001, false, false",
        "08006, false, false",
        "3D000, false, false",
        "42501, false, false",
        "2800,  true, false",
        "82800, false, false",
        "2,     false, false",
        "'',    false, false",
        ",      false, false",
    })
    void judgesByTheState(String state, boolean refused, boolean full) {
        SQLException failure = new SQLException("password authentication failed, 28P01, 53300", state);

        assertThat(AuthFailures.isRefused(failure)).isEqualTo(refused);
        assertThat(AuthFailures.isFull(failure)).isEqualTo(full);
    }

    @Test
    void looksIntoTheCause() {
        SQLException timedOut = new SQLTransientConnectionException("timed out", "08001", refused());

        assertThat(AuthFailures.isRefused(timedOut)).isTrue();
    }

    @Test
    void looksIntoTheCauseOfAnExceptionThatIsNoneOfJdbc() {
        SQLException failure = new SQLException("failed", new IllegalStateException("wrapped", refused()));

        assertThat(AuthFailures.isRefused(failure)).isTrue();
    }

    @Test
    void looksAtTheNextException() {
        SQLException failure = new SQLException("several hosts failed", "08001");
        failure.setNextException(new SQLException("host one", "08001"));
        failure.setNextException(refused());

        assertThat(AuthFailures.isRefused(failure)).isTrue();
    }

    @Test
    void looksAtTheNextExceptionOfACause() {
        SQLException cause = new SQLException("host one", "08001");
        cause.setNextException(refused());

        assertThat(AuthFailures.isRefused(new SQLException("failed", cause))).isTrue();
    }

    @Test
    void givesUpOnExceptionsThatCauseEachOther() {
        SQLException one = new SQLException("one");
        SQLException other = new SQLException("other", one);
        one.initCause(other);
        one.setNextException(other);
        other.setNextException(one);

        assertThat(AuthFailures.isRefused(one)).isFalse();
    }

    @Test
    void looksTenDeep() {
        SQLException failure = refused();
        for (int i = 0; i < 10; i++) {
            failure = new SQLException("deeper", failure);
        }

        assertThat(AuthFailures.isRefused(failure)).isTrue();
    }

    @Test
    void looksNotForEver() {
        SQLException failure = refused();
        for (int i = 0; i < 100_000; i++) {
            failure = new SQLException("deeper", failure);
        }

        assertThat(AuthFailures.isRefused(failure)).isFalse();
    }

    @Test
    void aFailureNamesTheStateAndNotTheUser() {
        Failure failure = Failure.of(new SQLException("password authentication failed for user \"v-app\"", "28P01"));

        assertThat(failure.message()).contains("28P01").doesNotContain("v-app");
        assertThat(failure.isRefusal()).isTrue();
        assertThat(failure.databaseIsFull()).isFalse();
    }

    private static SQLException refused() {
        return new SQLException("password authentication failed", "28P01");
    }
}
