package io.github.rotatingdatasource.source;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.rotatingdatasource.testkit.KubernetesVolume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A volume that changes while it is read, and a directory whose files change one by one: never a pair of two. */
class VolumeSwapTest {
    private static final int SWAPS = Integer.getInteger("rotating.volume.swaps", 500);

    private final ManualClock clock = new ManualClock(Instant.now().plusSeconds(60));
    private final AtomicInteger looks = new AtomicInteger();

    @TempDir
    private Path root;

    private Path mount;
    private int number = 1;

    @BeforeEach
    void nameTheMount() {
        mount = root.resolve("db");
    }

    private VolumeSourceBuilder builder() {
        return CredentialSource.volumeSource(mount).clock(clock).pause(clock);
    }

    private static Map<String, String> pair(int number) {
        return Map.of("username", "user-" + number, "password", "pass-" + number);
    }

    private static void assertIsAPair(Credential credential) {
        assertThat(credential.password()).isEqualTo(credential.username().replace("user", "pass"));
    }

    /** Lets something happen after each of the first {@code times} files that are read. */
    private VolumeFiles.Reader changedAfterEach(int times, ManualClock.Writing change) {
        return (path, limit) -> {
            FileContent content = FileContent.read(path, limit);
            if (looks.getAndIncrement() < times) {
                run(change);
            }
            return content;
        };
    }

    private static void run(ManualClock.Writing change) {
        try {
            change.run();
        } catch (Exception failure) {
            throw new AssertionError("the writer failed", failure);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10})
    void readsAgainWhenTheVolumeIsReplacedBetweenTwoFiles(int times) throws Exception {
        KubernetesVolume volume = KubernetesVolume.at(mount);
        volume.update(pair(number));
        CredentialSource source = builder()
                .reader(changedAfterEach(times, () -> volume.update(pair(++number))))
                .build();

        assertThat(source.read().username()).isEqualTo("user-" + (1 + times));
        assertIsAPair(source.read());
    }

    @Test
    void readsAgainAlsoIfTheOldFilesAreStillThere() throws Exception {
        turnTo(1);
        CredentialSource source =
                builder().reader(changedAfterEach(1, () -> turnTo(2))).build();

        assertThat(source.read()).isEqualTo(new Credential("user-2", "pass-2", Lease.unknown()));
        assertThat(looks).hasValue(4);
    }

    /** Updates a volume as the kubelet does, but for the old files, which are not yet deleted. */
    private void turnTo(int number) throws IOException {
        Path data = Files.createDirectories(mount.resolve("..2026_" + number));
        write(data, number);
        Path link = Files.createSymbolicLink(mount.resolve("..data_tmp"), data.getFileName());
        Files.move(link, mount.resolve("..data"), ATOMIC_MOVE);
    }

    private static void write(Path directory, int number) throws IOException {
        for (Map.Entry<String, String> key : pair(number).entrySet()) {
            Files.writeString(directory.resolve(key.getKey()), key.getValue());
        }
    }

    @Test
    void givesUpAVolumeThatIsReplacedAllTheTime() throws Exception {
        KubernetesVolume volume = KubernetesVolume.at(mount);
        volume.update(pair(number));
        CredentialSource source = builder()
                .reader(changedAfterEach(1000, () -> volume.update(pair(++number))))
                .build();

        assertThatThrownBy(source::read)
                .hasMessage("no credential in " + mount + ": it was replaced 20 times while it was read");
    }

    @Test
    void neverGivesAMixedPairWhileSomebodySwapsAllTheTime() throws Exception {
        KubernetesVolume volume = KubernetesVolume.at(mount);
        volume.update(pair(0));
        FutureTask<Void> swaps = new FutureTask<>(() -> swapAgainAndAgain(volume), null);
        Thread writer = new Thread(swaps, "kubelet");
        writer.start();

        CredentialSource source = CredentialSource.volume(mount);
        int good = 0;
        while (!swaps.isDone()) {
            good += readOne(source);
        }
        swaps.get();

        assertThat(source.read().username()).isEqualTo("user-" + SWAPS);
        assertThat(good).isGreaterThan(SWAPS / 10);
    }

