package io.github.rotatingdatasource.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A database that somebody else has started. */
@Tag("database")
class GivenDatabaseTest {
    private static final TestDatabase THEIRS = TestDatabase.shared();
    private static final String PASSWORD = "of-the-boss";

    @BeforeAll
    static void makeALogin() throws Exception {
        THEIRS.execute(
                "DO $$ BEGIN CREATE ROLE boss SUPERUSER LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$",
                "ALTER ROLE boss PASSWORD '" + PASSWORD + "'");
    }

    private static TestDatabase given() {
        return TestDatabase.at(THEIRS.url() + "?ApplicationName=drill", "boss", PASSWORD);
    }

    @Test
    void isUsedWithItsLoginAndItsUrl() throws Exception {
        assertThat(given().query(String.class, "SELECT current_user || current_setting('application_name')"))
                .isEqualTo("bossdrill");
        assertThat(given().port()).isEqualTo(THEIRS.port());
        assertThat(given().countsLogins()).isFalse();
    }

    @Test
    void isNobodysToStopAndHasNoLog() {
        assertThatThrownBy(given()::stop).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(given()::startAgain).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(given()::refusedLogins).hasMessageContaining("no logins can be counted");
        assertThat(given()).asString().doesNotContain(PASSWORD);
    }

    @Test
    void isRefusedWithAWrongLogin() {
        assertThatThrownBy(() -> {
                    TestDatabase wrong = TestDatabase.at(THEIRS.url(), "boss", "wrong");
                    wrong.admin();
                })
                .hasMessageContaining("password authentication failed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:mysql://db/app", "db", "jdbc:postgresql://db/app?user=me&password=secret"})
    void isRefusedWithAnotherKindOfUrl(String url) {
        assertThatThrownBy(() -> TestDatabase.at(url, "boss", PASSWORD))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("secret");
    }
}
