package io.github.rotatingdatasource.source;

import static io.github.rotatingdatasource.source.FileRig.GOOD;
import static io.github.rotatingdatasource.source.FileRig.OTHER;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileSourceTest {
    private final FileRig rig;
    private final Path file;
    private final ManualClock clock;
    private CredentialSource source;

    FileSourceTest(@TempDir Path directory) {
        rig = new FileRig(directory);
        file = rig.file;
        clock = rig.clock;
        source = rig.builder().build();
    }

    private AbstractThrowableAssert<?, ? extends Throwable> assertThatReadFails() {
        return assertThatThrownBy(source::read)
                .isInstanceOf(CredentialUnavailable.class)
                .hasMessageStartingWith("no credential in " + file + ": ")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void readsWhatTheFileSays() throws Exception {
        rig.write(GOOD);

        Lease lease = Lease.lowerBound(Files.getLastModifiedTime(file).toInstant(), Duration.ofHours(1));
        assertThat(source.read()).isEqualTo(new Credential("app", "s3cret", lease));
    }

    @Test
    void isCheapToAsk() {
        assertThat(source.isCheap()).isTrue();
    }

    @Test
    void doesNotBelieveAModificationTimeInTheFuture() throws Exception {
        rig.write(GOOD);
        Files.setLastModifiedTime(file, FileTime.from(clock.instant().plusSeconds(1)));

        assertThat(source.read().lease()).isEqualTo(Lease.lowerBound(null, Duration.ofHours(1)));
    }

    @Test
    void toleratesAByteOrderMark() throws Exception {
        rig.write("\uFEFF" + GOOD);

        assertThat(source.read().username()).isEqualTo("app");
    }

    @Test
    void readsWindowsLineEnds() throws Exception {
        rig.write(GOOD.replace("\n", "\r\n"));

        assertThat(source.read().password()).isEqualTo("s3cret");
    }

    @Test
    void keepsLettersThatAreNotAscii() throws Exception {
        rig.write("DB_USER=jürgen\nDB_PASS=пароль€😀\n");

        assertThat(source.read().password()).isEqualTo("пароль€😀");
    }

    @ParameterizedTest
    @CsvSource({
        "'', it is empty",
        "'\n\n', key DB_USER is missing",
        "'DB_USER=app\n', key DB_PASS is missing",
        "'DB_USER=app\nDB_PASS=\n', key DB_PASS is empty",
        "'DB_USER=\nDB_PASS=s3cret\n', key DB_USER is empty",
        "'DB_USER=app\nDB_PA', 'wanted KEY=value or nothing in line 2, but found no key'",
        "'DB_USER=app\nDB_PASS=s3cret\nDB_PASS=s3cret\n', 'wanted each key once, but line 3 repeats one'"
    })
    void saysWhatIsWrongWithAFile(String text, String reason) throws Exception {
        rig.write(text);

        assertThatReadFails().hasMessageEndingWith(": " + reason);
    }

    @Test
    void saysThatTheFileIsMissing() {
        assertThatReadFails().hasMessageEndingWith(": there is no such file");
    }

    @Test
    void saysThatTheFileIsADirectory() throws Exception {
        Files.createDirectory(file);

        assertThatReadFails().hasMessageEndingWith(": it is a directory, not a file");
    }

    @Test
    void opensNoDevice() throws Exception {
        Files.createSymbolicLink(file, Path.of("/dev/null"));

        assertThatReadFails().hasMessageEndingWith(": it is a pipe or a device, not a file");
    }

    @Test
    void saysThatThePathLeadsThroughAFile() throws Exception {
        rig.write(GOOD);
        source = CredentialSource.file(file.resolve("below"));

        // newer JDKs make no difference between the two
        assertThatThrownBy(source::read)
                .hasMessageMatching(".*below: (it cannot be read: Not a directory|there is no such file)");
    }

    @Test
    void saysThatItMayNotReadTheFile() throws Exception {
        rig.write(GOOD, "---------");
        assumeThat(Files.isReadable(file)).as("run by root").isFalse();

        assertThatReadFails().hasMessageEndingWith(": this process has no permission to read it");
    }

    @Test
    void namesTheLimitOfALargeFile() throws Exception {
        rig.write(GOOD + "x".repeat(64 << 10));

        assertThatReadFails().hasMessageEndingWith(": it is larger than the limit of 65536 bytes");
    }

    @Test
    void saysThatTheFileIsNotText() throws Exception {
        Files.write(file, "DB_USER=app\nDB_PASS=s3cret\u00e9\n".getBytes(ISO_8859_1));

        assertThatReadFails().hasMessageEndingWith(": it is not UTF-8 text");
    }

    @Test
    void readsAFileOfAsManyBytesAsTheLimit() throws Exception {
        rig.write(GOOD);
        source = rig.builder().sizeLimit(GOOD.getBytes(UTF_8).length).build();

        assertThat(source.read().username()).isEqualTo("app");
    }

    @Test
    void comesBackWithTheFile() throws Exception {
        rig.write(GOOD);
        source.read();
        Files.delete(file);
        assertThatReadFails();

        rig.write(OTHER);

        assertThat(source.read().username()).isEqualTo("other");
    }

    @Test
    void givesTheSameCredentialWhileNothingChanges() throws Exception {
        rig.write(GOOD);

        assertThat(source.read()).isSameAs(source.read());
    }

    @Test
    void givesTheSameCredentialAfterATouch() throws Exception {
        rig.write(GOOD);
        Credential before = source.read();

        Files.setLastModifiedTime(file, FileTime.from(clock.instant().minusSeconds(1)));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

        assertThat(source.read()).isSameAs(before);
    }

    @Test
    void givesTheSameCredentialAfterTheSameBytesWereRenderedAgain() throws Exception {
        rig.write(GOOD);
        Credential before = source.read();

        rig.replace(GOOD);

        assertThat(source.read()).isSameAs(before);
    }

    @Test
    void believesALastLineWithoutEndAfterASecond() throws Exception {
        rig.write("DB_USER=app\nDB_PASS=s3cret");
        clock.set(FileStamp.of(file).touched().plusMillis(30));

        assertThat(source.read().password()).isEqualTo("s3cret");
        assertThat(clock.paused()).isEqualTo(Duration.ofMillis(970));
    }

    @Test
    void doesNotWaitForTheSecondOnceTheLineHasEnded() throws Exception {
        rig.write("DB_USER=app\nDB_PASS=s3c");
        clock.set(FileStamp.of(file).touched().plusMillis(200));
        clock.inPause(() -> rig.write(GOOD));

        assertThat(source.read().password()).isEqualTo("s3cret");
        assertThat(clock.paused()).isEqualTo(Duration.ofMillis(50));
    }

    @Test
    void doesNotWaitAtEachPollOfAYoungFile() throws Exception {
        rig.write("DB_USER=app\nDB_PASS=s3cret");
        clock.set(FileStamp.of(file).touched());
        source.read();

        source.read();

        assertThat(clock.paused()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void readsAFormatOfTheUsersWithTheKeysOfAnEnvFile() throws Exception {
        rig.write("app\ns3cret\n");
        CredentialFormat lines = text -> {
            List<String> values = text.lines().toList();
            return Map.of("DB_USER", values.get(0), "DB_PASS", values.get(1));
        };

        assertThat(rig.builder().format(lines).build().read())
                .isEqualTo(new Credential("app", "s3cret", Lease.unknown()));
    }

    @Test
    void tellsOnlyTheKindOfWhatAFormatThrows() throws Exception {
        rig.write(GOOD);
        source = rig.builder()
                .format(text -> {
                    throw new IllegalStateException(text);
                })
                .build();

        assertThatReadFails().hasMessageEndingWith(": its format failed with java.lang.IllegalStateException");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT0.0009S", "PT1.001S", "PT-1S"})
    void refusesASettleTimeOutOfRange(Duration length) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> rig.builder().settleTime(length).build())
                .withMessageContaining(length.toString());
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 16_777_217, Integer.MAX_VALUE})
    void refusesASizeLimitOutOfRange(int bytes) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> rig.builder().sizeLimit(bytes).build())
                .withMessageContaining("but is " + bytes);
    }

    @Test
    void wantsAPathThatNamesAFile() {
        assertThatIllegalArgumentException().isThrownBy(() -> CredentialSource.file(Path.of("/")));
    }
}
