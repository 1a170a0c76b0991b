package io.github.rotatingdatasource.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rotatingdatasource.testkit.drill.Drill;
import io.github.rotatingdatasource.testkit.drill.DrillReport;
import io.github.rotatingdatasource.testkit.drill.DrillSettings;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A database that somebody else has started, and a drill on it. */
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

    @Test
    void isLeftAsItWasByADrill() throws Exception {
        DrillSettings settings = DrillSettings.defaults()
                .withDatabase(GivenDatabaseTest::given)
                .withSetUp("CREATE TABLE drilled (id int)")
                .withOverlap(Duration.ofSeconds(1));
        try (Drill drill = Drill.start(settings)) {
            DrillReport report =
                    drill.load(1, () -> THEIRS.query(Integer.class, "SELECT 1")).through(drill::dropAlive);
            assertThat(report.refusedLogins()).isEmpty();
        }
        assertThat(THEIRS.query(Long.class, "SELECT count(*) FROM pg_roles WHERE rolname ~ 'rotation_drill|-drill-'"))
                .isZero();
        assertThat(THEIRS.query(Long.class, "SELECT count(*) FROM pg_tables WHERE tablename = 'drilled'"))
                .isZero();
    }
}
