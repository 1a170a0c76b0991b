package io.github.rotatingdatasource.samples.springboot.stage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The service serves, the page's stream flows, and each button does what it says. */
@Tag("database")
@Timeout(120)
class DemoTest {
    private static final String SALE = "/items/1/sales";

    private static Play play;

    @BeforeAll
    static void begin() {
        play = new Play(Duration.ofSeconds(6));
    }

    @AfterAll
    static void end() {
        play.close();
    }

    @Test
    void sellsOverRest() throws Exception {
        assertThat(play.post(SALE).body()).matches("\\{\"id\":1,\"name\":\"Tea\",\"sold\":[1-9][0-9]*}");
        assertThat(play.get("/items").body()).contains("\"Walnuts\"");
        assertThat(play.post("/items/99/sales").statusCode()).isEqualTo(404);
    }

    @Test
    void migratesAsTheOwnerWhoStays() throws Exception {
        String owner = play.stage()
                .database()
                .query(String.class, "SELECT tableowner::text FROM pg_tables WHERE tablename = 'item'");

        assertThat(owner).isEqualTo(Stage.OWNER);
    }

    @Test
    void showsPageAndChartsFromItsOwnServer() throws Exception {
        assertThat(play.get("/").body()).contains("<title>").doesNotContain("//cdn", "https://");
        assertThat(play.get("/webjars/uplot/dist/uPlot.iife.min.js").statusCode())
                .isEqualTo(200);
    }

    @Test
    void streamsSamplesAndForgetsWhoGoesAway() throws Exception {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(play.stream("/stage/live"), UTF_8))) {
            assertThat(lines.readLine()).startsWith("id:");
            assertThat(lines.readLine()).startsWith("data:[{\"at\":").contains("\"sentence\":\"");
            assertThat(lines.readLine()).isEmpty();
            assertThat(lines.readLine()).startsWith("id:");
            assertThat(play.bean(Live.class).viewers()).isOne();
        }
        Play.await(() -> play.bean(Live.class).viewers() == 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rotate", "revoke", "stop", "start"})
    void takesNoPressFromAFormOnAnotherSite(String button) throws Exception {
        assertThat(play.submit("/stage/" + button).statusCode()).isEqualTo(400);
        assertThat(play.stage().sidecarRuns()).isTrue();
    }

    @Test
    void rotatesWithoutAFailure() throws Exception {
        Sample before = play.sample();

        assertThat(play.post("/stage/rotate").statusCode()).isEqualTo(204);

        Play.await(() -> play.sample().generation() > before.generation()
                && play.sample().answered() > before.answered());
        assertThat(play.sample().failed()).isEqualTo(before.failed());
    }

    @Test
    void servesAgainAfterARevocation() throws Exception {
        Sample before = play.sample();

        assertThat(play.post("/stage/revoke").statusCode()).isEqualTo(204);

        Play.await(() -> play.sample().generation() > before.generation()
                && play.sample().works());
        assertThat(play.post(SALE).statusCode()).isEqualTo(200);
    }

    @Test
    void saysThatNoLoginWorksWhileTheSidecarIsStoppedAndRecoversByItself() throws Exception {
        assertThat(play.post("/stage/stop").statusCode()).isEqualTo(204);
        assertThat(play.post("/stage/rotate").statusCode()).isEqualTo(409);
        Play.await(() -> play.sample().breaker().equals("open"));
        assertThat(play.sample().sentence()).startsWith("No login works").endsWith("; sidecar stopped.");
        assertThat(play.post(SALE).statusCode()).isEqualTo(503);

        assertThat(play.post("/stage/start").statusCode()).isEqualTo(204);

        Play.await(() -> play.sample().works() && play.sample().breaker().equals("closed"));
        assertThat(play.post(SALE).statusCode()).isEqualTo(200);
    }
}
