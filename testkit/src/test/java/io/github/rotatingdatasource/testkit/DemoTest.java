package io.github.rotatingdatasource.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("database")
@Timeout(90)
class DemoTest {
    @TempDir
    private Path directory;

    @Test
    void keepsItsDatabaseUntilTheProgramHasEndedAndLeavesNothingBehind() throws Exception {
        Process demo = started();
        try {
            await().atMost(Duration.ofSeconds(60)).until(() -> output().startsWith("start: logged in with /"));
            Path file = Path.of(output().strip().replace("start: logged in with ", ""));

            demo.destroy(); // SIGTERM, which ends it as Ctrl-C does

            assertThat(demo.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(output()).endsWith("end: logged in with " + file + "\n");
            assertThat(file.getParent()).doesNotExist();
        } finally {
            demo.destroyForcibly();
        }
    }

    private Process started() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Demo.class.getName(),
                        Program.class.getName(),
                        "start",
                        "end")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("output").toFile())
                .start();
    }

    private String output() throws IOException {
        return Files.readString(directory.resolve("output"));
    }

    /** Logs in at its start, and once more when it is asked to end. */
    static final class Program {
        private Program() {}

        public static void main(String[] words) throws Exception {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> logIn(words[1])));
            logIn(words[0]);
            new CountDownLatch(1).await();
        }

        private static void logIn(String when) {
            Properties lines = new Properties();
            String file = System.getenv(Demo.FILE);
            try (var reader = Files.newBufferedReader(Path.of(file))) {
                lines.load(reader);
                DriverManager.getConnection(
                                System.getenv(Demo.URL), lines.getProperty("DB_USER"), lines.getProperty("DB_PASS"))
                        .close();
                System.out.println(when + ": logged in with " + file);
            } catch (Exception failure) {
                System.out.println(when + ": " + failure);
            }
        }
    }
}
