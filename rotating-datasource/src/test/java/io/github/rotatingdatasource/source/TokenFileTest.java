package io.github.rotatingdatasource.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenFileTest {
    @TempDir
    private Path directory;

    private TokenFile holding(String text) throws Exception {
        return new TokenFile(Files.writeString(directory.resolve("token"), text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hvs.abc", "hvs.abc\n", "hvs.abc\r\n", "  hvs.abc \n\n", "\uFEFFhvs.abc"})
    void isOneLine(String text) throws Exception {
        assertThat(holding(text).token()).isEqualTo("hvs.abc");
    }

    @Test
    void isReadAnew() throws Exception {
        TokenFile file = holding("old");
        file.token();
        holding("new");

        assertThat(file.token()).isEqualTo("new");
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3cret\nother", "s3cret other", "s3cr\u00e9t", "s3cret\u0000", "s3cret\rX-Other: 1"})
    void mustFitAHeader(String text) throws Exception {
        TokenFile file = holding(text);

        assertThatThrownBy(file::token)
                .isInstanceOf(CredentialUnavailable.class)
                .hasMessageContainingAll("no token in", "token", "visible ASCII")
                .hasMessageNotContaining("s3cr");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "  \t\r\n"})
    void mustHoldSomething(String text) throws Exception {
        TokenFile file = holding(text);

        assertThatThrownBy(file::token)
                .isInstanceOf(CredentialUnavailable.class)
                .hasMessageContaining("no token in");
    }

    @Test
    void mustBeThere() {
        TokenFile file = new TokenFile(directory.resolve("none"));

        assertThatThrownBy(file::token)
                .hasMessage("no token in " + directory.resolve("none") + ": there is no such file");
    }

    @Test
    void isBounded() throws Exception {
        TokenFile file = holding("x".repeat(20_000));

        assertThatThrownBy(file::token).hasMessageContaining("larger than the limit");
    }
}
