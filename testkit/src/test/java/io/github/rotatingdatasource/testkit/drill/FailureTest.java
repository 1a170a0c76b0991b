package io.github.rotatingdatasource.testkit.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rotatingdatasource.testkit.IssuedLease;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What a report says of an exception. */
class FailureTest {
    private final Secrets secrets = new Secrets();

    {
        secrets.add(new IssuedLease(
                "database/creds/drill/xyz",
                "v-drill-1",
                "v-drill-1-s3cret",
                Duration.ofHours(1),
                Instant.EPOCH,
                Instant.EPOCH));
    }

    @Test
    void showsClassStateAndMessage() {
        assertThat(Failure.words(new SQLException("permission denied", "42501"), secrets))
                .isEqualTo("SQLException 42501: permission denied");
    }

    @Test
    void showsTheRootToo() {
        IOException failure =
                new IOException("no answer", new IllegalStateException(new SQLException("gone", "08006")));

        assertThat(Failure.words(failure, secrets))
                .isEqualTo("IOException: no answer, caused by SQLException 08006: gone");
    }

    @Test
    void hidesLoginsWhereverTheyAre() {
        Exception failure = new SQLException(
                "v-drill-1 with v-drill-1-s3cret of database/creds/drill/xyz is refused\nuser v-drill-1");

        assertThat(Failure.words(new RuntimeException(failure), secrets))
                .isEqualTo("RuntimeException: java.sql.SQLException: ... with ... of ... is refused, caused by"
                        + " SQLException: ... with ... of ... is refused");
    }

    @Test
    void isOneKindWhateverTheWait() {
        String one =
                "p - Connection is not available, request timed out after 1001ms (total=0, active=0, idle=0, waiting=5)";
        String other =
                "p - Connection is not available, request timed out after 1002ms (total=1, active=1, idle=0, waiting=0)";

        assertThat(Failure.words(new SQLTransientConnectionException(one), secrets))
                .isEqualTo(Failure.words(new SQLTransientConnectionException(other), secrets));
    }

    @Test
    void bearsAChainThatIsARing() {
        Exception one = new Exception("one");
        one.initCause(new Exception("two", one));

        assertThat(Failure.words(one, secrets)).startsWith("Exception: one");
    }
}
