package io.github.rotatingdatasource.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;

/** A file of one credential, what writes it, and a clock that is late enough for each file to be old. */
final class FileRig {
    static final String GOOD = "DB_USER=app\nDB_PASS=s3cret\nDB_LEASE_ID=lease/1\nDB_TTL=3600\n";
    static final String OTHER = GOOD.replace("app", "other");

    final Path file;
    final ManualClock clock = new ManualClock(Instant.now().plusSeconds(60));

    FileRig(Path directory) {
        file = directory.resolve("db-creds");
    }

    FileSourceBuilder builder() {
        return CredentialSource.fileSource(file).clock(clock).pause(clock);
    }

    void write(String text) throws IOException {
        write(text, "rw-------");
    }

    void write(String text, String mode) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    /** Renders the file as an agent does, beside it first. */
    void replace(String text) throws IOException {
        Path rendered = Files.writeString(file.resolveSibling("4711"), text);
        Files.setPosixFilePermissions(rendered, PosixFilePermissions.fromString("rw-------"));
        Files.move(rendered, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
