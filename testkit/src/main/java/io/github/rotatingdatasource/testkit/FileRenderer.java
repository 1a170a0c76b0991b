package io.github.rotatingdatasource.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Writes a credential file, as Vault Agent does ({@link #render}) and in the ways that others do and that a reader must
 * survive as well.
 *
 * <p>Immutable; two threads must not write the same file at the same time.
 */
public final class FileRenderer {
    private static final Set<PosixFilePermission> TEMPORARY = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> DEFAULT = PosixFilePermissions.fromString("rw-r--r--");

    private final Path file;
    private final CredentialTemplate template;
    private final Optional<Set<PosixFilePermission>> permissions;

    private FileRenderer(Path file, CredentialTemplate template, Optional<Set<PosixFilePermission>> permissions) {
        this.file = file;
        this.template = template;
        this.permissions = permissions;
    }

    /** Returns a renderer of {@code file} that uses {@link CredentialTemplate#corrected()}. */
    public static FileRenderer to(Path file) {
        return new FileRenderer(file.toAbsolutePath(), CredentialTemplate.corrected(), Optional.empty());
    }

    /** Returns a renderer of the same file that uses {@code another} template. */
    public FileRenderer withTemplate(CredentialTemplate another) {
        return new FileRenderer(file, another, permissions);
    }

    /** Returns a renderer of the same file that sets {@code mode}, such as {@code rw-r-----}, at each write. */
    public FileRenderer withMode(String mode) {
        return new FileRenderer(file, template, Optional.of(EnumSet.copyOf(PosixFilePermissions.fromString(mode))));
    }

    /** Returns the file that is written. */
    public Path file() {
        return file;
    }

    /** Renders {@code lease} with the template, and returns whether the file was written. */
    public boolean render(IssuedLease lease) throws IOException {
        return render(template.render(lease));
    }

    /**
     * Writes {@code content} as Vault Agent does: to a temporary file next to the file (a name of digits, mode 0600),
     * forced to disk, given the mode that was asked for, or the file's, or 0644, and renamed over the file. Writes
     * nothing if the file has this content already.
     *
     * @return whether the file was written
     */
    public boolean render(String content) throws IOException {
        byte[] bytes = content.getBytes(UTF_8);
        if (Files.exists(file) && Arrays.equals(Files.readAllBytes(file), bytes)) {
            return false;
        }
        Files.createDirectories(directory());
        Path temporary = createTemporary();
        try {
            write(temporary, bytes);
            Files.setPosixFilePermissions(temporary, mode());
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
        return true;
    }

    /**
     * Overwrites the file where it is, without truncating it first, in two halves: a reader in between sees the new
     * beginning and the old end.
     *
     * @param pause is run between the halves
     */
    public void inPlace(String content, Runnable pause) throws IOException {
        byte[] bytes = content.getBytes(UTF_8);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            halves(channel, bytes, pause);
            channel.truncate(bytes.length);
        }
    }

    /**
     * Empties the file and writes it again, as a shell's {@code >} does: a reader in between sees nothing, then a half.
     *
     * @param pause is run while the file is empty, and again between the halves
     */
    public void truncateThenWrite(String content, Runnable pause) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            pause.run();
            halves(channel, content.getBytes(UTF_8), pause);
        }
    }

    /**
     * Deletes the file and creates it again.
     *
     * @param pause is run while there is no file
     */
    public void deleteThenCreate(String content, Runnable pause) throws IOException {
        Files.deleteIfExists(file);
        pause.run();
        Files.writeString(file, content, StandardOpenOption.CREATE_NEW);
    }

    private static void halves(FileChannel channel, byte[] bytes, Runnable pause) throws IOException {
        int half = bytes.length / 2;
        writeAll(channel, ByteBuffer.wrap(bytes, 0, half));
        pause.run();
        writeAll(channel, ByteBuffer.wrap(bytes, half, bytes.length - half));
    }

    private static void write(Path temporary, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            writeAll(channel, ByteBuffer.wrap(bytes));
            channel.force(true);
        }
    }

    private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private Path createTemporary() throws IOException {
        while (true) {
            Path temporary = directory().resolve(RandomText.digits(9));
            try {
                return Files.createFile(temporary, PosixFilePermissions.asFileAttribute(TEMPORARY));
            } catch (FileAlreadyExistsException taken) {
                // there are 900 million names: try another one
            }
        }
    }

    private Set<PosixFilePermission> mode() throws IOException {
        return permissions.isPresent() ? permissions.get() : modeOfFile();
    }

    private Set<PosixFilePermission> modeOfFile() throws IOException {
        try {
            return Files.getPosixFilePermissions(file);
        } catch (NoSuchFileException first) {
            return DEFAULT;
        }
    }

    private Path directory() {
        Path parent = file.getParent();
        if (parent == null) {
            throw new IllegalStateException("a credential file must be in a directory, but is " + file);
        }
        return parent;
    }
}
