package io.github.rotatingdatasource.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rotatingdatasource.source.Exchange.Reply;
import io.github.rotatingdatasource.source.VaultFailed.Kind;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VaultErrorsTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final VaultPath ROLE = VaultPath.Kind.DATABASE_ROLE.at(null, "app", null, null);
    private static final VaultPath SECRET = VaultPath.Kind.KV2.at(null, "app", null, null);

    private static VaultFailed failure(int status, String error, String... headers) {
        String body = "{\"errors\":[\"" + error.replace("\"", "\\\"").replace("\n", "\\n") + "\"]}";
        return VaultErrors.of(FakeSidecar.reply(status, body, headers), ROLE, NOON);
    }

    @ParameterizedTest
    @CsvSource({
        "301, REDIRECT, 10",
        "302, REDIRECT, 10",
        "307, REDIRECT, 10",
        "400, BAD_REQUEST, 10",
        "401, TOKEN, 10",
        "403, PERMISSION, 10",
        "404, CONFIGURATION, 10",
        "405, CONFIGURATION, 10",
        "412, UNAVAILABLE, 0",
        "418, CONFIGURATION, 10",
        "429, LIMIT, 5",
        "472, UNAVAILABLE, 0",
        "473, UNAVAILABLE, 0",
        "500, BACKEND, 0",
        "501, UNAVAILABLE, 10",
        "502, UNAVAILABLE, 0",
        "503, UNAVAILABLE, 0",
        "504, UNAVAILABLE, 0",
        "599, UNAVAILABLE, 0"
    })
    void goesByTheStatusWhereTheTextSaysNothing(int status, Kind kind, long seconds) {
        VaultFailed failure = failure(status, "s3cret text");

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(seconds));
        assertThat(failure).hasMessageStartingWith("it answered " + status + ", " + kind);
        assertThat(failure).hasMessageNotContaining("s3cret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html><body>s3cret</body></html>", "{\"errors\":[\"s3", "[]", "{}", "{\"errors\":[]}"})
    void goesByTheStatusWhateverTheBodyIs(String body) {
        VaultFailed failure = VaultErrors.of(FakeSidecar.reply(503, body), ROLE, NOON);

        assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(failure)
                .hasMessageStartingWith("it answered 503, unavailable")
                .hasMessageNotContaining("s3");
    }

    @Test
    void saysThatSomethingElseAnswers() {
        Reply page = FakeSidecar.reply(502, "<h1>Bad Gateway</h1>", "Content-Type: text/html; charset=utf-8");

        assertThat(VaultErrors.of(page, ROLE, NOON))
                .hasMessageContaining("502", "HTML", "something else than Vault answers")
                .hasMessageNotContaining("Gateway");
    }

    @ParameterizedTest
    @CsvSource({
        "400, unknown role: app, CONFIGURATION, unknown role",
        "400, lease not found, LEASE_GONE, lease not found",
        "400, lease expired, LEASE_GONE, lease expired",
        "400, lease is not renewable, LEASE_GONE, lease is not renewable",
        "400, 'failed to renew entry: x past the max TTL, cannot renew', LEASE_GONE, past the max TTL",
        "400, 'failed to renew entry: certificate expired, lease not found', BACKEND, the database",
        "400, failed to revoke entry: connection refused, BACKEND, the database",
        "403, permission denied, TOKEN, use_auto_auth_token",
        "403, '2 errors occurred:\n\t* permission denied\n\t* invalid token\n\n', TOKEN, invalid token",
        "403, '1 error occurred:\n\t* permission denied\n\n', PERMISSION, does not grant this path",
        "404, no handler for route \"x\", CONFIGURATION, no handler for route",
        "412, missing \"X-Vault-Request\" header, CONFIGURATION, X-Vault-Request",
        "412, required index state not present, UNAVAILABLE, lags behind",
        "429, request path: rate limit quota exceeded, LIMIT, rate limit quota exceeded",
        "500, failed to get the response: context deadline exceeded, UNAVAILABLE, failed to get the response",
        "500, '\"app\" is not an allowed role', BACKEND, is not an allowed role",
        "503, Vault is sealed, UNAVAILABLE, Vault is sealed"
    })
    void goesByTheTextAndRepeatsWhatIsKnownOfIt(int status, String text, Kind kind, String said) {
        VaultFailed failure = failure(status, text.replace("\t", "\\t"));

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure).hasMessageContaining(said);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "429, -, 5",
                "429, 0, 1",
                "429, 19, 19",
                "429, soon, 1",
                "429, '', 1",
                "429, -3, 1",
                "429, 'Sun, 1 Mar 2026 12:00:30 GMT', 30",
                "429, 'Sun, 1 Mar 2026 11:00:00 GMT', 1",
                "503, 7, 7",
                "503, 0, 1",
                "403, 1, 10",
                "404, 60, 60"
            })
    void waitsAsLongAsItIsAskedToButNeverForNothing(int status, @Nullable String header, long seconds) {
        String[] headers = header == null ? new String[0] : new String[] {"Retry-After: " + header};

        assertThat(failure(status, "?", headers).retryAfter()).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void tooManyLeasesTakeLongToGoAway() {
        VaultFailed failure = failure(429, "request path \"x\": lease count quota exceeded");

        assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void aSecretThatNobodyWroteIsNoMistakenPath() {
        Reply reply = FakeSidecar.reply(404, "{\"errors\":[]}");

        assertThat(VaultErrors.of(reply, SECRET, NOON).kind()).isEqualTo(Kind.MISSING);
        assertThat(VaultErrors.of(reply, ROLE, NOON).kind()).isEqualTo(Kind.CONFIGURATION);
    }

    @Test
    void readsAllTexts() {
        Reply reply = FakeSidecar.reply(400, "{\"errors\":[\"first\",\"unknown role: x\"],\"data\":null}");

        assertThat(VaultErrors.of(reply, ROLE, NOON).kind()).isEqualTo(Kind.CONFIGURATION);
    }
}
