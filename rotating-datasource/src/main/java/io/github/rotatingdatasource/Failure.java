package io.github.rotatingdatasource;

import io.github.rotatingdatasource.RotationEvent.Part;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Why a login did not come about.
 *
 * @param message what was wrong, without a secret
 * @param isRefusal whether the database did not accept the login, rather than not being there
 * @param databaseIsFull whether it has no room for another connection
 * @param cause what the driver said, without the login, or {@code null} if it said nothing
 */
record Failure(
        String message,
        boolean isRefusal,
        boolean databaseIsFull,
        @Nullable SQLException cause) {
    Part part() {
        return isRefusal ? Part.LOGIN : Part.DATABASE;
    }
}
