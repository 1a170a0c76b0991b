package io.github.rotatingdatasource.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenFormatTest {
    private static final String TOKEN = "db.internal:5432/?Action=connect&DBUser=app&X-Amz-Signature=5f2c";

    private final FileRig rig;
    private final CredentialSource source;

    TokenFormatTest(@TempDir Path directory) {
        rig = new FileRig(directory);
        source = rig.builder().format(CredentialFormat.token("app")).build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\r\n"})
    void isThePasswordOfTheUserAtLoginOnly(String lineEnd) throws Exception {
        rig.write(TOKEN + lineEnd);

        assertThat(source.read()).isEqualTo(Credential.loginOnly("app", TOKEN));
    }

    @ParameterizedTest
    @ValueSource(strings = {" p ", "p=q", "{\"a\":1}", "ä€😀", "\t"})
    void isTakenAsItStands(String token) throws Exception {
        rig.write("x" + token + "\n");

        assertThat(source.read().password()).isEqualTo("x" + token);
    }

    @ParameterizedTest
    @CsvSource({
        "'', it is empty",
        "'\n', found only white space",
        "'  \n', found only white space",
        "'s3cret\n\n', found more than one line",
        "'s3\ncret', found more than one line",
        "'s3\rcret\n', found more than one line",
        "<no value>, key token has <no value>"
    })
    void saysWhatIsWrong(String text, String message) throws Exception {
        rig.write(text);

        assertThatThrownBy(source::read)
                .isInstanceOf(CredentialUnavailable.class)
                .hasMessageContainingAll(rig.file.toString(), message)
                .hasMessageNotContaining("s3");
    }

    @Test
    void isNotLongerThanADatabaseTakes() throws Exception {
        CredentialFormat format = CredentialFormat.token("app");

        assertThat(format.entries("x".repeat(TokenFormat.LONGEST) + "\n")).hasSize(2);
        assertThatThrownBy(() -> format.entries("x".repeat(TokenFormat.LONGEST + 1)))
                .hasMessage("wanted a token of 65535 characters at most, but found 65536");
    }

    @Test
    void isGivenASecondIfItDoesNotEndItsLine() throws Exception {
        rig.write(TOKEN.substring(0, 9));
        rig.clock.set(FileStamp.of(rig.file).touched());
        rig.clock.inPause(() -> rig.write(TOKEN + "\n"));

        assertThat(source.read().password()).isEqualTo(TOKEN);
        assertThat(rig.clock.paused()).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void isAnotherCredentialWhenItIsReplaced() throws Exception {
        rig.write(TOKEN + "\n");
        Credential before = source.read();

        rig.replace(TOKEN + "a\n");

        assertThat(source.read())
                .isEqualTo(Credential.loginOnly("app", TOKEN + "a"))
                .isNotEqualTo(before);
    }

    @Test
    void hasNoKeys() {
        FileSourceBuilder builder = rig.builder().format(CredentialFormat.token("app"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.passwordKey("DB_PASS").build())
                .withMessageContaining("DB_PASS");
    }

    @Test
    void wantsAUser() {
        assertThatIllegalArgumentException().isThrownBy(() -> CredentialFormat.token(""));
    }
}
