package io.github.rotatingdatasource.source;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.rotatingdatasource.testkit.KubernetesVolume;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a mounted Secret says, and what is said of one that is not as it should be. */
class VolumeSourceTest {
    private static final Map<String, String> GOOD = Map.of("username", "app", "password", "s3cret");

    private final ManualClock clock = new ManualClock(Instant.now().plusSeconds(60));

    @TempDir
    private Path root;

    private Path mount;
    private KubernetesVolume volume;
    private CredentialSource source;

    @BeforeEach
    void mountTheVolume() throws Exception {
        mount = root.resolve("db");
        volume = KubernetesVolume.at(mount);
        source = builder().build();
    }

    private VolumeSourceBuilder builder() {
        return CredentialSource.volumeSource(mount).clock(clock).pause(clock);
    }

    private Path file(String key) throws Exception {
        return mount.resolve("..data").toRealPath().resolve(key);
    }

    private AbstractThrowableAssert<?, ? extends Throwable> assertThatReadFails() {
        return assertThatThrownBy(source::read)
                .isInstanceOf(CredentialUnavailable.class)
                .hasMessageStartingWith("no credential in " + mount + ": ")
                .hasMessageNotContaining("s3cret");
    }

    private static Map<String, String> with(String key, String value) {
        Map<String, String> payload = new HashMap<>(GOOD);
        payload.put(key, value);
        return payload;
    }

    @Test
    void hasAFileForEachKey() throws Exception {
        volume.update(GOOD);

        assertThat(source.read()).isEqualTo(new Credential("app", "s3cret", Lease.unknown()));
        assertThat(clock.pauses()).isEmpty();
    }

    @Test
    void isCheapToAsk() {
        assertThat(source.isCheap()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, 3600, PT1H",
                "-, '1h\n', PT1H",
                "a/1, 3600, PT1H",
                "'', 3600, -",
                "a/1, '', -",
                "a/1, -, -",
                "-, 0, -",
                "-, soon, -",
                "-, <no value>, -"
            })
    void takesATimeForALowerBoundFromTheUpdateOn(@Nullable String id, @Nullable String ttl, @Nullable Duration length)
            throws Exception {
        Map<String, String> payload = new HashMap<>(GOOD);
        if (id != null) {
            payload.put("lease_id", id);
        }
        if (ttl != null) {
            payload.put("ttl", ttl);
        }
        volume.update(payload);
        Instant updated = Instant.parse("2026-03-01T12:00:00Z");
        Files.setLastModifiedTime(file("password"), FileTime.from(updated));

        assertThat(source.read().lease())
                .isEqualTo(length == null ? Lease.unknown() : Lease.lowerBound(updated, length));
    }

    @ParameterizedTest
    @CsvSource({
        "'s3cret\n', s3cret",
        "'s3cret\r\n', s3cret",
        "'s3cret\n\n', 's3cret\n'",
        "' s3cret ', ' s3cret '",
        "'s3\ncret', 's3\ncret'",
        "'s3cret\r', 's3cret\r'",
        "пароль€😀, пароль€😀"
    })
    void losesOneLineEndAndNothingElse(String written, String password) throws Exception {
        volume.update(with("password", written));

        assertThat(source.read().password()).isEqualTo(password);
    }

    @Test
    void keepsTheLineEndIfAsked() throws Exception {
        volume.update(with("password", "s3cret\n"));

        assertThat(builder().verbatim().build().read().password()).isEqualTo("s3cret\n");
    }

    @Test
    void hasOtherKeysIfAsked() throws Exception {
        volume.update(Map.of("user", "app", "pass", "s3cret", "lease", "a/1", "seconds", "60", "username", "other"));
        source = builder()
                .usernameKey("user")
                .passwordKey("pass")
                .leaseIdKey("lease")
                .ttlKey("seconds")
                .build();

        Lease lease = Lease.lowerBound(Files.getLastModifiedTime(file("pass")).toInstant(), Duration.ofMinutes(1));
        assertThat(source.read()).isEqualTo(new Credential("app", "s3cret", lease));
    }

    @Test
    void isTheSameCredentialWhenAnotherKeyIsUpdated() throws Exception {
        volume.update(with("ttl", "60"));
        Credential before = source.read();

        Map<String, String> payload = with("ttl", "60");
        payload.put("host", "db");
        volume.update(payload);

        assertThat(source.read()).isSameAs(before);
    }

    @ParameterizedTest
    @CsvSource({
        "username, '', key username is empty",
        "password, '', key password is empty",
        "password, '\n', key password is empty",
        "password, <no value>, key password has <no value>",
        "username, '<no value>\n', key username has <no value>"
    })
    void saysWhichKeyHasNoValue(String key, String value, String message) throws Exception {
        volume.update(with(key, value));

        assertThatReadFails().hasMessageContaining(": " + message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"username", "password"})
    void saysWhichKeyIsMissing(String key) throws Exception {
        Map<String, String> payload = new HashMap<>(GOOD);
        payload.remove(key);
        volume.update(payload);

        assertThatReadFails().hasMessageEndingWith(": key " + key + ": there is no such file");
    }

