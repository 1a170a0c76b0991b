package io.github.rotatingdatasource.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvFormatTest {
    private final CredentialFormat format = CredentialFormat.env();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "p=q",
                "=",
                "#p",
                "p #q",
                "\"p\"",
                "'p'",
                "$p ${q} `r`",
                "\\n\\",
                " p ",
                "\tp\t",
                "pä€😀",
                "export p",
                "p\r"
            })
    void takesAValueAsItStands(String value) throws Exception {
        assertThat(format.entries("A=x\nDB_PASS=" + value + "\n")).containsEntry("DB_PASS", value);
    }

    @Test
    void keepsEveryPrintableAsciiCharacter() throws Exception {
        String printable =
                IntStream.rangeClosed(' ', '~').mapToObj(Character::toString).collect(Collectors.joining());

        assertThat(format.entries("DB_PASS=" + printable + "\n")).containsEntry("DB_PASS", printable);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A=1\nB=2\n",
                "A=1\nB=2",
                "\nA=1\n\n  \nB=2\n\n",
                "A=1\r\nB=2\r\n",
                "\r\nA=1\r\nB=2",
                "B=2\nA=1\n"
            })
    void skipsBlankLinesAndLineEnds(String text) throws Exception {
        assertThat(format.entries(text)).isEqualTo(Map.of("A", "1", "B", "2"));
    }

    @Test
    void keepsTheCarriageReturnIfAnyLineEndsWithoutOne() throws Exception {
        assertThat(format.entries("A=1\r\nB=2\n")).isEqualTo(Map.of("A", "1\r", "B", "2"));
    }

    @Test
    void takesKeysAsTheyStandToo() throws Exception {
        assertThat(format.entries("#A=1\nB =2\nexport C=3\n")).containsOnlyKeys("#A", "B ", "export C");
    }

    @ParameterizedTest
    @CsvSource({
        "'A=1\nsecret\n', 'wanted KEY=value or nothing in line 2, but found no key'",
        "'A=1\n\n=secret\n', 'wanted KEY=value or nothing in line 3, but found no key'",
        "'A=secret\nB=2\nA=secret\n', 'wanted each key once, but line 3 repeats one'"
    })
    void namesTheLineThatIsWrongAndNothingInIt(String text, String message) {
        assertThatThrownBy(() -> format.entries(text)).hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource({"'A=1\n', true", "'A=1\r\n', true", "'A=1\n\n', true", "A=1, false", "'A=1\r', false", "'A=1\nB', false"
    })
    void isWholeOnceItsLastLineHasEnded(String text, boolean whole) {
        assertThat(format.isWhole(text)).isEqualTo(whole);
    }
}
