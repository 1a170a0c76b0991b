package io.github.rotatingdatasource.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;

/** A credential is complete, so that no driver looks for the rest elsewhere, and tells nobody what it holds. */
class CredentialTest {
    @ParameterizedTest
    @NullAndEmptySource
    void hasAPassword(String none) {
        assertThatThrownBy(() -> new Credential("app", none, Lease.unknown()))
                .isInstanceOfAny(NullPointerException.class, IllegalArgumentException.class)
                .hasMessageContaining("password");
    }

    @ParameterizedTest
    @NullAndEmptySource
    void hasAUsername(String none) {
        assertThatThrownBy(() -> new Credential(none, "s3cret", Lease.unknown()))
                .isInstanceOfAny(NullPointerException.class, IllegalArgumentException.class)
                .hasMessageContaining("username")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void printsNeitherOfTheTwo() {
        assertThat(new Credential("v-app-x7", "s3cret", Lease.unknown()).toString())
                .startsWith("Credential[")
                .doesNotContain("v-app-x7", "s3cret");
    }

    @ParameterizedTest
    @CsvSource({"app, s3cret, true", "app, other, false", "other, s3cret, false", "apps, 3cret, false"})
    void hasAFingerprintOfBoth(String username, String password, boolean isSame) {
        String fingerprint = new Credential("app", "s3cret", Lease.unknown()).fingerprint();

        assertThat(new Credential(username, password, Lease.unknown())
                        .fingerprint()
                        .equals(fingerprint))
                .isEqualTo(isSame);
    }
}
