package io.github.rotatingdatasource.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What each source lets go of when its data source is suspended, and that it is there again at the next read. */
@Timeout(60)
class SourceSuspensionTest {
    @TempDir
    private Path directory;

    private final AtomicInteger calls = new AtomicInteger();
    private final List<WatchService> opened = new ArrayList<>();
    private final FileWatches watches = new FileWatches(() -> {
        WatchService service = FileSystems.getDefault().newWatchService();
        opened.add(service);
        return service;
    });

    private void assertClosed() {
        assertThat(opened)
                .isNotEmpty()
                .allSatisfy(
                        service -> assertThatThrownBy(service::poll).isInstanceOf(ClosedWatchServiceException.class));
    }

    private CredentialSource watched(CredentialSource source) throws Exception {
        source.onChange(calls::incrementAndGet);
        source.read();
        return source;
    }

    private CredentialSource file() throws Exception {
        FileRig rig = new FileRig(directory);
        rig.write(FileRig.GOOD);
        return watched(rig.builder().watches(watches).build());
    }

    @Test
    void aFileIsNotWatchedUntilItIsReadAgain() throws Exception {
        try (CredentialSource source = file()) {
            source.suspend();
            assertClosed();

            source.read();

            assertThat(opened).hasSize(2);
            new FileRig(directory).replace(FileRig.OTHER);
            await().until(() -> calls.get() > 0);
            assertThat(source.read().username()).isEqualTo("other");
        }
        assertClosed();
    }

    @Test
    void aSuspendedFileCanBeClosed() throws Exception {
        CredentialSource source = file();
        source.suspend();
        source.suspend();
        source.close();

        source.read();

        assertThat(opened).hasSize(1);
        assertClosed();
    }

    @Test
    void oneWatchRestsWhileAnotherOneHears() throws Exception {
        try (CredentialSource source = file();
                FileWatches.Watch other = watches.watch(directory.resolve("other"), calls::incrementAndGet)) {
            source.suspend();
            Files.writeString(directory.resolve("other"), "");

            await().until(() -> calls.get() > 0);
            source.read();
            assertThat(opened).hasSize(1);
            assertThat(other).isNotNull();
        }
    }

    @Test
    void aVolumeIsNotWatchedUntilItIsReadAgain() throws Exception {
        Files.writeString(directory.resolve("username"), "app");
        Files.writeString(directory.resolve("password"), "s3cret");
        try (CredentialSource source = watched(
                CredentialSource.volumeSource(directory).watches(watches).build())) {
            source.suspend();
            assertClosed();

            assertThat(source.read().username()).isEqualTo("app");
            assertThat(opened).hasSize(2);
        }
    }

    @Test
    void whatWasOfferedIsForgotten() throws Exception {
        OfferedCredentials source = CredentialSource.offered();
        source.offer(new Credential("a", "s3cret", Lease.unknown()));
        source.suspend();

        assertThatThrownBy(source::read).hasMessage("nothing was offered yet");
        source.offer(new Credential("b", "s3cret", Lease.unknown()));
        assertThat(source.read().username()).isEqualTo("b");
    }

    /** Makes a login at each read, and lists what it is told. */
    private static final class Minting implements CredentialSource {
        final List<String> told = new ArrayList<>();
        int made;

        @Override
        public Credential read() {
            return new Credential("u" + ++made, "s3cret", Lease.unknown());
        }

        @Override
        public void retired(Credential credential) {
            told.add("retired " + credential.username());
        }

        @Override
        public void suspend() {
            told.add("suspended");
        }
    }

    @Test
    void aSharedSourceRestsWithTheLastMemberThatReads() throws Exception {
        Minting source = new Minting();
        SharedSource shared = SharedSource.of(source);
        CredentialSource writer = shared.member();
        CredentialSource reader = shared.member();
        shared.member(); // never read, so there is nothing to wait for
        writer.read();
        reader.read();
        writer.suspend();
        assertThat(source.told).isEmpty();

        reader.suspend();

        assertThat(source.told).containsExactly("suspended");
        assertThat(writer.read().username()).isEqualTo("u2");
        assertThat(reader.read().username()).isEqualTo("u2");
    }

    @Test
    void aSharedSourceRestsWhenTheLastMemberThatReadsIsClosed() throws Exception {
        Minting source = new Minting();
        SharedSource shared = SharedSource.of(source);
        CredentialSource writer = shared.member();
        CredentialSource reader = shared.member();
        writer.read();
        reader.read();
        writer.suspend();

        reader.close();

        assertThat(source.told).containsExactly("suspended");
        assertThat(writer.read().username()).isEqualTo("u2");
    }

    @Test
    void aSharedSourceDoesNotRestBeforeTheFirstReadOfWhoIsLeft() throws Exception {
        Minting source = new Minting();
        SharedSource shared = SharedSource.of(source);
        CredentialSource migration = shared.member();
        CredentialSource application = shared.member();
        migration.read();

        migration.close();

        assertThat(source.told).isEmpty();
        assertThat(application.read().username()).isEqualTo("u1");
    }

    @Test
    void aMemberThatRestsHoldsNoLoginThatAnotherHasRetired() throws Exception {
        Minting source = new Minting();
        SharedSource shared = SharedSource.of(source);
        CredentialSource writer = shared.member();
        CredentialSource reader = shared.member();
        Credential both = writer.read();
        reader.read();
        writer.retired(both);

        reader.suspend();

        assertThat(source.told).containsExactly("retired u1");
    }
}
