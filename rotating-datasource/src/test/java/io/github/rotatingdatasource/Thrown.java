package io.github.rotatingdatasource;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Throws whatever a test wants thrown. */
final class Thrown {
    private Thrown() {}

    static void now(SQLException thrown) throws SQLException {
        throw thrown;
    }

    static <T> T orElse(@Nullable Throwable thrown, T value) {
        if (thrown instanceof RuntimeException e) {
            throw e;
        }
        if (thrown instanceof Error e) {
            throw e;
        }
        return value;
    }
}
