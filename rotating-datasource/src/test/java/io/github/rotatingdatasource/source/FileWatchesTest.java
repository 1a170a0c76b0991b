package io.github.rotatingdatasource.source;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.awaitility.Awaitility.await;

import io.github.rotatingdatasource.internal.SharedThreads;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.WatchService;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The ways in which files change, and what a watch hears of them; what it does not hear, a source finds by reading. */
@Timeout(60)
class FileWatchesTest {
    /** What other tests have left may take as long to end. */
    private static final Duration GONE = Duration.ofSeconds(30);

    private final List<WatchService> opened = new ArrayList<>();
    private final FileWatches watches = new FileWatches(this::open);
    private final List<AutoCloseable> open = new ArrayList<>();
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger sentinelCalls = new AtomicInteger();

    @TempDir
    private Path root;

    private Path directory;
    private Path file;

    @BeforeEach
    void createDirectory() throws Exception {
        directory = Files.createDirectory(root.resolve("secrets"));
        file = directory.resolve("db-creds");
        write(1);
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        assertThat(opened).allMatch(FileWatchesTest::isClosed);
    }

    private WatchService open() throws IOException {
        WatchService service = FileSystems.getDefault().newWatchService();
        opened.add(service);
        return service;
    }

    private static boolean isClosed(WatchService service) {
        try {
            service.poll();
            return false;
        } catch (ClosedWatchServiceException closed) {
            return true;
        }
    }

