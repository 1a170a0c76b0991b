package io.github.rotatingdatasource.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Writes one credential after the other into a file, each time in another way, with pauses in the middle of a write that are
 * shorter than the settle time.
 *
 * <p>The machine may make a pause longer than it was meant to be. Nobody can tell an overwrite in place that stops half way
 * from one that has ended, so what a slow one left behind in its pauses counts as written, but only when all is over.
 */
final class RandomWriter implements Runnable {
    private static final Duration LONGEST_STOP = Duration.ofMillis(40);

    private final Path file;
    private final long end;
    private final Random random = new Random(4711);
    private final Set<String> written = ConcurrentHashMap.newKeySet();
    private int number = 10_000_000;
    private final Set<String> leftBehind = ConcurrentHashMap.newKeySet();
    private String before = "";

    RandomWriter(Path file, Duration length) {
        this.file = file;
        this.end = System.nanoTime() + length.toNanos();
    }

    boolean hasWritten(String user, String password) {
        return written.contains(user + "\n" + password);
    }

    /** Returns whether a mix of the two stood in the file for as long as if nobody were writing. To be asked at the end. */
    boolean hasLeftBehind(String user, String password) {
        String lines = "DB_USER=" + user + "\nDB_PASS=" + password + "\n";
        return leftBehind.stream().anyMatch(text -> text.contains(lines));
    }

    String lastUser() {
        return "user-" + number;
    }

    int writings() {
        return written.size();
    }

    int slowOnes() {
        return leftBehind.size();
    }

    @Override
    public void run() {
        try {
            while (System.nanoTime() < end) {
                number++;
                written.add(lastUser() + "\n" + password(number));
                write(text(number));
                before = text(number);
                stop(150);
            }
            rename(text(number));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String password(int number) {
        return "p=#" + Integer.toHexString(number * 31) + "\"$" + number; // as long as all others
    }

    private static String text(int number) {
        return "\nDB_USER=user-" + number + "\nDB_PASS=" + password(number) + "\n\n";
    }

    private void write(String text) throws IOException {
        switch (random.nextInt(6)) {
            case 0 -> rename(text);
            case 1 -> inPieces(text, CREATE, WRITE, TRUNCATE_EXISTING);
            case 2 -> inPieces(text, CREATE, WRITE);
            case 3 -> swapLink(text);
            case 4 -> {
                Files.deleteIfExists(file);
                stop(20);
                inPieces(text, CREATE, WRITE);
            }
            default ->
                inPieces(random.nextInt(10) == 0 ? text.stripTrailing() : text, CREATE, WRITE, TRUNCATE_EXISTING);
        }
    }

    private void rename(String text) throws IOException {
        Files.move(Files.writeString(file.resolveSibling("" + number), text), file, ATOMIC_MOVE);
    }

    private void swapLink(String text) throws IOException {
        Path target = Files.writeString(file.resolveSibling("target-" + number), text);
        Files.move(Files.createSymbolicLink(file.resolveSibling("link-" + number), target), file, ATOMIC_MOVE);
    }

    private void inPieces(String text, OpenOption... options) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        try (FileChannel channel = FileChannel.open(file, Set.of(options))) {
            for (int from = 0; from < bytes.length; ) {
                int length = Math.min(1 + random.nextInt(40), bytes.length - from);
                from += channel.write(ByteBuffer.wrap(bytes, from, length));
                if (stop(15)) {
                    leftBehind.add(text.substring(0, from) + before.substring(Math.min(from, before.length())));
                }
            }
        }
    }

    /** Returns whether that took so long that it might pass for the end of a write. */
    private boolean stop(int millis) {
        long start = System.nanoTime();
        LockSupport.parkNanos(Duration.ofMillis(random.nextInt(millis)).toNanos());
        return System.nanoTime() - start > LONGEST_STOP.toNanos();
    }
}
