package io.github.rotatingdatasource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatObject;

import io.github.rotatingdatasource.RotationEvent.Part;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a caller is told when there is no login that works. */
class UnavailabilityTest {
    private final SQLException refused = new SQLException("password authentication failed", "28P01");
    private final Unavailability refusal = new Unavailability(Part.LOGIN, "the database refused the login", refused);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SOURCE   | when the source, which is asked again all the time, gives a credential",
                "LEASE    | when the source has a newer credential",
                "LOGIN    | when the source gives another login or the database accepts this one again,"
                        + " which is tried at growing intervals",
                "DATABASE | when the database accepts connections",
            })
    void theMessageSaysWhoseLoginWhatFailedAndWhatHealsIt(Part part, String healing) {
        CredentialsUnavailableException thrown = new Unavailability(part, "this failed", null).exception("orders");

        assertThat((Throwable) thrown)
                .hasMessage("orders has no login that works: this failed; it heals by itself " + healing);
        assertThat(thrown.part()).isEqualTo(part);
    }

    @ParameterizedTest
    @CsvSource({"SOURCE", "LEASE", "LOGIN", "DATABASE"})
    void theStateIsThatOfALoginWhateverFailed(Part part) {
        SQLException broken = new SQLException("connection reset", "08006");

        CredentialsUnavailableException thrown = new Unavailability(part, "this failed", broken).exception("orders");

        assertThatObject(thrown).isInstanceOf(SQLTransientConnectionException.class);
        assertThat(thrown.getSQLState()).isEqualTo("28000");
        assertThat((Throwable) thrown).hasCause(broken);
        assertThat(broken.getSQLState()).isEqualTo("08006");
    }

    @Test
    void eachCallerGetsOneWithAStackOfHisOwn() {
        CredentialsUnavailableException one = refusal.exception("orders");
        CredentialsUnavailableException other = thrownElsewhere();

        assertThat((Throwable) other)
                .isNotSameAs(one)
                .hasMessage(one.getMessage())
                .hasCause(refused);
        assertThat(other.getStackTrace()[1].getMethodName()).isEqualTo("thrownElsewhere");
    }

    private CredentialsUnavailableException thrownElsewhere() {
        return refusal.exception("orders");
    }

    @Test
    void whatIsClosedHealsByNothing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Unavailability(Part.CLOSED, "closed", null))
                .withMessage("part must be one that can heal, but is CLOSED");
    }

    @Test
    void whatFailedAndWhyIsSaid() {
        assertThatNullPointerException()
                .isThrownBy(() -> new Unavailability(null, "this failed", null))
                .withMessage("part");
        assertThatNullPointerException()
                .isThrownBy(() -> new Unavailability(Part.SOURCE, null, null))
                .withMessage("reason");
        assertThatNullPointerException()
                .isThrownBy(() -> new CredentialsUnavailableException("no login", null, null))
                .withMessage("part");
    }

    @Test
    void whatFailedGoesOverTheWire() throws Exception {
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(wire)) {
            out.writeObject(refusal.exception("orders"));
        }

        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(wire.toByteArray()))) {
            assertThat(in.readObject())
                    .isInstanceOfSatisfying(
                            CredentialsUnavailableException.class,
                            read -> assertThat(read.part()).isEqualTo(Part.LOGIN));
        }
    }
}
