package io.github.rotatingdatasource.spring.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shop as Spring's ahead-of-time processing leaves it, in a JVM of its own. */
@Tag("database")
class AotTest {
    @TempDir
    private Path directory;

    @Test
    void sellsAndRotatesInAotMode() throws Exception {
        try (RenderedLogins logins = new RenderedLogins(directory);
                AotProcess shop = AotProcess.start(ShopApplication.class, directory, arguments(logins))) {
            int port = shop.port();
            assertThat(HttpLoad.get(port, "/actuator/health")).startsWith("{").contains("\"generation\":1");

            logins.renderAnother();

            RenderedLogins.await(() -> HttpLoad.get(port, "/actuator/health").contains("\"generation\":2"));
            assertThat(HttpLoad.get(port, "/actuator/rotatingdatasource/shop")).contains("\"rotations\":1");
            assertThat(HttpLoad.post(port, "/items/1")).isEqualTo("1");
        }
    }

    private static String[] arguments(RenderedLogins logins) {
        return Stream.concat(Stream.of(logins.settings()), Stream.of(RenderedLogins.OF_SHOP))
                .map(setting -> "--" + setting)
                .toArray(String[]::new);
    }
}
