package io.github.rotatingdatasource.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A drill: somebody writes the file in every way there is, and no read may ever give a pair that was not written. */
class TornReadTest {
    private static final Logger LOG = LoggerFactory.getLogger(TornReadTest.class);
    private static final Duration LENGTH = Duration.ofSeconds(Long.getLong("rotating.torn.seconds", 3));

    @TempDir
    private Path directory;

    @Test
    void noReadGivesAPairThatWasNeverWritten() throws Exception {
        Path file = directory.resolve("db-creds");
        RandomWriter writer = new RandomWriter(file, LENGTH);
        Thread writing = new Thread(writer, "writer");
        writing.start();

        Set<Credential> seen = new HashSet<>();
        try (CredentialSource source = CredentialSource.file(file)) {
            while (writing.isAlive()) {
                readInto(seen, source);
            }
            assertThat(source.read().username()).isEqualTo(writer.lastUser());
        }

        LOG.info("{} writings, {} seen, {} stopped for too long", writer.writings(), seen.size(), writer.slowOnes());
        assertThat(seen)
                .hasSizeGreaterThan((int) LENGTH.toSeconds())
                .filteredOn(each -> isTorn(each, writer))
                .isEmpty();
    }

    private static void readInto(Set<Credential> seen, CredentialSource source) throws Exception {
        try {
            seen.add(source.read());
        } catch (CredentialUnavailable expected) {
            assertThat(expected).hasMessageNotContaining("user-");
        }
    }

    private static boolean isTorn(Credential credential, RandomWriter writer) {
        return !writer.hasWritten(credential.username(), credential.password())
                && !writer.hasLeftBehind(credential.username(), credential.password());
    }
}
