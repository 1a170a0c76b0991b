package io.github.rotatingdatasource.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The bytes of a file at one moment, and what the file system said about it then. Immutable; never printed. */
final class FileContent implements Settled.Content<FileContent> {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final FileStamp stamp;
    private final boolean isSteady;
    private final byte[] bytes;

    private FileContent(FileStamp stamp, boolean isSteady, byte[] bytes) {
        this.stamp = stamp;
        this.isSteady = isSteady;
        this.bytes = bytes;
    }

    /**
     * Opens {@code path} anew and reads it to its end.
     *
     * @param limit the most bytes that it may have
     * @throws CredentialUnavailable if it cannot be read or is larger; says why, but not which file
     */
    static FileContent read(Path path, int limit) throws CredentialUnavailable {
        FileStamp before = stamp(path);
        refuseWhatCannotBeRead(before, limit);
        byte[] bytes = bytes(path, limit);
        FileStamp after = stamp(path);
        return new FileContent(after, before.equals(after), bytes);
    }

    /** Returns what the file system says about {@code path} now. */
    static FileStamp stamp(Path path) throws CredentialUnavailable {
        try {
            return FileStamp.of(path);
        } catch (IOException failure) {
            throw unreadable(failure);
        }
    }

    private static void refuseWhatCannotBeRead(FileStamp stamp, int limit) throws CredentialUnavailable {
        if (stamp.isDirectory()) {
            throw new CredentialUnavailable("it is a directory, not a file");
        }
        if (!stamp.isRegular()) {
            // opening a pipe might block for ever
            throw new CredentialUnavailable("it is a pipe or a device, not a file");
        }
        if (stamp.size() > limit) {
            throw tooLarge(limit);
        }
    }

    private static byte[] bytes(Path path, int limit) throws CredentialUnavailable {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(limit + 1);
            if (bytes.length > limit) {
                throw tooLarge(limit);
            }
            return bytes;
        } catch (IOException failure) {
            throw unreadable(failure);
        }
    }

    private static CredentialUnavailable tooLarge(int limit) {
        return new CredentialUnavailable("it is larger than the limit of " + limit + " bytes");
    }

    /** Returns what to say of a path that the file system does not let us read. */
    static CredentialUnavailable unreadable(IOException failure) {
        if (failure instanceof NoSuchFileException) {
            return new CredentialUnavailable("there is no such file", failure);
        }
        if (failure instanceof AccessDeniedException) {
            return new CredentialUnavailable("this process has no permission to read it", failure);
        }
        String reason = failure instanceof FileSystemException named ? named.getReason() : failure.getMessage();
        return new CredentialUnavailable(
                "it cannot be read: " + (reason == null ? failure.getClass().getSimpleName() : reason), failure);
    }

    FileStamp stamp() {
        return stamp;
    }

    @Override
    public Instant touched() {
        return stamp.touched();
    }

    /** Returns whether the file was the same, and untouched, before and after it was read. */
    @Override
    public boolean isSteady() {
        return isSteady;
    }

    /** Returns whether {@code earlier} was read from the same file, which nobody has touched since then. */
    @Override
    public boolean isStill(@Nullable FileContent earlier) {
        return earlier != null && isSteady && stamp.equals(earlier.stamp) && hasSameBytesAs(earlier);
    }

    boolean hasSameBytesAs(FileContent other) {
        return Arrays.equals(bytes, other.bytes);
    }

    boolean isEmpty() {
        return bytes.length == 0;
    }

    /** Returns the bytes as text, without a byte order mark. */
    String text() throws CredentialUnavailable {
        return text(bytes);
    }

    static String text(byte[] bytes) throws CredentialUnavailable {
        if (bytes.length == 0) {
            throw new CredentialUnavailable("it is empty");
        }
        try {
            String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString(); // reports, unlike new String
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        } catch (CharacterCodingException malformed) {
            throw new CredentialUnavailable("it is not UTF-8 text", malformed);
        }
    }
}
