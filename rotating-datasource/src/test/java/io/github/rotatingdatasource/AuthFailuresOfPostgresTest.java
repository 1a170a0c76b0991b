package io.github.rotatingdatasource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.rotatingdatasource.AuthFailureClassifier.LoginFailure;
import io.github.rotatingdatasource.AuthFailureClassifier.StatementFailure;
import io.github.rotatingdatasource.testkit.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a real PostgreSQL says to the login and in the sessions of a role that something was done to. */
@Tag("database")
class AuthFailuresOfPostgresTest {
    private static TestDatabase database;

    private final AuthFailures failures = new AuthFailures(AuthFailureClassifier.standard());

    /** A server of its own: the last test stops it, and another changes who may come in. */
    @BeforeAll
    static void start() throws SQLException {
        database = TestDatabase.start(Map.of("max_connections", "10"));
        database.createAccountsTable();
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @BeforeEach
    void createRole() throws SQLException {
        database.execute(
                "DO $$ BEGIN IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'u') THEN DROP OWNED BY u; END IF; END $$",
                "DROP ROLE IF EXISTS u",
                "GRANT CONNECT ON DATABASE app TO PUBLIC",
                "CREATE ROLE u LOGIN PASSWORD 'right'",
                "GRANT SELECT ON account TO u");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "DROP OWNED BY u; DROP ROLE u | 28P01 | REFUSED",
                "ALTER ROLE u PASSWORD 'another' | 28P01 | REFUSED",
                "ALTER ROLE u PASSWORD NULL | 28P01 | REFUSED",
                "ALTER ROLE u VALID UNTIL 'yesterday' | 28P01 | REFUSED",
                "ALTER ROLE u NOLOGIN | 28000 | REFUSED",
                "REVOKE CONNECT ON DATABASE app FROM PUBLIC | 42501 | REFUSED",
                "ALTER ROLE u CONNECTION LIMIT 0 | 53300 | FULL",
            })
    void atLogin(String done, String state, LoginFailure expected) throws SQLException {
        database.connect("u", "right").close();
        database.execute(done);

        SQLException failure = failureOfLogin();

        assertThat(failure.getSQLState()).isEqualTo(state);
        assertThat(failures.atLogin(failure)).isEqualTo(expected);
    }

    @Test
    void atLoginWhenTheServerIsFull() throws SQLException {
        Connection[] taken = new Connection[10];
        try {
            for (int i = 0; i < 7; i++) { // three are kept for superusers
                taken[i] = database.connect("u", "right");
            }
            assertThat(failures.atLogin(failureOfLogin())).isEqualTo(LoginFailure.FULL);
        } finally {
            for (Connection connection : taken) {
                if (connection != null) {
                    connection.close();
                }
            }
        }
    }

    @Test
    void atLoginFromWhereNobodyMayComeFrom() throws Exception {
        Path rules = Path.of(database.query(String.class, "SHOW hba_file"));
        Assumptions.assumeTrue(Files.isWritable(rules), "the server's files are out of reach");
        String before = Files.readString(rules);
        try {
            Files.writeString(rules, "host all u all reject\n" + before);
            database.execute("SELECT pg_reload_conf()");
            Await.until(() -> "28000".equals(stateOfLogin()));

            assertThat(failures.atLogin(failureOfLogin())).isEqualTo(LoginFailure.REFUSED);
        } finally {
            Files.writeString(rules, before);
            database.execute("SELECT pg_reload_conf()");
            Await.until(() -> "".equals(stateOfLogin()));
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "DROP OWNED BY u; DROP ROLE u | SELECT * FROM account | 42501 | ROLE_MAY_BE_GONE",
                "DROP OWNED BY u; DROP ROLE u | SELECT session_user | 42704 | ROLE_MAY_BE_GONE",
                "DROP OWNED BY u; DROP ROLE u | CREATE TEMP TABLE t (i int) | 42704 | ROLE_MAY_BE_GONE",
                "REVOKE SELECT ON account FROM u | SELECT * FROM account | 42501 | ROLE_MAY_BE_GONE",
                "SELECT 1 | SELECT * FROM missing | 42P01 | ROLE_MAY_BE_GONE",
                "SELECT 1 | SELECT missing() | 42883 | ROLE_MAY_BE_GONE",
                "SELECT 1 | SELECT 1 / 0 | 22012 | UNKNOWN",
                "SELECT 1 | SET statement_timeout = 1; SELECT pg_sleep(9) | 57014 | UNKNOWN",
            })
    void inAStatement(String done, String statement, String state, StatementFailure expected) throws SQLException {
        try (Connection session = database.connect("u", "right")) {
            database.execute(done);

            SQLException failure = failureOf(session, statement);

            assertThat(failure.getSQLState()).isEqualTo(state);
            assertThat(failures.inStatement(failure)).isEqualTo(expected);
        }
    }

    @Test
    void inAStatementOfASessionThatWasKilled() throws SQLException {
        try (Connection session = database.connect("u", "right")) {
            database.terminateSessionsOf("u");

            assertThat(failures.inStatement(failureOf(session, "SELECT 1"))).isEqualTo(StatementFailure.SESSION_ENDED);
            assertThat(failureOf(session, "SELECT 1").getSQLState()).isEqualTo("08003");
        }
    }

    @Test
    void aServerThatStopsAndStartsRefusesNobody() throws Exception {
        try (Connection session = database.connect("u", "right")) {
            database.stop();

            assertThat(failures.inStatement(failureOf(session, "SELECT 1"))).isEqualTo(StatementFailure.SESSION_ENDED);
            assertThat(failures.atLogin(failureOfLogin())).isEqualTo(LoginFailure.UNKNOWN);
        } finally {
            database.startAgain();
        }
        database.connect("u", "right").close();
    }

    private static String stateOfLogin() {
        try {
            database.connect("u", "right").close();
            return "";
        } catch (SQLException failure) {
            return failure.getSQLState();
        }
    }

    private static SQLException failureOfLogin() {
        return catchThrowableOfType(
                SQLException.class, () -> database.connect("u", "right").close());
    }

    private static SQLException failureOf(Connection session, String statement) {
        return catchThrowableOfType(SQLException.class, () -> Sql.run(session, statement));
    }
}