    @Test
    void saysThatTheDirectoryIsMissing() {
        source = builderOf(root.resolve("none")).build();

        assertThatThrownBy(source::read)
                .hasMessage("no credential in " + root.resolve("none") + ": there is no such directory");
    }

    private VolumeSourceBuilder builderOf(Path directory) {
        return CredentialSource.volumeSource(directory).clock(clock).pause(clock);
    }

    @Test
    void saysThatTheDirectoryIsAFile() throws Exception {
        source = builderOf(Files.writeString(root.resolve("file"), "s3cret")).build();

        assertThatThrownBy(source::read).hasMessageEndingWith("file: it is not a directory");
    }

    @Test
    void saysThatThePathLeadsThroughAFile() throws Exception {
        source = builderOf(Files.writeString(root.resolve("file"), "s3cret").resolve("db"))
                .build();

        // newer JDKs make no difference between the two
        assertThatThrownBy(source::read)
                .hasMessageMatching(".*file/db: (it cannot be read: Not a directory|there is no such directory)");
    }

    @Test
    void saysThatTheDataLeadNowhere() throws Exception {
        Files.createSymbolicLink(mount.resolve("..data"), Path.of("..2026"));

        assertThatReadFails().hasMessageEndingWith(": ..data leads to nothing");
    }

    @Test
    void saysThatAKeyIsADirectory() throws Exception {
        volume.update(Map.of("username", "app"));
        Files.createDirectory(file("password"));

        assertThatReadFails().hasMessageEndingWith(": key password: it is a directory, not a file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"username", "password", "ttl", "lease_id"})
    void saysThatAKeyIsNoText(String key) throws Exception {
        volume.update(with(key, "x"));
        Files.write(file(key), "s3cret\u00e9".getBytes(ISO_8859_1));

        assertThatReadFails().hasMessageEndingWith(": key " + key + ": it is not UTF-8 text");
    }

    @Test
    void namesTheLimitOfALargeKey() throws Exception {
        volume.update(with("password", "s3cret".repeat(2)));
        source = builder().sizeLimit(11).build();

        assertThatReadFails().hasMessageEndingWith(": key password: it is larger than the limit of 11 bytes");
    }

    @Test
    void saysThatItMayNotReadAKey() throws Exception {
        volume.update(GOOD);
        Files.setPosixFilePermissions(file("password"), PosixFilePermissions.fromString("---------"));
        assumeThat(Files.isReadable(file("password"))).as("run by root").isFalse();

        assertThatReadFails().hasMessageEndingWith(": key password: this process has no permission to read it");
    }

    @Test
    void saysThatItMayNotLookIntoTheDirectory() throws Exception {
        Path closed = Files.createDirectory(root.resolve("closed"));
        source = builderOf(Files.createDirectory(closed.resolve("db"))).build();
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
        assumeThat(Files.isReadable(closed)).as("run by root").isFalse();

        assertThatThrownBy(source::read).hasMessageContaining("no permission");
    }

    @Test
    void warnsOnceOfAPasswordThatEverybodyMayRead() throws Exception {
        try (LogCapture log = new LogCapture(VolumeSource.class)) {
            for (String user : new String[] {"app", "other"}) {
                volume.update(with("username", user));
                Files.setPosixFilePermissions(file("password"), PosixFilePermissions.fromString("rw-r--r--"));
                source.read();
            }
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .startsWith("WARN " + mount)
                    .contains("defaultMode: 0440");
        }
    }

    @Test
    void refusesAPasswordThatEverybodyMayReadIfAsked() throws Exception {
        volume.update(GOOD);
        source = builder().strictPermissions().build();
        Files.setPosixFilePermissions(file("password"), PosixFilePermissions.fromString("r--r-----"));
        source.read();

        Files.setPosixFilePermissions(file("password"), PosixFilePermissions.fromString("r--r--r--"));

        assertThatReadFails().hasMessageContainingAll("strictPermissions()", "defaultMode: 0440");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "..data", "a/b", "/password", "username", "a\0b"})
    void wantsNamesOfFiles(String key) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().passwordKey(key).build());
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 16_777_217})
    void refusesASizeLimitOutOfRange(int bytes) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().sizeLimit(bytes).build())
                .withMessageContaining("but is " + bytes);
    }

    @Test
    void printsNoSecret() throws Exception {
        volume.update(GOOD);

        assertThat(source.read() + " " + source).doesNotContain("s3cret").endsWith("volume " + mount);
    }
}