    /** Returns those of the library: a worker ends by itself a moment after its last task, the timer after its last look. */
    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("rotating-datasource-"))
                .toList();
    }

    private void write(int number) throws IOException {
        Files.writeString(file, text(number));
    }

    private static String text(int number) {
        return "DB_USER=user-" + number + "\nDB_PASS=pass-" + number + "\n";
    }

    private FileWatches.Watch watch(Path path, Runnable changed) {
        FileWatches.Watch watch = watches.watch(path, changed);
        open.add(watch);
        return watch;
    }

    private CredentialSource source() {
        CredentialSource source =
                CredentialSource.fileSource(file).watches(watches).build();
        source.onChange(calls::incrementAndGet);
        open.add(source);
        return source;
    }

    /** Returns how often the watch was called for all so far: what came before the first sentinel is told before the second. */
    private int callsSoFar() throws Exception {
        for (int i = 0; i < 2; i++) {
            sentinelCalls.set(0);
            Files.writeString(directory.resolve("sentinel"), "");
            await().until(() -> sentinelCalls.get() > 0);
        }
        return calls.get();
    }

    private void watchWithSentinel() {
        watch(file, calls::incrementAndGet);
        watch(directory.resolve("sentinel"), sentinelCalls::incrementAndGet);
    }

    @Test
    void hearsOfOneRenderingOnce() throws Exception {
        watchWithSentinel();

        Path rendered = Files.writeString(directory.resolve("2094871"), text(2));
        Files.createLink(directory.resolve("db-creds.bak"), file);
        Files.move(rendered, file, ATOMIC_MOVE);

        assertThat(callsSoFar()).isEqualTo(1);
    }

    @Test
    void ignoresStrangers() throws Exception {
        watchWithSentinel();

        Files.writeString(directory.resolve("2094871"), text(2));
        Files.writeString(directory.resolve("db-creds.bak"), text(1));
        Files.createDirectory(directory.resolve("..2026_03_01"));

        assertThat(callsSoFar()).isZero();
    }

    @Test
    void hearsOfAWriteInPlace() throws Exception {
        watchWithSentinel();

        write(2);

        assertThat(callsSoFar()).isBetween(1, 3);
    }

    @Test
    void hearsOfADeletion() throws Exception {
        watchWithSentinel();

        Files.delete(file);

        assertThat(callsSoFar()).isEqualTo(1);
    }

    @Test
    void findsNothingNewAfterATouch() throws Exception {
        CredentialSource source = source();
        Credential before = source.read();

        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(100)));

        await().until(() -> calls.get() > 0);
        assertThat(source.read()).isSameAs(before);
    }

    @Test
    void hearsOfEachSwapOfAKubernetesVolume() throws Exception {
        volume(1);
        Files.delete(file);
        Files.createSymbolicLink(file, Path.of("..data", "db-creds"));
        CredentialSource source = source();
        for (int number = 2; number <= 4; number++) {
            calls.set(0);
            volume(number);
            await().until(() -> calls.get() > 0);
            assertThat(source.read().username()).isEqualTo("user-" + number);
        }
    }

    /** Writes a volume as the kubelet does: a new directory, a link to it, and the link renamed. */
    private void volume(int number) throws IOException {
        Path data = Files.createDirectory(directory.resolve("..2026_" + number));
        Files.writeString(data.resolve("db-creds"), text(number));
        Path link = Files.createSymbolicLink(directory.resolve("..data_tmp"), data.getFileName());
        Files.move(link, directory.resolve("..data"), ATOMIC_MOVE);
    }

    @Test
    void findsARetargetedLinkByReading() throws Exception {
        Path other = Files.createDirectory(root.resolve("other"));
        Path link = Files.createSymbolicLink(root.resolve("link"), directory);
        Files.writeString(other.resolve("db-creds"), text(2));
        file = link.resolve("db-creds");
        CredentialSource source = source();
        assertThat(source.read().username()).isEqualTo("user-1");

        Files.move(Files.createSymbolicLink(root.resolve("next"), other), link, ATOMIC_MOVE);

        assertThat(source.read().username()).isEqualTo("user-2");
    }

    @Test
    void findsADirectoryThatCameBackByReading() throws Exception {
        CredentialSource source = source();
        source.read();
        Files.delete(file);
        Files.delete(directory);

        Files.createDirectory(directory);
        write(2);

        assertThat(source.read().username()).isEqualTo("user-2");
    }

    @Test
    void watchesADirectoryAgainThatCameBack() throws Exception {
        FileWatches.Watch watch = watch(directory.resolve("sentinel"), sentinelCalls::incrementAndGet);
        Files.delete(file);
        Files.delete(directory);
        Files.createDirectory(directory);

        await().until(() -> {
            watch.renew(); // as each read does; the old key may be valid for a moment
            Files.writeString(directory.resolve("sentinel"), "");
            return sentinelCalls.get() > 0;
        });
    }

    @Test
    void watchesADirectoryThatIsCreatedLater() throws Exception {
        file = root.resolve("later").resolve("db-creds");
        CredentialSource source = source();
        Files.createDirectory(file.getParent());
        write(2);
        source.read();

        write(3);

        await().until(() -> calls.get() > 0);
    }

    @Test
    void sharesOneServiceAndNeedsNoThreadButTheTimer() throws Exception {
        for (int i = 0; i < 150; i++) { // a user has 128 inotify instances
            Path each = Files.createDirectory(root.resolve("d" + i)).resolve("db-creds");
            watch(each, calls::incrementAndGet);
        }

        assertThat(opened).hasSize(1);
        await().atMost(GONE).until(() -> threads().size() == 1);
        assertThat(threads()).first(STRING).startsWith("rotating-datasource-timer-");
    }

    @Test
    void endsWithTheLastWatchAndBeginsAnew() throws Exception {
        FileWatches.Watch first = watch(file, () -> {});
        FileWatches.Watch second = watch(file, () -> {});
        first.close();
        assertThat(opened).noneMatch(FileWatchesTest::isClosed);
        second.close();
        assertThat(opened).allMatch(FileWatchesTest::isClosed);
        await().atMost(GONE).until(() -> threads().isEmpty());

        watchWithSentinel();
        write(2);

        assertThat(callsSoFar()).isPositive();
        assertThat(opened).hasSize(2);
    }

    @Test
    void goesOnForOneSourceWhenAnotherOfTheSameDirectoryIsClosed() throws Exception {
        FileWatches.Watch other = watch(file, () -> {});
        watchWithSentinel();
        other.close();

        write(2);

        assertThat(callsSoFar()).isPositive();
    }

    @Test
    void isNotHeardAfterItWasClosed() throws Exception {
        FileWatches.Watch closed = watch(file, calls::incrementAndGet);
        watch(directory.resolve("sentinel"), sentinelCalls::incrementAndGet);
        closed.close();
        closed.close();

        write(2);

        assertThat(callsSoFar()).isZero();
    }

    /** The timer serves all data sources, so nobody who is told may hold it up. */
    @Test
    void holdsUpNobodyButWatchesWhileACallbackBlocks() throws Exception {
        CountDownLatch told = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        watch(file, () -> {
            told.countDown();
            awaitQuietly(released);
        });
        write(2);
        told.await();

        CountDownLatch timer = new CountDownLatch(1);
        SharedThreads.later(timer::countDown, 0, TimeUnit.MILLISECONDS);
        boolean isFree = timer.await(10, TimeUnit.SECONDS);
        released.countDown();
        assertThat(isFree).isTrue();

        watchWithSentinel();
        write(3);
        assertThat(callsSoFar()).isPositive();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @ParameterizedTest
    @MethodSource("failures")
    void goesOnAfterACallbackThatFails(Throwable failure) throws Exception {
        watch(file, () -> fail(failure));
        watchWithSentinel();

        write(2);

        assertThat(callsSoFar()).isPositive();
        int before = calls.get();
        write(3);
        assertThat(callsSoFar()).isGreaterThan(before);
    }

    private static Stream<Throwable> failures() {
        return Stream.of(
                new IllegalStateException("callback of this test"), new AssertionError("callback of this test"));
    }

    private static void fail(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) failure;
    }

    @Test
    void leavesItToPollingWhenNoWatchIsToBeHad() throws Exception {
        FileWatches exhausted = new FileWatches(() -> {
            throw new IOException("User limit of inotify instances reached or too many open files");
        });
        try (LogCapture log = new LogCapture(FileWatches.class)) {
            for (int number = 2; number <= 4; number++) {
                write(number);
                CredentialSource source =
                        CredentialSource.fileSource(file).watches(exhausted).build();
                source.onChange(calls::incrementAndGet);
                assertThat(source.read().username()).isEqualTo("user-" + number);
                source.close();
            }
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .startsWith("WARN")
                    .contains("User limit of inotify");
        }
    }
}