    private static void swapAgainAndAgain(KubernetesVolume volume) {
        for (int swap = 1; swap <= SWAPS; swap++) {
            int next = swap;
            run(() -> volume.update(pair(next)));
        }
    }

    private static int readOne(CredentialSource source) throws Exception {
        try {
            assertIsAPair(source.read());
            return 1;
        } catch (CredentialUnavailable replaced) {
            assertThat(replaced).hasMessageEndingWith("it was replaced 20 times while it was read");
            return 0;
        }
    }

    @Test
    void waitsForBothFilesOfAPlainDirectory() throws Exception {
        write(Files.createDirectory(mount), 1);
        clock.set(Instant.EPOCH); // behind the files' times, so each pair has to be seen twice
        Files.writeString(mount.resolve("username"), "user-2");
        clock.inPause(() -> {}).inPause(() -> Files.writeString(mount.resolve("password"), "pass-2"));

        assertThat(builder().build().read().password()).isEqualTo("pass-2");
        assertThat(clock.paused()).isEqualTo(Duration.ofMillis(1100));
    }

    @Test
    void seesAFileThatChangesWhileTheOtherIsRead() throws Exception {
        write(Files.createDirectory(mount), 1);
        CredentialSource source =
                builder().reader(changedAfterEach(1, () -> write(mount, 2))).build();

        assertThat(source.read()).isEqualTo(new Credential("user-2", "pass-2", Lease.unknown()));
    }

    @Test
    void doesNotWaitForADirectoryThatHasRested() throws Exception {
        write(Files.createDirectory(mount), 1);

        assertIsAPair(builder().build().read());
        assertThat(clock.pauses()).isEmpty();
    }

    @Test
    void givesUpADirectoryThatNeverRests() throws Exception {
        write(Files.createDirectory(mount), 1);
        clock.set(Instant.EPOCH);
        for (int i = 0; i < 50; i++) {
            String text = "x".repeat(i % 2 + 1);
            clock.inPause(() -> Files.writeString(mount.resolve("password"), text));
        }

        assertThatThrownBy(() -> builder().build().read()).hasMessageEndingWith("it is still being written after 2 s");
    }

    @Test
    void followsALinkToADirectoryOnce() throws Exception {
        for (int each = 1; each <= 2; each++) {
            write(Files.createDirectory(root.resolve("revision-" + each)), each);
        }
        Files.createSymbolicLink(mount, root.resolve("revision-1"));
        CredentialSource source = builder()
                .reader(changedAfterEach(
                        1,
                        () -> Files.move(
                                Files.createSymbolicLink(root.resolve("next"), root.resolve("revision-2")),
                                mount,
                                ATOMIC_MOVE)))
                .build();

        assertThat(source.read()).isEqualTo(new Credential("user-2", "pass-2", Lease.unknown()));
    }

    @Test
    void comesBackWithTheDirectory() throws Exception {
        write(Files.createDirectory(mount), 1);
        CredentialSource source = builder().build();
        source.read();
        Files.delete(mount.resolve("username"));
        Files.delete(mount.resolve("password"));
        Files.delete(mount);
        assertThatThrownBy(source::read).hasMessageEndingWith("there is no such directory");

        KubernetesVolume.at(mount).update(pair(2));

        assertThat(source.read().username()).isEqualTo("user-2");
    }

    @Test
    void hearsOfEachSwap() throws Exception {
        KubernetesVolume volume = KubernetesVolume.at(mount);
        volume.update(pair(1));
        AtomicInteger calls = new AtomicInteger();
        try (CredentialSource source = builder().build()) {
            source.onChange(calls::incrementAndGet);
            for (int next = 2; next <= 4; next++) {
                calls.set(0);
                volume.update(pair(next));
                await().until(() -> calls.get() > 0);
                assertThat(source.read().username()).isEqualTo("user-" + next);
            }
        }
    }

    @Test
    void hearsOfAnotherPasswordInAPlainDirectory() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        try (CredentialSource source = builder().build()) {
            source.onChange(calls::incrementAndGet);
            write(Files.createDirectory(mount), 1);
            source.read(); // watches the directory that came

            calls.set(0);
            write(mount, 2);

            await().until(() -> calls.get() > 0);
        }
    }
}
