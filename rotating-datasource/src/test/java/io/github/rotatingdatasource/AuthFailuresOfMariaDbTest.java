package io.github.rotatingdatasource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.rotatingdatasource.AuthFailureClassifier.LoginFailure;
import io.github.rotatingdatasource.AuthFailureClassifier.StatementFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a real MariaDB says, through its own driver and MySQL's, in German too. */
@Tag("database")
@Tag("mariadb")
class AuthFailuresOfMariaDbTest {
    private static MariaDb database;

    private final AuthFailures failures = new AuthFailures(AuthFailureClassifier.standard());

    @BeforeAll
    static void start() throws Exception {
        database = MariaDb.start();
    }

    @AfterAll
    static void stop() {
        if (database != null) {
            database.close();
        }
    }

    @BeforeEach
    void createUser() throws SQLException {
        database.execute(
                "SET GLOBAL lc_messages = 'en_US'",
                "SET GLOBAL max_password_errors = 4294967295",
                "FLUSH PRIVILEGES",
                "DROP USER IF EXISTS u@localhost",
                "CREATE OR REPLACE TABLE app.account (id int)",
                "CREATE USER u@localhost IDENTIFIED BY 'right'",
                "GRANT SELECT ON app.account TO u@localhost");
    }

    @ParameterizedTest(name = "{0}: {1}/{2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "DROP USER u@localhost | 28000 | 1045 | REFUSED",
                "SET PASSWORD FOR u@localhost = PASSWORD('another') | 28000 | 1045 | REFUSED",
                "ALTER USER u@localhost ACCOUNT LOCK | HY000 | 4151 | REFUSED",
                "ALTER USER u@localhost PASSWORD EXPIRE | HY000 | 1820 | REFUSED",
                "REVOKE SELECT ON app.account FROM u@localhost | 42000 | 1044 | REFUSED",
            })
    void atLogin(String done, String state, int code, LoginFailure expected) throws SQLException {
        database.execute(done);

        SQLException failure = failureOfLogin("mariadb", "app");
        assertThat(failure.getSQLState()).isEqualTo(state);
        assertThat(failure.getErrorCode()).isEqualTo(code);
        assertBothDriversSay(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"de_DE", "ru_RU", "ja_JP"})
    void atLoginInAnyLanguage(String locale) throws SQLException {
        database.execute("SET GLOBAL lc_messages = '" + locale + "'", "DROP USER u@localhost");

        assertThat(failureOfLogin("mariadb", "app").getMessage()).doesNotContain("Access denied");
        assertBothDriversSay(LoginFailure.REFUSED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"DROP USER u@localhost", "ALTER USER u@localhost ACCOUNT LOCK"})
    void atLoginWithAutoReconnect(String done) throws SQLException {
        database.execute("SET GLOBAL lc_messages = 'de_DE'", done);

        SQLException failure = failureOfLogin("mysql", "app?autoReconnect=true&maxReconnects=1&initialTimeout=1");

        assertThat(failure.getSQLState()).isEqualTo("08001");
        assertThat(failure.getErrorCode()).isZero();
        assertThat(failures.atLogin(failure)).isEqualTo(LoginFailure.REFUSED);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"mariadb", "mysql"})
    void atLoginWithoutRoom(String kind) throws SQLException {
        database.execute("GRANT USAGE ON *.* TO u@localhost WITH MAX_USER_CONNECTIONS 1");
        try (Connection taken = database.connect(kind, "app", "u", "right")) {
            assertThat(taken.isValid(5)).isTrue();
            assertThat(failures.atLogin(failureOfLogin(kind, "app"))).isEqualTo(LoginFailure.FULL);
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"mariadb", "mysql"})
    void atLoginAfterTooManyWrongPasswords(String kind) throws SQLException {
        database.execute("SET GLOBAL max_password_errors = 1");
        SQLException wrong = failureOfLogin(kind, "app", "wrong");
        SQLException blocked = failureOfLogin(kind, "app", "right");

        assertThat(failures.atLogin(wrong)).isEqualTo(LoginFailure.REFUSED);
        assertThat(blocked.getErrorCode()).isEqualTo(4150);
        assertThat(failures.atLogin(blocked)).isEqualTo(LoginFailure.REFUSED);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"mariadb", "mysql"})
    void atLoginToNoDatabase(String kind) throws SQLException {
        database.execute("GRANT ALL ON *.* TO u@localhost");
        SQLException failure =
                catchThrowableOfType(SQLException.class, () -> database.connect(kind, "missing", "u", "right"));

        assertThat(failure.getErrorCode()).isEqualTo(1049);
        assertThat(failures.atLogin(failure)).isEqualTo(LoginFailure.UNKNOWN);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "mariadb, REVOKE SELECT ON app.account FROM u@localhost, ROLE_MAY_BE_GONE",
        "mysql, REVOKE SELECT ON app.account FROM u@localhost, ROLE_MAY_BE_GONE",
        "mariadb, DROP USER u@localhost, ROLE_MAY_BE_GONE",
        "mysql, DROP USER u@localhost, ROLE_MAY_BE_GONE",
        "mariadb, KILL USER u@localhost, SESSION_ENDED",
        "mysql, KILL USER u@localhost, SESSION_ENDED",
        "mariadb, DROP TABLE app.account, UNKNOWN",
        "mysql, DROP TABLE app.account, UNKNOWN",
    })
    void inAStatement(String kind, String done, StatementFailure expected) throws SQLException {
        try (Connection session = database.connect(kind, "app", "u", "right")) {
            database.execute(done);
            SQLException failure =
                    catchThrowableOfType(SQLException.class, () -> Sql.run(session, "SELECT * FROM app.account"));
            assertThat(failures.inStatement(failure)).isEqualTo(expected);
        }
    }

    private void assertBothDriversSay(LoginFailure expected) {
        for (SQLException failure : List.of(failureOfLogin("mariadb", "app"), failureOfLogin("mysql", "app"))) {
            assertThat(failures.atLogin(failure))
                    .as("%s %d", failure, failure.getErrorCode())
                    .isEqualTo(expected);
        }
    }

    private static SQLException failureOfLogin(String kind, String target) {
        return failureOfLogin(kind, target, "right");
    }

    private static SQLException failureOfLogin(String kind, String target, String password) {
        return catchThrowableOfType(
                SQLException.class, () -> Sql.run(database.connect(kind, target, "u", password), "SELECT 1"));
    }
}
