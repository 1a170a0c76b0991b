package io.github.rotatingdatasource.source;

import static io.github.rotatingdatasource.source.FileRig.GOOD;
import static io.github.rotatingdatasource.source.FileRig.OTHER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a file source tells about a file that could be better, and that it tells it once and without a secret. */
class FileAdviceTest {
    private final FileRig rig;
    private final Path file;
    private final ManualClock clock;
    private CredentialSource source;

    FileAdviceTest(@TempDir Path directory) {
        rig = new FileRig(directory);
        file = rig.file;
        clock = rig.clock;
        source = rig.builder().build();
    }

    @ParameterizedTest
    @CsvSource({
        "DB_LEASE_ID=<no value>, use .LeaseID and .LeaseDuration",
        "DB_TTL=<no value>, use .LeaseID and .LeaseDuration",
        "DB_TTL=soon, 'for DB_TTL that is neither seconds nor a duration'"
    })
    void warnsOnceOfALeaseThatNobodyKnows(String line, String mend) throws Exception {
        try (LogCapture log = new LogCapture(FileSource.class)) {
            for (String user : new String[] {"app", "other"}) {
                rig.write("DB_USER=" + user + "\nDB_PASS=s3cret\n" + line + "\n");
                assertThat(source.read().lease()).isEqualTo(Lease.unknown());
            }
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .startsWith("WARN " + file)
                    .contains(mend);
        }
    }

    @ParameterizedTest
    @CsvSource({"rw-r--r--, 1", "rw-rw-r--, 1", "rw-r-----, 0", "rw-------, 0"})
    void warnsOnceOfAFileThatEverybodyMayRead(String mode, int warnings) throws Exception {
        try (LogCapture log = new LogCapture(FileSource.class)) {
            rig.write(GOOD, mode);
            source.read();
            rig.write(OTHER, mode);
            source.read();
            assertThat(log.lines()).hasSize(warnings).allMatch(line -> line.contains("perms = \"0640\""));
        }
    }

    @Test
    void refusesAFileThatEverybodyMayReadIfAsked() throws Exception {
        source = rig.builder().strictPermissions().build();
        rig.write(GOOD);
        source.read();

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        assertThatThrownBy(source::read).hasMessageContainingAll("strictPermissions()", "perms = \"0640\"");
    }

    @Test
    void hintsOnceAtAFileThatIsNeverReplaced() throws Exception {
        rig.write(GOOD);
        try (LogCapture log = new LogCapture(FileSource.class)) {
            source.read();
            assertThat(log.lines()).isEmpty();
            clock.set(clock.instant().plus(Duration.ofHours(3)));
            source.read();
            source.read();
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .startsWith("INFO " + file)
                    .contains("subPath");
        }
    }

    @Test
    void hintsAtNothingOnceAFileWasReplaced() throws Exception {
        rig.write(GOOD);
        source.read();
        rig.replace(OTHER);
        try (LogCapture log = new LogCapture(FileSource.class)) {
            source.read();
            clock.set(clock.instant().plus(Duration.ofHours(4)));
            source.read();
            assertThat(log.lines()).isEmpty();
        }
    }

    @Test
    void printsNoSecretAtAnyLevel() throws Exception {
        try (LogCapture log = new LogCapture(FileSource.class)) {
            rig.write("DB_USER=app\nDB_PASS=s3cret\nDB_LEASE_ID=s3cret\nDB_TTL=s3cret\n", "rw-r--r--");
            Credential credential = source.read();
            assertThat(log.lines()).hasSize(2);
            assertThat(log.lines() + " " + credential + " " + source)
                    .doesNotContain("s3cret")
                    .doesNotContain("app,");
        }
    }
}
