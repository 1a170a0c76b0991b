package io.github.rotatingdatasource.samples.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("database")
@Timeout(120)
class QuickstartTest {
    private static final Duration LEASE = Duration.ofSeconds(4);

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final Screen screen = new Screen(new PrintStream(written, true, UTF_8), new Paint(false, false), false);

    @Test
    void rotatesUnderLoadWithoutAFailureWhileAPlainPoolDies() throws Exception {
        Arguments arguments = Arguments.parse("--seconds", "14", "--plain-hikari");

        int code = new Quickstart(arguments, LEASE, screen).run();

        assertThat(code).as(written.toString(UTF_8)).isZero();
        assertThat(written.toString(UTF_8))
                .contains("generation 2 is logged in and takes over from generation 1")
                .contains("generation 4 serves alone")
                .contains("PostgreSQL has dropped the user of generation 1")
                .contains("first failure of plain HikariCP: 42501 permission denied")
                .contains("under load: no checkout and no statement failed.")
                .doesNotContain("v-approle-"); // how each user's name begins
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.matches("(Rotating|plain|rotating:|testkit-leases|testkit-sidecar).*"));
    }

    @Test
    void endsEarlyWhenItIsStopped() throws Exception {
        Quickstart quickstart = new Quickstart(Arguments.parse(), LEASE, screen);
        Thread interrupt = new Thread(quickstart::stop);
        interrupt.start();

        int code = quickstart.run();

        interrupt.join();
        assertThat(code).isOne();
        assertThat(written.toString(UTF_8)).contains("0 rotations in 0:0").contains("(cut short)");
    }
}
