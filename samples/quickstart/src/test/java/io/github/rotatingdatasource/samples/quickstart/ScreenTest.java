package io.github.rotatingdatasource.samples.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScreenTest {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final Screen screen = new Screen(new PrintStream(written, true, UTF_8), new Paint(false, false), true);

    @Test
    void drawsOverWhatItDrewBefore() {
        screen.draw(List.of("one", "two"));
        written.reset();

        screen.draw(List.of("three"));

        assertThat(written.toString(UTF_8)).isEqualTo("\r\033[2Athree\033[K\n\033[J");
    }

    @Test
    void leavesTheTerminalAsItWas() {
        screen.draw(List.of("one"));
        assertThat(written.toString(UTF_8)).startsWith("\033[?25l\033[?7l");
        written.reset();

        screen.close();
        screen.close();

        assertThat(written.toString(UTF_8)).isEqualTo("\r\033[1A\033[J\033[?7h\033[?25h");
    }

    @Test
    void coloursOnlyATerminalThatWantsIt() {
        assertThat(Paint.of(Map.of(), true).hasColours()).isTrue();
        assertThat(Paint.of(Map.of(), false).hasColours()).isFalse();
        assertThat(Paint.of(Map.of("NO_COLOR", "1"), true).hasColours()).isFalse();
        assertThat(Paint.of(Map.of("NO_COLOR", ""), true).hasColours()).isTrue();
    }

    @Test
    void usesUnicodeWhereTheLocaleHasIt() {
        assertThat(Paint.of(Map.of("LANG", "de_DE.UTF-8"), true).hasUnicode()).isTrue();
        assertThat(Paint.of(Map.of("LANG", "de_DE.UTF-8", "LC_ALL", "C"), true).hasUnicode())
                .isFalse();
        assertThat(Paint.of(Map.of(), true).hasUnicode()).isFalse();
    }
}
