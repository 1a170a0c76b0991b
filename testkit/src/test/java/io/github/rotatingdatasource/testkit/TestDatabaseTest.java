package io.github.rotatingdatasource.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TestDatabaseTest {
    private final TestDatabase database = TestDatabase.shared();

    @Test
    void refusesAWrongPasswordOfTheSuperuser() {
        assertThat(SqlStates.ofLogin(database, TestDatabase.SUPERUSER, "wrong")).isEqualTo("28P01");
    }

    @Test
    void refusesAnUnknownUser() {
        assertThat(SqlStates.ofLogin(database, "nobody", "x")).isEqualTo("28P01");
    }

    @Test
    void storesPasswordsAsScram() throws Exception {
        String sql = "SELECT rolpassword FROM pg_authid WHERE rolname = ?";
        assertThat(database.query(String.class, sql, "postgres")).startsWith("SCRAM-SHA-256$");
    }

    @Test
    void refusesAUserWhoIsNoLongerValid() throws Exception {
        database.execute("CREATE ROLE late LOGIN PASSWORD 'late-1' VALID UNTIL '2020-01-01'");

        assertThat(SqlStates.ofLogin(database, "late", "late-1")).isEqualTo("28P01");
    }

    @Test
    void countsWhatTheServerRefused() throws Exception {
        database.execute("CREATE ROLE counted LOGIN PASSWORD 'counted-1'", "CREATE ROLE barred PASSWORD 'barred-1'");
        long before = database.refusedLogins();

        assertThat(SqlStates.ofLogin(database, "counted", "counted-1")).isEqualTo(SqlStates.OK);
        assertThat(SqlStates.ofLogin(database, "counted", "wrong")).isEqualTo("28P01");
        assertThat(SqlStates.ofLogin(database, "unknown", "wrong")).isEqualTo("28P01");
        assertThat(SqlStates.ofLogin(database, "barred", "barred-1")).isEqualTo("28000");

        await().untilAsserted(
                        () -> assertThat(database.refusedLogins() - before).isEqualTo(3));
    }

    @Test
    void tellsWhoseLoginsTheServerRefusedAndAccepted() throws Exception {
        try (TestDatabase own = TestDatabase.start(Map.of("log_connections", "on"))) {
            own.execute("CREATE ROLE one LOGIN PASSWORD 'one-1'", "CREATE ROLE one_more LOGIN PASSWORD 'more-1'");
            SqlStates.ofLogin(own, "one", "one-1");
            SqlStates.ofLogin(own, "one_more", "more-1");
            SqlStates.ofLogin(own, "one_more", "more-1");
            SqlStates.ofLogin(own, "one", "wrong");
            SqlStates.ofLogin(own, "no.one", "wrong");

            await().untilAsserted(() -> assertThat(own.refusedLogins("no.one")).isEqualTo(1));
            assertThat(own.refusedLogins("one")).isEqualTo(1);
            assertThat(own.refusedLogins("one_more")).isZero();
            assertThat(own.acceptedLogins("one")).isEqualTo(1);
            assertThat(own.acceptedLogins("one_more")).isEqualTo(2);
            assertThat(own.acceptedLogins("no.one")).isZero();
        }
    }

    @Test
    void doesNotCountOtherFailures() throws Exception {
        database.execute("CREATE ROLE limited LOGIN PASSWORD 'limited-1' CONNECTION LIMIT 0");
        long before = database.refusedLogins();

        assertThat(SqlStates.ofLogin(database, "limited", "limited-1")).isEqualTo("53300");

        assertThat(database.refusedLogins()).isEqualTo(before);
    }

    @Test
    void countsAndEndsSessions() throws Exception {
        database.execute("CREATE ROLE guest LOGIN PASSWORD 'guest-1'");
        try (Connection one = database.connect("guest", "guest-1");
                Connection other = database.connect("guest", "guest-1")) {
            assertThat(database.sessionsOf("gues%")).isEqualTo(2);

            assertThat(database.terminateSessionsOf("guest")).isEqualTo(2);

            assertThat(database.sessionsOf("guest")).isZero();
            assertThat(SqlStates.of(one, "SELECT 1")).isEqualTo("57P01");
            assertThat(other.isValid(1)).isFalse();
        }
    }

    @Test
    void keepsPortDataAndLogWhenRestarted() throws Exception {
        try (TestDatabase own = TestDatabase.start(Map.of("max_connections", "17"))) {
            own.createAccountsTable();
            String url = own.url();
            assertThat(SqlStates.ofLogin(own, "nobody", "x")).isEqualTo("28P01");

            own.stop();
            assertThat(SqlStates.ofLogin(own, "nobody", "x")).isEqualTo("08001");
            own.startAgain();

            assertThat(own.url()).isEqualTo(url);
            assertThat(own.query(Long.class, "SELECT count(*) FROM account")).isEqualTo(TestDatabase.ACCOUNTS);
            assertThat(own.query(String.class, "SHOW max_connections")).isEqualTo("17");
            assertThat(own.refusedLogins()).isEqualTo(1);
        }
    }

    @Test
    void createsTheAccountsTableOnce() throws Exception {
        database.createAccountsTable();
        database.createAccountsTable();

        assertThat(database.query(Long.class, "SELECT count(*) FROM account")).isEqualTo(TestDatabase.ACCOUNTS);
    }

    @Test
    void refusesASettingThatItNeedsItself() {
        assertThatThrownBy(() -> TestDatabase.start(Map.of("log_line_prefix", "%t")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("log_line_prefix");
    }

    @Test
    void saysWhatAQueryDidNotFind() {
        assertThatThrownBy(() -> database.query(String.class, "SELECT NULL::text"))
                .hasMessage("wanted a String, found none with: SELECT NULL::text");
    }
}
