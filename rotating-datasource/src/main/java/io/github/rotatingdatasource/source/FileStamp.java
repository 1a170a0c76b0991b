package io.github.rotatingdatasource.source;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the file system says about a file, links followed. Two stamps are equal as long as nobody touched the file, to the
 * granularity of its times.
 *
 * @param file which file it is (device and inode), {@code null} where the file system has no name for that
 * @param size in bytes
 * @param modified when it was last written to, or what the writer said
 * @param touched the latest of {@code modified} and, on Unix, the inode's change time, which no writer can set
 * @param isRegular whether it is neither directory, pipe nor device
 * @param isDirectory whether it is a directory
 * @param isOpenToAll whether every user may read it; false where there are no such permissions
 */
record FileStamp(
        @Nullable Object file,
        long size,
        Instant modified,
        Instant touched,
        boolean isRegular,
        boolean isDirectory,
        boolean isOpenToAll) {
    private static final String UNIX = "unix:fileKey,size,lastModifiedTime,ctime,isRegularFile,isDirectory,permissions";

    /** Asks the file system, in one call where it is Unix. */
    static FileStamp of(Path path) throws IOException {
        if (path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return unix(Files.readAttributes(path, UNIX));
        }
        BasicFileAttributes basic = Files.readAttributes(path, BasicFileAttributes.class);
        Instant modified = basic.lastModifiedTime().toInstant();
        return new FileStamp(
                basic.fileKey(), basic.size(), modified, modified, basic.isRegularFile(), basic.isDirectory(), false);
    }

    private static FileStamp unix(Map<String, Object> attributes) {
        Instant modified =
                attribute(attributes, "lastModifiedTime", FileTime.class).toInstant();
        Instant changed = attribute(attributes, "ctime", FileTime.class).toInstant();
        return new FileStamp(
                attributes.get("fileKey"),
                attribute(attributes, "size", Long.class),
                modified,
                changed.isAfter(modified) ? changed : modified,
                attribute(attributes, "isRegularFile", Boolean.class),
                attribute(attributes, "isDirectory", Boolean.class),
                attribute(attributes, "permissions", Set.class).contains(PosixFilePermission.OTHERS_READ));
    }

    private static <T> T attribute(Map<String, Object> attributes, String name, Class<T> type) {
        return type.cast(requireNonNull(attributes.get(name), name));
    }

    /** Returns whether {@code other} is of the same file, as far as the file system can tell. */
    boolean isSameFileAs(FileStamp other) {
        return Objects.equals(file, other.file);
    }

    /** Returns for how long nobody has touched the file at {@code now}; negative if its times are ahead of the clock. */
    Duration age(Instant now) {
        return Duration.between(touched, now);
    }

    /** Returns when the file was written, or {@code null} if that would be after {@code now} and so is not to be believed. */
    @Nullable
    Instant written(Instant now) {
        return modified.isAfter(now) ? null : modified;
    }
}
