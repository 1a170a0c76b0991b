package io.github.rotatingdatasource.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettledTest {
    private static final Duration SETTLE = Duration.ofMillis(50);
    private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");

    /** Runs behind the file system's times, so each content has to be seen twice. */
    private final ManualClock behind = new ManualClock(LONG_AGO);

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = directory.resolve("db-creds");
    }

    private FileContent read(ManualClock clock) throws Exception {
        return settled(clock).read(null);
    }

    private Settled<FileContent> settled(ManualClock clock) {
        return new Settled<>(() -> FileContent.read(file, 100), content -> SETTLE, clock, clock);
    }

    private void write(String text) throws Exception {
        Files.writeString(file, text);
    }

    @ParameterizedTest
    @CsvSource({"0, 50", "20, 30", "49, 1"})
    void waitsForTheRestOfTheSettleTime(long age, long wait) throws Exception {
        write("good");
        ManualClock clock = new ManualClock(FileStamp.of(file).touched().plusMillis(age));

        assertThat(read(clock).text()).isEqualTo("good");
        assertThat(clock.pauses()).containsExactly(Duration.ofMillis(wait));
    }

    @ParameterizedTest
    @ValueSource(longs = {50, 51, 3_600_000})
    void doesNotWaitForAFileThatIsOldEnough(long age) throws Exception {
        write("good");
        ManualClock clock = new ManualClock(FileStamp.of(file).touched().plusMillis(age));

        assertThat(read(clock).text()).isEqualTo("good");
        assertThat(clock.pauses()).isEmpty();
    }

    @Test
    void doesNotBelieveAnOldModificationTimeOfAFileThatWasJustTouched() throws Exception {
        write("good");
        Files.setLastModifiedTime(file, FileTime.from(LONG_AGO));
        ManualClock clock = new ManualClock(FileStamp.of(file).touched());

        read(clock);

        assertThat(clock.pauses()).containsExactly(SETTLE);
    }

    @Test
    void readsAgainUntilAWriterHasFinished() throws Exception {
        write("");
        behind.inPause(() -> write("go")).inPause(() -> write("good"));

        assertThat(read(behind).text()).isEqualTo("good");
        assertThat(behind.pauses()).containsExactly(SETTLE, SETTLE, SETTLE);
    }

    @Test
    void seesAnotherContentOfTheSameSizeAndModificationTime() throws Exception {
        write("bad!");
        FileTime written = Files.getLastModifiedTime(file);
        behind.inPause(() -> {
            write("good");
            Files.setLastModifiedTime(file, written);
        });

        assertThat(read(behind).text()).isEqualTo("good");
    }

    @Test
    void seesAFileThatWasReplacedMeanwhile() throws Exception {
        write("bad!");
        Path other = Files.writeString(directory.resolve("4711"), "good");
        behind.inPause(() -> Files.move(other, file, StandardCopyOption.REPLACE_EXISTING));

        assertThat(read(behind).text()).isEqualTo("good");
    }

    @Test
    void givesUpAFileThatNeverSettles() throws Exception {
        write("");
        for (int i = 0; i < 50; i++) {
            String text = "x".repeat(i % 2 + 1);
            behind.inPause(() -> write(text));
        }

        assertThatThrownBy(() -> read(behind)).hasMessage("it is still being written after 2 s");
        assertThat(behind.pauses()).hasSize(40);
    }

    @Test
    void doesNotWaitAgainForWhatItKnows() throws Exception {
        write("good");
        FileContent known = read(behind);
        behind.pauses().clear();

        settled(behind).read(known);

        assertThat(behind.pauses()).isEmpty();
    }

    @Test
    void keepsTheInterruptOfAReaderThatWaits() throws Exception {
        write("good");
        behind.inPause(() -> {
            throw new InterruptedException();
        });

        assertThatThrownBy(() -> read(behind)).hasMessageContaining("interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void failsWhenTheFileVanishesMeanwhile() throws Exception {
        write("good");
        behind.inPause(() -> Files.delete(file));

        assertThatThrownBy(() -> read(behind)).hasMessage("there is no such file");
    }

    @Test
    void refusesAFileThatGrowsBeyondTheLimit() throws Exception {
        write("good");
        behind.inPause(() -> Files.write(file, "x".repeat(101).getBytes(UTF_8)));

        assertThatThrownBy(() -> read(behind)).hasMessage("it is larger than the limit of 100 bytes");
    }
}
