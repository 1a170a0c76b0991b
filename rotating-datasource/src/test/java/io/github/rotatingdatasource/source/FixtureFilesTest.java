package io.github.rotatingdatasource.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a live agent rendered, byte for byte, and what follows from it; the table is that of the recording. */
class FixtureFilesTest {
    private static final Instant RENDERED = Instant.parse("2026-03-01T12:00:00Z");
    private static final String DYNAMIC = "v-approle-app-read-dybrnbyKrMQfr5RUcjp8-1795416310";

    @TempDir
    private Path directory;

    private Path file;
    private ManualClock clock;

    @BeforeEach
    void agentRendersAHalfHourAgo() {
        file = directory.resolve("db-creds");
        clock = new ManualClock(RENDERED.plus(Duration.ofMinutes(30)));
    }

    private CredentialSource rendered(String name) throws Exception {
        try (InputStream fixture = FixtureFilesTest.class.getResourceAsStream("/fixtures/files/" + name)) {
            Files.copy(fixture, file);
        }
        Files.setLastModifiedTime(file, FileTime.from(RENDERED));
        return builder().build();
    }

    private FileSourceBuilder builder() {
        return CredentialSource.fileSource(file).clock(clock).pause(clock);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            nullValues = "-",
            value = {
                "seed-template, " + DYNAMIC + ", tWgHViwqR66eq-a4DvNL, -",
                "corrected-template, " + DYNAMIC + ", tWgHViwqR66eq-a4DvNL, PT1H",
                "corrected-template-trimmed, " + DYNAMIC + ", tWgHViwqR66eq-a4DvNL, PT1H",
                "corrected-template-0600, " + DYNAMIC + ", tWgHViwqR66eq-a4DvNL, PT1H",
                "kv1, kv_user, 'kv=pass#word \"q\" $x', -",
                "kv2, kv_user, 'kv=pass#word \"q\" $x', -",
                "static-lease-duration, static_slow, ZphGRKd6RGX5Dc7bzr-r, -",
                "static-data-ttl, static_slow, ZphGRKd6RGX5Dc7bzr-r, PT23H59M58S"
            })
    void givesTheCredentialAndItsLease(String name, String username, String password, @Nullable Duration length)
            throws Exception {
        Credential credential = rendered(name).read();

        Lease lease = length == null ? Lease.unknown() : Lease.lowerBound(RENDERED, length);
        assertThat(credential).isEqualTo(new Credential(username, password, lease));
    }

    @ParameterizedTest
    @CsvSource({"typo-in-required-key, key DB_PASS has <no value>", "kv2-read-as-kv1, key DB_USER has <no value>"})
    void givesNoneWithoutUsernameAndPassword(String name, String reason) throws Exception {
        CredentialSource source = rendered(name);

        assertThatThrownBy(source::read)
                .isInstanceOf(CredentialUnavailable.class)
                .hasMessageContainingAll(file.toString(), reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"json-data", "json-data-pretty", "json-with-lease", "map-data"})
    void leavesOtherFormatsToOthers(String name) throws Exception {
        CredentialSource source = rendered(name);

        assertThatThrownBy(source::read).hasMessageContaining("found no key").hasMessageNotContaining("tWgH");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"json-data, -", "json-data-pretty, -", "json-with-lease, PT1H"})
    void readsJsonAsItStands(String name, @Nullable Duration length) throws Exception {
        rendered(name);
        CredentialSource source = builder().format(CredentialFormat.json()).build();

        Lease lease = length == null ? Lease.unknown() : Lease.lowerBound(RENDERED, length);
        assertThat(source.read()).isEqualTo(new Credential(DYNAMIC, "tWgHViwqR66eq-a4DvNL", lease));
    }

    @Test
    void readsWhatTheInjectorPrintsWithoutATemplate() throws Exception {
        rendered("map-data");
        CredentialSource source = builder().format(CredentialFormat.keyValue()).build();

        assertThat(source.read()).isEqualTo(new Credential(DYNAMIC, "tWgHViwqR66eq-a4DvNL", Lease.unknown()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"seed-template", "corrected-template", "kv1", "kv2", "static-data-ttl", "map-data", "properties"
            })
    void isNoJsonAndSaysSo(String name) throws Exception {
        rendered(name);
        CredentialSource source = builder().format(CredentialFormat.json()).build();

        assertThatThrownBy(source::read)
                .isInstanceOf(CredentialUnavailable.class)
                .hasMessageContaining("wanted a JSON object")
                .hasMessageNotContaining("tWgH");
    }

    /** A whole reply, as a sidecar that writes what it was answered has it in its file. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            nullValues = "-",
            value = {
                "reply-creds, v-token-app-read-C0zVs4WtaokNby6XlQXB-1795416538, BE9i0x-s7SmcAbyegxgV, PT1H",
                "reply-kv1, kv_user, 'kv=pass#word \"q\" $x', -",
                "reply-kv2, kv_user, 'kv=pass#word \"q\" $x', -",
                "reply-static-creds, static_slow, Aljw2GZXv-APJHqO5ShV, PT23H58M45S",
                "reply-static-creds-ttl-0, static_app, eSi315tlJZk0PRsF-mXR, -"
            })
    void readsAWholeReply(String name, String username, String password, @Nullable Duration length) throws Exception {
        Files.write(
                file,
                FixtureFilesTest.class
                        .getResourceAsStream("/corpus/json/" + name)
                        .readAllBytes());
        Files.setLastModifiedTime(file, FileTime.from(RENDERED));
        CredentialSource source = builder().format(CredentialFormat.json()).build();

        Lease lease = length == null ? Lease.unknown() : Lease.lowerBound(RENDERED, length);
        assertThat(source.read()).isEqualTo(new Credential(username, password, lease));
    }

    @Test
    void findsThePropertiesUnderTheirOwnKeys() throws Exception {
        rendered("properties");
        CredentialSource source = builder()
                .usernameKey("spring.datasource.username")
                .passwordKey("spring.datasource.password")
                .build();

        assertThat(source.read()).isEqualTo(new Credential(DYNAMIC, "tWgHViwqR66eq-a4DvNL", Lease.unknown()));
    }

    @ParameterizedTest
    @CsvSource({"corrected-template, rw-r--r--, 1", "corrected-template-0600, rw-------, 0"})
    void warnsOfTheModeThatAgentsSetByDefault(String name, String mode, int warnings) throws Exception {
        CredentialSource source = rendered(name);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));

        try (LogCapture log = new LogCapture(FileSource.class)) {
            source.read();
            assertThat(log.lines()).hasSize(warnings).allMatch(line -> line.contains("set perms = \"0640\""));
        }
    }
}
