package io.github.rotatingdatasource.samples.springboot.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The page in a real browser, whose pictures are in {@code target/screenshots}. */
@Tag("database")
@Tag("browser")
@Timeout(180)
class PageTest {
    private static Play play;
    private static Browser browser;

    @BeforeAll
    static void begin() throws Exception {
        browser = new Browser();
        play = new Play(Duration.ofSeconds(15));
    }

    @AfterAll
    static void end() {
        browser.close();
        play.close();
    }

    @BeforeEach
    void open() {
        browser.open(play.url());
        await("Generation [0-9]+ serves; lease left [0-9]+ s; breaker closed\\.");
    }

    @AfterEach
    void seesNoErrorInTheConsole() {
        assertThat(browser.console()).isEmpty();
    }

    @Test
    void fitsEachScreenInEitherColour() throws Exception {
        Play.await(() -> play.sample().generation() > 2);
        for (int width : new int[] {1280, 390}) {
            for (String scheme : new String[] {"light", "dark"}) {
                browser.show(width, scheme);
                assertThat(browser.run("return document.documentElement.scrollWidth"))
                        .isEqualTo((long) width);
                browser.picture("page-" + width + "-" + scheme);
            }
        }
    }

    @Test
    void showsTheNextGenerationAfterRotateNow() throws Exception {
        int before = generation();

        press("rotate");

        Play.await(() -> generation() > before);
        await("Generation [0-9]+ serves; .*");
        browser.picture("rotate-after");
    }

    @Test
    void showsHowItRecoversFromARevocation() throws Exception {
        int before = generation();

        press("revoke");

        Play.await(() -> generation() > before);
        await("Generation [0-9]+ serves; .* breaker closed\\.");
        assertThat(browser.text("news")).contains("refuses the login");
        browser.picture("revoke-after");
    }

    @Test
    void showsThatNoLoginWorksUntilTheSidecarRunsAgain() throws Exception {
        Object place = place();
        press("stop");
        await(".*; sidecar stopped\\.");
        assertThat(browser.isMarkedAsDisabled("stop")).isTrue();
        await("No login works.*; breaker open; sidecar stopped\\.");
        assertThat(browser.text("failed")).isNotEqualTo("0");
        assertThat(place()).isEqualTo(place);
        browser.picture("stop-after");

        press("start");

        await("Generation [0-9]+ serves; .* breaker closed\\.");
        assertThat(browser.isMarkedAsDisabled("start")).isTrue();
        assertThat(browser.text("announcement")).matches("Generation [0-9]+ serves; breaker closed\\.");
        browser.picture("start-after");
    }

    private static void press(String button) throws Exception {
        browser.picture(button + "-before");
        browser.press(button);
    }

    /** Returns where the charts are, which must not jump when the text above them changes. */
    private static Object place() {
        return browser.run("return document.getElementById('speed').getBoundingClientRect().top + scrollY");
    }

    private static int generation() {
        return Integer.parseInt(browser.text("generation"));
    }

    private static void await(String sentence) {
        Play.await(() -> browser.text("sentence").matches(sentence));
    }
}
