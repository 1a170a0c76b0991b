package io.github.rotatingdatasource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.rotatingdatasource.AuthFailureClassifier.LoginFailure;
import io.github.rotatingdatasource.AuthFailureClassifier.StatementFailure;
import io.github.rotatingdatasource.testkit.TestDatabase;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a real PgBouncer says, for itself and for the server behind it. */
@Tag("database")
@Tag("pgbouncer")
class AuthFailuresOfPgBouncerTest {
    private static TestDatabase database;

    private final AuthFailures failures = new AuthFailures(AuthFailureClassifier.standard());

    @BeforeAll
    static void start() {
        PgBouncer.assumeInstalled();
        database = TestDatabase.shared();
    }

    @AfterEach
    void dropRole() throws SQLException {
        database.execute("GRANT CONNECT ON DATABASE app TO PUBLIC", "DROP ROLE IF EXISTS b");
    }

    @BeforeEach
    void createRole() throws SQLException {
        database.execute("CREATE ROLE b LOGIN PASSWORD 'right'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "md5", "scram-sha-256"})
    void itsOwnRefusals(String authType) throws Exception {
        try (PgBouncer pooler = inFront(database.port(), authType)) {
            pooler.connect("b", "right").close();

            for (SQLException refusal :
                    new SQLException[] {failureOfLogin(pooler, "b", "wrong"), failureOfLogin(pooler, "unknown", "right")
                    }) {
                assertThat(failures.atLogin(refusal)).as("%s", refusal).isEqualTo(LoginFailure.REFUSED);
            }
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "DROP ROLE b | REFUSED",
                "ALTER ROLE b PASSWORD 'another' | REFUSED",
                "ALTER ROLE b VALID UNTIL 'yesterday' | REFUSED",
                "ALTER ROLE b NOLOGIN | REFUSED",
                "REVOKE CONNECT ON DATABASE app FROM PUBLIC | REFUSED",
                "ALTER ROLE b CONNECTION LIMIT 0 | FULL",
            })
    void theServersRefusals(String done, LoginFailure expected) throws Exception {
        try (PgBouncer pooler = inFront(database.port(), "scram-sha-256")) {
            database.execute(done);

            SQLException refusal = failureOfLogin(pooler, "b", "right");
            SQLException again = failureOfLogin(pooler, "b", "right"); // from what it remembers

            assertThat(failures.atLogin(refusal)).as("%s", refusal).isEqualTo(expected);
            assertThat(failures.atLogin(again)).as("%s", again).isEqualTo(expected);
        }
    }

    @Test
    void aSessionWhoseServerConnectionIsKilledEnds() throws Exception {
        try (PgBouncer pooler = inFront(database.port(), "scram-sha-256");
                Connection session = pooler.connect("b", "right")) {
            database.terminateSessionsOf("b");

            SQLException failure = catchThrowableOfType(SQLException.class, () -> Sql.run(session, "SELECT 1"));
            assertThat(failures.inStatement(failure)).isEqualTo(StatementFailure.SESSION_ENDED);
        }
    }

    @Test
    void aServerThatIsDownRefusesNobody() throws Exception {
        try (PgBouncer pooler = inFront(LocalServer.freePort(), "scram-sha-256")) {
            SQLException failure = failureOfLogin(pooler, "b", "right");

            assertThat(failure.getSQLState()).isEqualTo("08P01");
            assertThat(failures.atLogin(failure)).as("%s", failure).isEqualTo(LoginFailure.UNKNOWN);
        }
    }

    private static PgBouncer inFront(int serverPort, String authType) throws IOException {
        return PgBouncer.start(database.host(), serverPort, authType, "\"b\" \"right\"");
    }

    private static SQLException failureOfLogin(PgBouncer pooler, String username, String password) {
        return catchThrowableOfType(
                SQLException.class, () -> pooler.connect(username, password).close());
    }
}
