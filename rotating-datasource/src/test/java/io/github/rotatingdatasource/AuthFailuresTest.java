package io.github.rotatingdatasource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatObject;

import io.github.rotatingdatasource.AuthFailureClassifier.LoginFailure;
import io.github.rotatingdatasource.AuthFailureClassifier.StatementFailure;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SQLStates, chains of exceptions, and the user's own classifier. */
@Timeout(10)
class AuthFailuresTest {
    private final SQLException refusal = new SQLException("no", "28P01");
    private final SQLException strange = new SQLException("no", "XX000", 4711);

    private final AuthFailures standard = new AuthFailures(AuthFailureClassifier.standard());

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "28P01, REFUSED", // wrong password, unknown user
        "28000, REFUSED", // may not log in
        "42501, REFUSED", // may not connect to this database
        "53300, FULL",
        "57P03, UNKNOWN", // starting up
        "57P01, UNKNOWN",
        "08001, UNKNOWN", // nobody there
        "08004, UNKNOWN",
        "08006, UNKNOWN",
        "3D000, UNKNOWN", // no such database
        "42704, UNKNOWN",
        "HYT00, UNKNOWN",
        "HY000, UNKNOWN",
        "82800, UNKNOWN",
        "2, UNKNOWN",
        "'', UNKNOWN",
        ", UNKNOWN",
    })
    void atLoginTheStateSays(String state, LoginFailure expected) {
        SQLException failure = new SQLException("password authentication failed? 28P01? 53300?", state);

        assertThat(standard.atLogin(failure)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "42501, ROLE_MAY_BE_GONE",
        "42704, ROLE_MAY_BE_GONE",
        "42P01, ROLE_MAY_BE_GONE",
        "42883, ROLE_MAY_BE_GONE",
        "28000, ROLE_MAY_BE_GONE", // a parallel worker of an older PostgreSQL
        "57P01, SESSION_ENDED",
        "57P02, SESSION_ENDED",
        "08000, SESSION_ENDED",
        "08006, SESSION_ENDED",
        "08007, SESSION_ENDED",
        "08P01, SESSION_ENDED",
        "08S01, SESSION_ENDED",
        "08001, UNKNOWN", // a foreign table's server, say
        "08003, UNKNOWN", // used after close
        "57014, UNKNOWN", // cancelled
        "57P05, UNKNOWN", // idle for too long
        "53300, UNKNOWN",
        "40001, UNKNOWN",
        "23505, UNKNOWN",
        "'', UNKNOWN",
        ", UNKNOWN",
    })
    void inAStatementTheStateHints(String state, StatementFailure expected) {
        assertThat(standard.inStatement(new SQLException("?", state))).isEqualTo(expected);
    }

    @Test
    void aRefusalIsFoundBelowAnythingThatWrapsIt() {
        SQLException top = new SQLTransientConnectionException("not available", "08001");
        top.initCause(new IllegalStateException(new IOException(refusal)));

        assertThat(AuthFailures.STANDARD.atLogin(top)).isEqualTo(LoginFailure.REFUSED);
    }

    @Test
    void aRefusalIsFoundAmongNextExceptions() {
        SQLException top = new SQLException("not available", (String) null);
        SQLException second = new SQLException("neither", "53300");
        top.setNextException(second);
        second.initCause(refusal);

        assertThat(standard.atLogin(top)).isEqualTo(LoginFailure.REFUSED); // and not full
    }

    @Test
    void chainsThatGoRoundEnd() {
        SQLException one = new SQLException("one", "08001");
        SQLException two = new SQLException("two", "08001", one);
        one.initCause(two);
        one.setNextException(new SQLException("three", "08001", two));

        assertThat(standard.atLogin(one)).isEqualTo(LoginFailure.UNKNOWN);
        assertThat(standard.inStatement(one)).isEqualTo(StatementFailure.UNKNOWN);
    }

    @Test
    void aRefusalIsFoundTenDeepButNotForEver() {
        assertThat(AuthFailures.STANDARD.atLogin(below(10))).isEqualTo(LoginFailure.REFUSED);
        assertThat(AuthFailures.STANDARD.atLogin(below(1_000))).isNotEqualTo(LoginFailure.REFUSED);
    }

    @Test
    void aFailureNamesTheStateAndNotTheUser() {
        SQLException refused = new SQLException("password authentication failed for user \"v-app\"", "28P01");
        Failure failure = new TrialFailed(refused, true, false).failure();

        assertThat(failure.message()).contains("28P01").doesNotContain("v-app");
        assertThat(failure.isRefusal()).isTrue();
        assertThat(failure.databaseIsFull()).isFalse();
        assertThatObject(failure.cause()).isSameAs(refused);
    }

    @Test
    void chainsWithoutEndEnd() {
        assertThat(standard.atLogin(new Endless())).isEqualTo(LoginFailure.UNKNOWN);
    }

    @Test
    void noTextIsNoProblem() {
        assertThat(standard.atLogin(new SQLException())).isEqualTo(LoginFailure.UNKNOWN);
        assertThat(standard.inStatement(new SQLException((String) null, null, 0)))
                .isEqualTo(StatementFailure.UNKNOWN);
    }

    @Test
    void aDriverThatCannotSayWhyIsNoProblem() {
        SQLException speechless = new SQLException("?", "08P01", 18) {
            private static final long serialVersionUID = 1;

            @Override
            public String getMessage() {
                throw new IllegalStateException("no resources");
            }
        };
        assertThat(standard.atLogin(speechless)).isEqualTo(LoginFailure.UNKNOWN);
    }

    @Test
    void aLoginIsFullOfItsDatabaseOnly() {
        assertThat(AuthFailures.isFull(new SQLException("sorry", "53300"))).isTrue();
        assertThat(AuthFailures.isFull(refusal)).isFalse();
    }

    @Test
    void aUsersClassifierKnowsADatabaseThatWeDoNot() {
        AuthFailureClassifier theirs = AuthFailuresTest::refusedIf4711;

        assertThat(new AuthFailures(theirs.orElse(AuthFailureClassifier.standard())).atLogin(strange))
                .isEqualTo(LoginFailure.REFUSED);
        assertThat(new AuthFailures(AuthFailureClassifier.standard().orElse(theirs)).atLogin(strange))
                .isEqualTo(LoginFailure.REFUSED);
    }

    @Test
    void aUsersClassifierThatComesFirstOverrulesOurs() {
        AuthFailureClassifier theirs = failure -> LoginFailure.OTHER;
        AuthFailures failures = new AuthFailures(theirs.orElse(AuthFailureClassifier.standard()));

        assertThat(failures.atLogin(refusal)).isEqualTo(LoginFailure.OTHER);
        assertThat(failures.inStatement(new SQLException("?", "57P01"))).isEqualTo(StatementFailure.SESSION_ENDED);
    }

    @Test
    void aUsersClassifierThatComesLastIsAskedOnlyWhatWeDoNotKnow() {
        AuthFailureClassifier theirs = failure -> LoginFailure.OTHER;
        AuthFailures failures =
                new AuthFailures(AuthFailureClassifier.standard().orElse(theirs));

        assertThat(failures.atLogin(refusal)).isEqualTo(LoginFailure.REFUSED);
        assertThat(failures.atLogin(strange)).isEqualTo(LoginFailure.OTHER);
    }

    @Test
    void aBrokenClassifierIsPassedOver() {
        AuthFailureClassifier throwing = failure -> {
            throw new IllegalStateException("broken");
        };
        AuthFailureClassifier silent = failure -> null;

        assertThat(new AuthFailures(throwing).atLogin(refusal)).isEqualTo(LoginFailure.REFUSED);
        assertThat(new AuthFailures(silent).atLogin(refusal)).isEqualTo(LoginFailure.REFUSED);
    }

    @Test
    void noClassifierIsAMistake() {
        assertThatNullPointerException().isThrownBy(() -> new AuthFailures(null));
    }

    private SQLException below(int levels) {
        SQLException failure = refusal;
        for (int i = 0; i < levels; i++) {
            failure = new SQLException("deeper", failure);
        }
        return failure;
    }

    private static LoginFailure refusedIf4711(SQLException failure) {
        return failure.getErrorCode() == 4711 ? LoginFailure.REFUSED : LoginFailure.UNKNOWN;
    }

    /** Makes its cause anew at each look. */
    private static final class Endless extends SQLException {
        private static final long serialVersionUID = 1;

        Endless() {
            super("endless", "08001");
        }

        @Override
        public synchronized Throwable getCause() {
            return new Endless();
        }
    }
}
