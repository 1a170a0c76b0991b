package io.github.rotatingdatasource;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rotatingdatasource.AuthFailureClassifier.LoginFailure;
import io.github.rotatingdatasource.AuthFailureClassifier.StatementFailure;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the drivers throw, made by their own code. */
class AuthFailuresOfDriversTest {
    private final AuthFailures failures = new AuthFailures(AuthFailureClassifier.standard());

    @ParameterizedTest(name = "{1} {2}: {3}")
    @CsvSource({
        "FATAL, 28P01, password authentication failed for user \"u\", REFUSED",
        "FATAL, 28P01, Passwort-Authentifizierung für Benutzer »u« fehlgeschlagen, REFUSED",
        "ВАЖНО, 28000, пользователю \"u\" не разрешён вход, REFUSED",
        "FATAL, 42501, データベース\"app\"への権限がありません, REFUSED",
        "FATAL, 53300, Verbindungslimit für Rolle »u« überschritten, FULL",
        "FATAL, 57P03, the database system is starting up, UNKNOWN",
        "FATAL, 3D000, database \"authentication failed\" does not exist, UNKNOWN",
    })
    void postgresqlAtLogin(String severity, String state, String text, LoginFailure expected) {
        assertThat(failures.atLogin(DriverFailures.postgresql(severity, state, text)))
                .isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "08P01, SASL authentication failed, REFUSED",
        "08P01, password authentication failed, REFUSED",
        "08P01, no such user: u, REFUSED",
        "08P01, login rejected, REFUSED",
        "08P01, 'server login has been failing, cached error: password authentication failed for user \"u\""
                + " (server_login_retry)', REFUSED",
        "08P01, 'server login has been failing, cached error: role \"u\" does not exist (server_login_retry)', REFUSED",
        "08P01, 'server login has been failing, cached error: the database system is starting up"
                + " (server_login_retry)', UNKNOWN",
        "08P01, 'server login has been failing, try again later (server_login_retry)', UNKNOWN",
        "08P01, 'server login has been failing, cached error: too many connections for role \"u\""
                + " (server_login_retry)', FULL",
        "08P01, no more connections allowed (max_client_conn), FULL",
        "08P01, client connections exceeded (max_user_client_connections), FULL",
        "08P01, query_wait_timeout, UNKNOWN",
        "08P01, no such database: app, UNKNOWN",
        "08P01, client_login_timeout (server down), UNKNOWN",
        "28P01, password authentication failed for user \"u\", REFUSED", // pgcat
        "58000, 'No pool configured for database: \"app\", user: \"u\"', REFUSED",
        "58000, 'could not get connection from the pool - AuthError(\"wrong password\")', REFUSED",
        "58000, could not get connection from the pool - AllServersDown, UNKNOWN",
        "28000, 'password for user \"u\" and database \"app\" is wrong, or the database does not exist', REFUSED", // pgdog
        "58000, connection pool for user \"u\" and database \"app\" is down, UNKNOWN",
        "58000, password authentication failed for user \"u\", REFUSED",
        "XX000, password authentication failed for user \"u\", UNKNOWN",
    })
    void poolersAtLogin(String state, String text, LoginFailure expected) {
        assertThat(failures.atLogin(DriverFailures.postgresql("FATAL", state, text)))
                .isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource({
        "28000, 1045, REFUSED", // unknown user, wrong password
        "28000, 1698, REFUSED",
        "42000, 1044, REFUSED", // no right to this database
        "HY000, 1130, REFUSED", // the last user for this host was dropped
        "HY000, 4151, REFUSED", // locked: MariaDB
        "HY000, 4150, REFUSED", // locked after wrong passwords: MariaDB
        "HY000, 3118, REFUSED", // locked: MySQL
        "HY000, 3955, REFUSED", // locked after wrong passwords: MySQL
        "HY000, 1820, REFUSED", // expired
        "S1000, 1820, REFUSED",
        "HY000, 1862, REFUSED",
        "42000, 1226, FULL",
        "42000, 1203, FULL",
        "08004, 1040, FULL",
        "42000, 1049, UNKNOWN", // no such database
        "HY000, 1129, UNKNOWN", // host blocked
        "08S01, 0, UNKNOWN",
        "HY000, 1017, UNKNOWN", // Oracle's wrong password, here a missing file
        "HY000, 18456, UNKNOWN", // SQL Server's
    })
    void mysqlAndMariadbAtLogin(String state, int code, LoginFailure expected) throws SQLException {
        assertThat(failures.atLogin(DriverFailures.mysql(state, code))).isEqualTo(expected);
        assertThat(failures.atLogin(DriverFailures.mysqlReconnecting(state, code)))
                .isEqualTo(expected);
        assertThat(failures.atLogin(DriverFailures.mariadb(state, code))).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource({
        "42000, 1142, ROLE_MAY_BE_GONE",
        "42000, 1143, ROLE_MAY_BE_GONE",
        "42000, 1370, ROLE_MAY_BE_GONE",
        "42000, 1044, ROLE_MAY_BE_GONE",
        "HY000, 1820, ROLE_MAY_BE_GONE",
        "28000, 1045, ROLE_MAY_BE_GONE", // LOAD DATA without the right to
        "70100, 1927, SESSION_ENDED",
        "HY000, 3169, SESSION_ENDED",
        "08S01, 0, SESSION_ENDED",
        "08000, 0, SESSION_ENDED",
        "70100, 1317, UNKNOWN", // only the statement was killed
        "42S02, 1146, UNKNOWN",
        "40001, 1213, UNKNOWN",
    })
    void mysqlAndMariadbInAStatement(String state, int code, StatementFailure expected) throws SQLException {
        assertThat(failures.inStatement(DriverFailures.mysql(state, code))).isEqualTo(expected);
        assertThat(failures.inStatement(DriverFailures.mariadb(state, code))).isEqualTo(expected);
    }

    @ParameterizedTest(name = "ORA-{0}: {1}")
    @CsvSource({
        "1017, REFUSED", // wrong user or password
        "1005, REFUSED", // no password
        "1045, REFUSED", // no CREATE SESSION; MySQL's wrong password
        "28000, REFUSED", // locked
        "28001, REFUSED", // expired
        "18, FULL",
        "20, FULL",
        "2391, FULL",
        "12519, FULL",
        "12541, UNKNOWN", // no listener
        "12514, UNKNOWN", // no such service
        "1033, UNKNOWN", // starting up
        "1820, UNKNOWN", // MySQL's expired password
    })
    void oracleAtLogin(int code, LoginFailure expected) {
        assertThat(failures.atLogin(DriverFailures.oracle(code))).isEqualTo(expected);
    }

    @ParameterizedTest(name = "ORA-{0}: {1}")
    @CsvSource({"1031, ROLE_MAY_BE_GONE", "28, SESSION_ENDED", "1012, SESSION_ENDED", "942, UNKNOWN", "1013, UNKNOWN"})
    void oracleInAStatement(int code, StatementFailure expected) {
        assertThat(failures.inStatement(DriverFailures.oracle(code))).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource({
        "S0001, 18456, REFUSED",
        "S0038, 18456, REFUSED",
        "08001, 18456, REFUSED", // with xopenStates
        "S0001, 18452, REFUSED",
        "S0001, 18470, REFUSED", // disabled
        "S0001, 18486, REFUSED", // locked
        "S0001, 18487, REFUSED", // expired
        "S0001, 18488, REFUSED", // must change
        "S0001, 17809, FULL",
        "S0001, 10928, FULL",
        "S0001, 4060, UNKNOWN", // cannot open the database: a fail-over, too
        "S0001, 40613, UNKNOWN",
        "08S01, 0, UNKNOWN",
        "S0001, 1045, UNKNOWN", // MySQL's wrong password
    })
    void sqlServerAtLogin(String state, int code, LoginFailure expected) throws Exception {
        assertThat(failures.atLogin(DriverFailures.sqlServer(state, code))).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource({
        "S0005, 229, ROLE_MAY_BE_GONE",
        "S0001, 230, ROLE_MAY_BE_GONE",
        "S0001, 916, ROLE_MAY_BE_GONE",
        "S0001, 596, SESSION_ENDED", // killed
        "08S01, 0, SESSION_ENDED",
        "S0002, 208, UNKNOWN",
    })
    void sqlServerInAStatement(String state, int code, StatementFailure expected) throws Exception {
        assertThat(failures.inStatement(DriverFailures.sqlServer(state, code))).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource({
        "28000, -4214, REFUSED",
        "08001, -30082, REFUSED",
        "08004, -1060, REFUSED", // no CONNECT
        "57030, -1040, FULL",
        "57030, -1226, FULL",
        "08001, -4499, UNKNOWN", // nobody there
        "08001, -30081, UNKNOWN",
        "08001, -1013, UNKNOWN", // no such database
    })
    void db2AtLogin(String state, int code, LoginFailure expected) throws Exception {
        assertThat(failures.atLogin(DriverFailures.db2(state, code))).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource({
        "42501, -551, ROLE_MAY_BE_GONE",
        "08001, -4499, SESSION_ENDED",
        "55032, -1224, SESSION_ENDED",
        "42704, -204, ROLE_MAY_BE_GONE", // a missing table to Db2, which the trial login clears up
        "40001, -911, UNKNOWN",
    })
    void db2InAStatement(String state, int code, StatementFailure expected) throws Exception {
        assertThat(failures.inStatement(DriverFailures.db2(state, code))).isEqualTo(expected);
    }

    /** Its driver is too large to test with: states and codes as recorded. */
    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource({
        "08001, 390100, REFUSED",
        "28000, 390100, REFUSED",
        "08001, 390144, REFUSED",
        "08001, 390303, REFUSED",
        "08001, 390318, REFUSED",
        "08001, 390201, UNKNOWN",
        "08001, 200001, UNKNOWN",
    })
    void snowflakeAtLogin(String state, int code, LoginFailure expected) {
        assertThat(failures.atLogin(new SQLException("?", state, code))).isEqualTo(expected);
    }

    @Test
    void hikariThatGivesUpWaitingPassesTheRefusalOn() throws SQLException {
        SQLException cause = DriverFailures.mariadb("HY000", 4151);
        SQLException timeout = new SQLTransientConnectionException("not available", cause.getSQLState(), cause);
        timeout.setNextException(cause);

        assertThat(failures.atLogin(timeout)).isEqualTo(LoginFailure.REFUSED);
        assertThat(failures.atLogin(new SQLTransientConnectionException("not available, request timed out")))
                .isEqualTo(LoginFailure.UNKNOWN);
    }
}
