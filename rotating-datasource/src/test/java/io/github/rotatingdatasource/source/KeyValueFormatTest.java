package io.github.rotatingdatasource.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyValueFormatTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final CredentialFormat format = CredentialFormat.keyValue();

    private Credential parse(String text) throws Exception {
        return new CredentialParser(format, new ChosenKeys(null, null, null, null))
                .parse(text, NOON, new FileAdvice(Path.of("creds")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"p: q", ": ", "#p", "p #q", "\"p\"", "'p'", " p ", "\tp", "pä€😀", "p=q", "map[a:b]", "p\r"})
    void takesAValueAsItStands(String value) throws Exception {
        assertThat(parse("username: app\npassword: " + value + "\n").password()).isEqualTo(value);
    }

    @Test
    void readsWindowsLineEnds() throws Exception {
        assertThat(parse("password: s3cret\r\nusername: app\r\n\r\n").username())
                .isEqualTo("app");
    }

    @Test
    void takesTheTimeOfAStaticRole() throws Exception {
        String text = """
                last_vault_rotation: 2026-11-23T06:45:08.4Z
                password: s3cret
                rotation_period: 86400
                ttl: 86398
                username: app
                """;

        assertThat(parse(text).lease()).isEqualTo(Lease.lowerBound(NOON, Duration.ofSeconds(86398)));
    }

    @ParameterizedTest
    @CsvSource({
        "'password: s3cret\n', key username is missing",
        "'username: app\npassword: \n', key password is empty",
        "'username: app\npassword: <no value>\n', key password has <no value>",
        "'username: app\npassword:s3cret\n', 'wanted key: value or nothing in line 2, but found no key'",
        "'username: app\npassword: x\ns3cret\n', 'wanted key: value or nothing in line 3, but found no key'",
        "'username: app\n: s3cret\n', 'wanted key: value or nothing in line 2, but found no key'",
        "'username: s3cret\nusername: s3cret\n', 'wanted each key once, but line 2 repeats one'",
        "'DB_USER=app\nDB_PASS=s3cret\n', 'wanted key: value or nothing in line 1, but found no key'",
        "'data: map[password:s3cret username:app]\nmetadata: map[version:1]\n', KV version 2"
    })
    void saysWhatIsWrong(String text, String message) {
        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(CredentialUnavailable.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("s3cret");
    }

    @ParameterizedTest
    @CsvSource({"'a: 1\n', true", "'a: 1\n\n', true", "a: 1, false", "'a: 1\r', false"})
    void isWholeOnceItsLastLineHasEnded(String text, boolean whole) {
        assertThat(format.isWhole(text)).isEqualTo(whole);
    }
}
