package io.github.rotatingdatasource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rotatingdatasource.source.Credential;
import io.github.rotatingdatasource.source.Lease;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.SQLException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;

/** What a driver says loses the login and nothing else. */
class RedactionTest {
    private static final Credential LOGIN = new Credential("v-app-x7", "s3cr3t-pw", Lease.unknown());

    @Test
    void aTextThatTellsNothingStaysAsItIs() {
        SQLException refused = new SQLException("password authentication failed", "28P01");

        assertThat((Object) Redaction.of(refused, LOGIN)).isSameAs(refused);
    }

    @Test
    void theUserAndThePasswordAreTakenOut() {
        SQLException refused = new SQLException("failed for user \"v-app-x7\" with s3cr3t-pw", "28P01", 7);

        SQLException redacted = Redaction.of(refused, LOGIN);

        assertThatThrownBy(() -> Thrown.now(redacted))
                .isInstanceOf(SQLInvalidAuthorizationSpecException.class)
                .hasMessage("failed for user \"***\" with ***");
        assertThat(redacted.getSQLState()).isEqualTo("28P01");
        assertThat(redacted.getErrorCode()).isEqualTo(7);
        assertThat(redacted.getStackTrace()).isEqualTo(refused.getStackTrace());
    }

    @Test
    void aPasswordWithTheUserInItIsTakenOutAsAWhole() {
        Credential login = new Credential("app", "app-s3cr3t", Lease.unknown());

        SQLException redacted = Redaction.of(new SQLException("no app with app-s3cr3t"), login);

        assertThat(redacted.getMessage()).isEqualTo("no *** with ***");
    }

    @Test
    void aUserIsTakenOutInCapitalsToo() {
        SQLException redacted = Redaction.of(new SQLException("locked: V-APP-X7"), LOGIN);

        assertThat(redacted.getMessage()).isEqualTo("locked: ***");
    }

    @Test
    void aMessageThatIsNotThereStaysAway() {
        SQLException failure = new SQLException((String) null, "08006", new IOException("v-app-x7"));

        assertThat(Redaction.of(failure, LOGIN).getMessage()).isNull();
    }

    @Test
    void onlyTypesAndStacksAreLeftOfWhatNobodyCanJudge() {
        IllegalStateException failure = new IllegalStateException("v-app-x7", new IOException("s3cr3t-pw"));
        failure.addSuppressed(new SQLException("v-app-x7", "08006", new IOException("s3cr3t-pw")));

        Throwable bare = Redaction.withoutTexts(failure);

        assertThat(Texts.of(bare))
                .doesNotContain("v-app-x7", "s3cr3t-pw")
                .contains("java.lang.IllegalStateException", "java.io.IOException", "java.sql.SQLException");
        assertThat(bare.getStackTrace()).isEqualTo(failure.getStackTrace());
    }

    @Test
    void aFailureThatCausesItselfComesToAnEnd() {
        IllegalStateException one = new IllegalStateException("one");
        one.initCause(new IllegalStateException("other", one));

        assertThat(Redaction.withoutTexts(one)).hasMessage("java.lang.IllegalStateException");
    }

    @Test
    void causesAndNextExceptionsLoseItToo() {
        SQLException next = new SQLException("and v-app-x7 again", "08006");
        SQLException failure = new SQLTransientConnectionException(
                "no connection", "08001", new SQLException("s3cr3t-pw", "28000", new IOException("v-app-x7")));
        failure.setNextException(next);

        SQLException redacted = Redaction.of(failure, LOGIN);

        assertThat(redacted instanceof SQLTransientConnectionException).isTrue();
        assertThat(allOf(redacted)).doesNotContain("v-app-x7", "s3cr3t-pw").contains("no connection", "***");
        assertThat(redacted.getNextException().getSQLState()).isEqualTo("08006");
    }

    @Test
    void aHarmlessCauseIsKept() {
        IOException cause = new IOException("broken pipe");

        SQLException redacted = Redaction.of(new SQLException("v-app-x7", "08006", cause), LOGIN);

        assertThat(redacted.getCause()).isSameAs(cause);
    }

    private static String allOf(SQLException failure) {
        StringWriter out = new StringWriter();
        failure.printStackTrace(new PrintWriter(out, true));
        return out + String.valueOf(failure.getNextException());
    }
}
