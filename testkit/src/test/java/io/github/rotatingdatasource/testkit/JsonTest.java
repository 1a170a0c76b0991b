package io.github.rotatingdatasource.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "{\"b\":1,\"a\":[true,false,null],\"c\":{\"d\":\"\\\"\\\\\\n\\t\\u0001\\u003c\\u0026\"}}",
                "[[1],[2,-3]]"
            })
    void writesWhatItHasRead(String json) {
        assertThat(Json.write(Json.read(json))).isEqualTo(json);
    }

    @Test
    void readsSpacesAndEscapes() {
        assertThat(Json.readObject(" { \"a\" : \"\\u00e9\\/\" , \"b\" : 1.5 } "))
                .containsEntry("a", "é/")
                .containsEntry("b", 1.5);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "{nonsense, invalid character 'n' looking for beginning of object key string",
                "x, invalid character 'x' looking for beginning of value",
                "trust, invalid character 't' looking for beginning of value",
                "``, EOF",
                "{\"a\":, unexpected EOF",
                "{\"a\" 1, invalid character '1' after object key",
                "[1 2], invalid character '2' after array element"
            })
    void refusesWhatIsNoJsonInTheWordsOfGo(String text, String message) {
        assertThatThrownBy(() -> Json.read(text)).hasMessage(message);
    }

    @Test
    void refusesWhatIsNoObject() {
        assertThatThrownBy(() -> Json.readObject("1")).isInstanceOf(IllegalArgumentException.class);
    }
}
