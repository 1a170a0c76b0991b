package io.github.rotatingdatasource.samples.plainjava;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.rotatingdatasource.testkit.Demo;
import io.github.rotatingdatasource.testkit.FileRenderer;
import io.github.rotatingdatasource.testkit.LeaseServer;
import io.github.rotatingdatasource.testkit.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("database")
@Timeout(60)
class MainTest {
    private final TestDatabase database = TestDatabase.shared();
    private final LeaseServer leases = LeaseServer.on(database);

    @TempDir
    private Path directory;

    private FileRenderer renderer;
    private Process program;

    @BeforeEach
    void start() throws Exception {
        renderer = FileRenderer.to(directory.resolve("db-creds")).withMode("rw-------");
        renderer.render(leases.issue());
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("output").toFile());
        builder.environment().put(Demo.URL, database.url());
        builder.environment().put(Demo.FILE, renderer.file().toString());
        program = builder.start();
    }

    @AfterEach
    void stop() {
        program.destroyForcibly();
        leases.close();
    }

    @Test
    void isAnsweredInEveryGenerationAndEndsCleanly() throws Exception {
        await().until(() -> output().contains("answers; generation 1 serves"));
        renderer.render(leases.issue());
        await().until(() -> output().contains("answers; generation 2 serves"));
        assertThat(output()).doesNotContain("no answer");

        leases.revokeAndKill(leases.leases().get(1));
        renderer.render(leases.issue());
        await().until(() -> output().contains("answers; generation 3 serves"));

        program.destroy(); // SIGTERM, which ends it as Ctrl-C does
        assertThat(program.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(output()).endsWith("closed\n").doesNotContain("v-approle-"); // how each user's name begins
        await().until(() -> database.sessionsOf("v-%") == 0);
    }

    private String output() throws IOException {
        return Files.readString(directory.resolve("output"));
    }
}
