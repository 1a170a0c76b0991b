package io.github.rotatingdatasource.testkit;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileRendererTest {
    private static final String USER = "v-approle-app-read-dybrnbyKrMQfr5RUcjp8-1795416310";
    private static final String PASSWORD = "tWgHViwqR66eq-a4DvNL";
    private static final String LEASE_ID = "database/creds/app-readonly/smlqfT6BRcr2hbGyMw8t7Qon";

    @TempDir
    private Path directory = Path.of("");

    @Test
    void rendersTheLease() {
        assertThat(CredentialTemplate.corrected().render(USER, PASSWORD, LEASE_ID, Duration.ofHours(1)))
                .isEqualTo("\nDB_USER=" + USER + "\nDB_PASS=" + PASSWORD + "\nDB_LEASE_ID=" + LEASE_ID
                        + "\nDB_TTL=3600\n\n")
                .hasSize(167); // as recorded from an agent
    }

    @Test
    void rendersNoValueUnderWrongNames() {
        assertThat(CredentialTemplate.withoutLease().render(USER, PASSWORD, LEASE_ID, Duration.ofHours(1)))
                .endsWith("\nDB_LEASE_ID=<no value>\nDB_TTL=<no value>\n\n")
                .hasSize(131); // as recorded from an agent
    }

    @Test
    void renamesANewFileOverTheOldOne() throws Exception {
        FileRenderer renderer = renderer();
        assertThat(renderer.render("one")).isTrue();
        Object before = inode();

        assertThat(renderer.render("two")).isTrue();

        assertThat(renderer.file()).hasContent("two");
        assertThat(inode()).isNotEqualTo(before);
        assertThat(filesIn(directory)).containsExactly("db-creds");
    }

    @Test
    void writesNothingWhenTheBytesAreEqual() throws Exception {
        renderer().render("one");
        Object before = inode();

        assertThat(renderer().render("one")).isFalse();

        assertThat(inode()).isEqualTo(before);
    }

    @Test
    void createsAFileThatAllMayRead() throws Exception {
        renderer().render("one");

        assertThat(mode()).isEqualTo("rw-r--r--");
    }

    @Test
    void keepsTheModeOfTheFile() throws Exception {
        renderer().render("one");
        Files.setPosixFilePermissions(renderer().file(), PosixFilePermissions.fromString("rw-rw----"));

        renderer().render("two");

        assertThat(mode()).isEqualTo("rw-rw----");
    }

    @Test
    void setsTheModeAskedFor() throws Exception {
        renderer().withMode("rw-------").render("one");

        assertThat(mode()).isEqualTo("rw-------");
    }

    @Test
    void replacesASymbolicLinkAndNotItsTarget() throws Exception {
        Path target = Files.writeString(directory.resolve("target"), "one");
        Files.createSymbolicLink(renderer().file(), target);

        renderer().render("two");

        assertThat(target).hasContent("one");
        assertThat(renderer().file()).isRegularFile().hasContent("two");
        assertThat(Files.isSymbolicLink(renderer().file())).isFalse();
    }

    @Test
    void showsNewBeginningAndOldEndInPlace() throws Exception {
        renderer().render("old-old-old");
        Object before = inode();
        List<String> seen = new ArrayList<>();

        renderer().inPlace("newnew", () -> seen.add(content()));

        assertThat(seen).containsExactly("new-old-old");
        assertThat(content()).isEqualTo("newnew");
        assertThat(inode()).isEqualTo(before);
    }

    @Test
    void showsNothingThenHalfWhenTruncating() throws Exception {
        renderer().render("old");
        List<String> seen = new ArrayList<>();

        renderer().truncateThenWrite("newnew", () -> seen.add(content()));

        assertThat(seen).containsExactly("", "new");
        assertThat(content()).isEqualTo("newnew");
    }

    @Test
    void showsNoFileWhenDeleting() throws Exception {
        renderer().render("old");
        List<String> seen = new ArrayList<>();

        renderer().deleteThenCreate("new", () -> seen.addAll(filesIn(directory)));

        assertThat(seen).isEmpty();
        assertThat(content()).isEqualTo("new");
    }

    @Test
    void changesAllKeysOfAVolumeAtOnce() throws Exception {
        KubernetesVolume volume = KubernetesVolume.at(directory.resolve("volume"));
        assertThat(volume.update(Map.of("username", "one", "password", "1"))).isTrue();
        Path before = directory.resolve("volume/..data").toRealPath();

        assertThat(volume.update(Map.of("username", "two", "password", "2"))).isTrue();

        assertThat(before).doesNotExist();
        assertThat(directory.resolve("volume/username")).isSymbolicLink().hasContent("two");
        assertThat(Files.readSymbolicLink(directory.resolve("volume/password"))).isEqualTo(Path.of("..data/password"));
        assertThat(filesIn(directory.resolve("volume"))).hasSize(4).contains("..data", "username", "password");
    }

    @Test
    void writesNoVolumeWhenThePayloadIsEqual() throws Exception {
        KubernetesVolume volume = KubernetesVolume.at(directory);
        volume.update(Map.of("db-creds", "one"));
        Path before = directory.resolve("..data").toRealPath();

        assertThat(volume.update(Map.of("db-creds", "one"))).isFalse();

        assertThat(directory.resolve("..data").toRealPath()).isEqualTo(before);
    }

    @Test
    void removesTheKeysThatAreGone() throws Exception {
        KubernetesVolume volume = KubernetesVolume.at(directory);
        volume.update(Map.of("username", "one", "password", "1"));

        volume.update(Map.of("db-creds", "two"));

        assertThat(filesIn(directory)).contains("db-creds").doesNotContain("username", "password");
    }

    private FileRenderer renderer() {
        return FileRenderer.to(directory.resolve("db-creds"));
    }

    private Object inode() throws IOException {
        return Files.getAttribute(renderer().file(), "unix:ino");
    }

    private String mode() throws IOException {
        return PosixFilePermissions.toString(
                Files.getPosixFilePermissions(renderer().file()));
    }

    private String content() {
        try {
            return Files.readString(renderer().file());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static List<String> filesIn(Path directory) {
        return List.of(requireNonNull(directory.toFile().list()));
    }
}
